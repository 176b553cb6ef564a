import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { pathParts, topFolder } from './archive-path.js';
import { refusal } from './refusals.js';

/** Bounds of an archive (contract: data-admin.md §10). */
export interface ArchiveLimits {
  readonly entries: number;
  /** Bytes of all files when they are unpacked. */
  readonly bytes: number;
  /** Bytes of a file for each byte of its packed form. */
  readonly ratio: number;
}

export const ARCHIVE_LIMITS: ArchiveLimits = { entries: 10_000, bytes: 1024 ** 3, ratio: 100 };

/** A zip archive that was looked through and found harmless as far as its directory tells; what it holds is checked while it is unpacked. */
export interface Archive {
  /**
   * The text of a file, undefined when there is none of this path.
   *
   * @throws OrderlyError 409 when it is longer than `longest` bytes or cannot be read
   */
  text(path: string, longest: number): Promise<string | undefined>;
  /**
   * Writes all files into a new folder.
   *
   * @throws OrderlyError 409 when more comes out than the limits allow, or something else than the directory says; errors of the file system as they are
   */
  unpack(folder: string): Promise<void>;
  close(): void;
}

const STORED = 0;
const DEFLATED = 8;
const KIND_OF_FILE = 0xf000;
const REGULAR = 0x8000;
const FOLDER = 0x4000;
const FILES_AT_ONCE = 8;
/** What the Finder of macOS adds beside the files themselves. */
const FINDER_FOLDER = '__MACOSX/';

/**
 * Opens a zip archive and reads its directory. Files are found in it by position, so that memory does not grow with it.
 *
 * @throws OrderlyError 409 for paths that leave the folder, links, devices, paths that come twice, encryption, too many entries, and what is no zip archive
 */
export async function openArchive(file: string, limits: ArchiveLimits = ARCHIVE_LIMITS): Promise<Archive> {
  const zip = await openPromise(file, { autoClose: false, strictFileNames: true }).catch(asRefusal);
  try {
    const files = await listFiles(zip, limits);
    return {
      text: async (path, longest) => {
        const entry = files.get(path);
        return entry && (await textOf(zip, entry, longest, limits));
      },
      unpack: (folder) => unpack(zip, files, folder, limits),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** The files by their paths, without the one folder that all may be in. */
async function listFiles(zip: ZipFile, limits: ArchiveLimits): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > limits.entries) throw unreadable(`more than ${limits.entries} entries`);
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.length === limits.entries) throw unreadable(`more than ${limits.entries} entries`);
      if (!entry.fileName.startsWith(FINDER_FOLDER)) entries.push(entry);
    }
  } catch (error) {
    asRefusal(error);
  }
  const top = topFolder(entries.map(({ fileName }) => fileName));
  const files = new Map<string, Entry>();
  const folders = new Set<string>();
  for (const entry of entries) {
    const parts = pathParts(entry.fileName.slice(top.length));
    if (!parts) throw unreadable(`the path ${JSON.stringify(entry.fileName)} leaves the folder`);
    checkKind(entry);
    for (let depth = 1; depth < parts.length; depth += 1) folders.add(parts.slice(0, depth).join('/'));
    if (parts.length === 0 || entry.fileName.endsWith('/')) continue;
    const path = parts.join('/');
    if (files.has(path)) throw unreadable(`the path ${JSON.stringify(path)} comes twice`);
    files.set(path, entry);
  }
  for (const path of files.keys())
    if (folders.has(path)) throw unreadable(`the path ${JSON.stringify(path)} is a file and a folder`);
  return files;
}

/** Only plain files and folders are taken, packed in the two ways that everybody knows. */
function checkKind(entry: Entry): void {
  const kind = (entry.externalFileAttributes >>> 16) & KIND_OF_FILE;
  if (kind !== 0 && kind !== REGULAR && kind !== FOLDER)
    throw unreadable(`${JSON.stringify(entry.fileName)} is a link or device`);
  if (entry.isEncrypted()) throw unreadable(`${JSON.stringify(entry.fileName)} is encrypted`);
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED)
    throw unreadable(`${JSON.stringify(entry.fileName)} is packed in an unknown way`);
}

async function unpack(
  zip: ZipFile,
  files: ReadonlyMap<string, Entry>,
  folder: string,
  limits: ArchiveLimits,
): Promise<void> {
  await mkdir(folder);
  const budget = { left: limits.bytes };
  const waiting = files.entries();
  const work = async (): Promise<void> => {
    for (const [path, entry] of waiting) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      // Flushed, because a folder that is there counts as whole after a crash.
      await flow(zip, entry, meterOf(entry, budget, limits), createWriteStream(file, { flags: 'wx', flush: true }));
    }
  };
  // All are waited for, so that none writes into a folder that is being removed.
  const ends = await Promise.allSettled(Array.from({ length: FILES_AT_ONCE }, work));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}

async function textOf(zip: ZipFile, entry: Entry, longest: number, limits: ArchiveLimits): Promise<string> {
  const chunks: Buffer[] = [];
  await flow(zip, entry, meterOf(entry, { left: longest }, limits), async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) chunks.push(chunk);
  });
  return Buffer.concat(chunks).toString('utf8');
}

async function flow(
  zip: ZipFile,
  entry: Entry,
  meter: Transform,
  target: NodeJS.WritableStream | ((source: AsyncIterable<Buffer>) => Promise<void>),
): Promise<void> {
  try {
    const source: Readable = await zip.openReadStreamPromise(entry);
    await pipeline(source, meter, target as NodeJS.WritableStream);
  } catch (error) {
    asRefusal(error);
  }
}

/** Counts what really comes out of an entry, whatever the archive says about it, takes that from what is left, and compares the checksum. */
function meterOf(entry: Entry, budget: { left: number }, { ratio }: ArchiveLimits): Transform {
  let bytes = 0;
  let checksum = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      budget.left -= chunk.length;
      checksum = crc32(chunk, checksum);
      if (budget.left < 0) done(unreadable('it is too large when it is unpacked'));
      else if (bytes > entry.compressedSize * ratio)
        done(unreadable(`${JSON.stringify(entry.fileName)} grows more than ${ratio} times`));
      else done(null, chunk);
    },
    flush(done) {
      done(checksum === entry.crc32 ? null : unreadable(`${JSON.stringify(entry.fileName)} is damaged`));
    },
  });
}

const unreadable = (reason: string, cause?: unknown) => refusal('zipUnreadable', reason, cause);

/** Errors of the file system and our own stay what they are; all others come from the archive. */
function asRefusal(error: unknown): never {
  const { code, status, message } = error as { code?: unknown; status?: unknown; message?: unknown };
  const ofSystem = typeof code === 'string' && /^E[A-Z]+$/.test(code);
  if (ofSystem || status !== undefined) throw error;
  throw unreadable(String(message), error);
}
