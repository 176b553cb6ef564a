import type { PassThrough, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Unzip, type UnzipFile, UnzipInflate } from 'fflate';

/** A packed text that cannot be unpacked. */
export class UnpackError extends Error {}

/** Bytes of a stream as they are, or unpacked when they are packed with gzip or are the first file of a zip archive; their first bytes tell (contract: imports.md §1.2). */
export async function* unpacked(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < 4) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  const whole = resumed(head, chunks);
  if (head[0] === 0x1f && head[1] === 0x8b) yield* gunzipped(whole);
  else if (head.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) yield* firstOfZip(whole);
  else yield* whole;
}

async function* resumed(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (;;) {
      const next = await rest.next();
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}

async function* gunzipped(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const feeding = feed(source, gunzip);
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } catch (error) {
    throw error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
      ? new UnpackError('The body cannot be unpacked as gzip.')
      : error;
  } finally {
    gunzip.destroy();
    await feeding;
  }
}

/** Writes a source into a stream; its failure becomes the stream's. */
async function feed(
  source: AsyncIterable<Uint8Array>,
  into: PassThrough | ReturnType<typeof createGunzip>,
): Promise<void> {
  try {
    for await (const chunk of source) {
      if (into.destroyed) return;
      if (!into.write(chunk)) await drained(into);
    }
    into.end();
  } catch (error) {
    into.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

const drained = (stream: Readable & { once(event: string, listener: () => void): unknown }): Promise<void> =>
  new Promise((resolve) => {
    const done = () => resolve();
    stream.once('drain', done);
    stream.once('close', done);
  });

async function* firstOfZip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let found = false;
  let ended = false;
  let ready: Uint8Array[] = [];
  let failure: Error | undefined;
  const zip = new Unzip((file: UnzipFile) => {
    if (found || file.name.endsWith('/')) return;
    found = true;
    file.ondata = (error, data, final) => {
      if (error) failure = error;
      else ready.push(data);
      ended ||= final;
    };
    file.start();
  });
  zip.register(UnzipInflate);
  for await (const chunk of source) {
    // Little at a time: what a small piece unpacks to is held until it is read.
    for (let at = 0; at < chunk.length && !ended; at += 16_384) {
      try {
        zip.push(chunk.subarray(at, at + 16_384));
      } catch {
        throw new UnpackError('The body cannot be unpacked as zip.');
      }
      if (failure) throw new UnpackError('The body cannot be unpacked as zip.');
      const batch = ready;
      ready = [];
      yield* batch;
    }
    if (ended) return;
  }
  if (!found) throw new UnpackError('The zip archive of the body has no file.');
  throw new UnpackError('The zip archive of the body ends too early.');
}
