import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { badRequest, OrderlyError } from '../../kernel/errors/index.js';
import { type AppCache, discard } from './app-cache.js';
import { refusal } from './refusals.js';

const MEGABYTE = 1024 * 1024;
const LARGEST_UPLOAD_MB = 256;
const PART = 'file';

/** Bounds of a request that brings an app; its file goes to the disk, not to memory. */
export const UPLOAD_LIMITS = {
  fileSize: LARGEST_UPLOAD_MB * MEGABYTE,
  files: 1,
  fields: 10,
  fieldSize: 1_000,
  parts: 11,
};

/**
 * Gives `work` the file that came as part `file`, and removes it afterwards.
 *
 * @throws OrderlyError 400 without the part, 413 when it is too large, 409 when there is no room for it
 */
export async function withUpload<Result>(
  request: FastifyRequest,
  cache: AppCache,
  work: (file: string) => Promise<Result>,
): Promise<Result> {
  if (!request.isMultipart())
    throw new OrderlyError(415, `The app's zip archive must come as part '${PART}' of a multipart/form-data body.`);
  if (Number(request.headers['content-length'] ?? 0) > UPLOAD_LIMITS.fileSize + MEGABYTE) throw tooLarge();
  const file = await cache.draft().catch(asRefusal);
  try {
    await receive(request, file);
    return await work(file);
  } catch (error) {
    return asRefusal(error);
  } finally {
    await discard(file);
  }
}

async function receive(request: FastifyRequest, file: string): Promise<void> {
  let received = false;
  try {
    for await (const part of request.parts({ limits: UPLOAD_LIMITS })) {
      if (!isWanted(part) || received) {
        if (part.type === 'file') part.file.resume();
        continue;
      }
      await pipeline(part.file, createWriteStream(file, { flags: 'wx' }));
      if (part.file.truncated) throw tooLarge();
      received = true;
    }
  } catch (error) {
    if (isOfSystem(error) || (error as { readonly status?: unknown }).status !== undefined) throw error;
    throw badRequest('The multipart body cannot be read.', { cause: error });
  }
  if (!received) throw badRequest(`The part '${PART}' with the app's zip archive is missing.`);
}

const isWanted = (part: Multipart): part is Extract<Multipart, { type: 'file' }> =>
  part.type === 'file' && part.fieldname === PART;

const tooLarge = () => new OrderlyError(413, `The archive of an app may have ${LARGEST_UPLOAD_MB} MB at most.`);

/** A full disk and a folder that cannot be written are told in the peer's words. */
function asRefusal(error: unknown): never {
  if (isOfSystem(error)) throw refusal('fileSystem', error.message, error);
  throw error;
}

const isOfSystem = (error: unknown): error is Error =>
  error instanceof Error && (error as NodeJS.ErrnoException).syscall !== undefined;
