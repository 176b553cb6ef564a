import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { UnpackError, unpacked } from './unpack.js';

const TEXT = Buffer.from(Array.from({ length: 50_000 }, (_, index) => `line ${index}\n`).join(''));

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function read(bytes: Uint8Array, size = 1_000): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of unpacked(inPieces(bytes, size))) chunks.push(chunk);
  return Buffer.concat(chunks);
}

it.each([
  ['plain', TEXT],
  ['gzip', gzipSync(TEXT)],
  ['zip', Buffer.from(zipSync({ 'a/': new Uint8Array(), 'a/values.json': TEXT, other: new Uint8Array(5) }))],
  ['stored zip', Buffer.from(zipSync({ values: TEXT }, { level: 0 }))],
])('reads what is %s', async (_form, bytes) => {
  expect((await read(bytes)).equals(TEXT)).toBe(true);
  expect((await read(bytes.subarray(0), 70_000)).equals(TEXT)).toBe(true);
});

it('reads what is shorter than a signature', async () => {
  expect(await read(Buffer.from('{}'), 1)).toEqual(Buffer.from('{}'));
  expect(await read(Buffer.alloc(0))).toHaveLength(0);
});

it.each([
  ['gzip that ends too early', gzipSync(TEXT).subarray(0, 500), 'as gzip'],
  ['gzip with noise', Buffer.concat([gzipSync(TEXT).subarray(0, 100), Buffer.alloc(500, 7)]), 'as gzip'],
  ['zip that ends too early', Buffer.from(zipSync({ values: TEXT })).subarray(0, 500), 'zip'],
  [
    'zip with noise',
    Buffer.concat([Buffer.from(zipSync({ values: TEXT })).subarray(0, 60), Buffer.alloc(900, 0xff)]),
    'zip',
  ],
])('refuses %s', async (_what, bytes, problem) => {
  const reading = read(bytes);
  await expect(reading).rejects.toThrow(UnpackError);
  await expect(reading).rejects.toThrow(problem);
});

it('passes on the failure of the source, and lets go of it when nobody reads on', async () => {
  let released = 0;
  async function* failing(): AsyncGenerator<Uint8Array> {
    try {
      yield await Promise.resolve(gzipSync(TEXT).subarray(0, 300));
      throw new Error('cut off');
    } finally {
      released += 1;
    }
  }
  await expect(async () => {
    for await (const _chunk of unpacked(failing())) void _chunk;
  }).rejects.toThrow('cut off');
  expect(released).toBe(1);
  for await (const _chunk of unpacked(inPieces(TEXT, 100))) break;
});
