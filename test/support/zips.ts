import { zipSync } from 'fflate';

type Files = Readonly<Record<string, string | Uint8Array>>;

export const manifest = (members: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ name: 'Made app', version: '1.0.0', launch_path: 'index.html', ...members });

/** A zip archive of files by path. */
export const zip = (files: Files): Buffer =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([path, content]) => [path, bytes(content)]))));

/** The archive of an app that can be opened. */
export const appZip = (members: Readonly<Record<string, unknown>> = {}, files: Files = {}): Buffer =>
  zip({ 'manifest.webapp': manifest(members), 'index.html': '<p>made</p>', ...files });

/** An archive with a symbolic link in it. */
export const zipWithLink = (path: string, target: string): Buffer =>
  Buffer.from(
    zipSync({
      'manifest.webapp': bytes(manifest()),
      [path]: [bytes(target), { os: 3, attrs: (0o120777 << 16) >>> 0 }],
    }),
  );

/** Puts `replacement`, which is as long, in the place of every `text` of the archive: in names of entries, that nobody would write. */
export function forge(archive: Buffer, text: string, replacement: string): Buffer {
  if (text.length !== replacement.length) throw new Error('Only texts of one length can be exchanged.');
  const forged = archive.toString('latin1').replaceAll(text, replacement);
  return Buffer.from(forged, 'latin1');
}

/** Changes the record of each entry, of its local header and of the archive's directory. */
export function forgeRecords(archive: Buffer, change: (record: Buffer, fields: Fields) => void): Buffer {
  const forged = Buffer.from(archive);
  for (let at = 0; at < forged.length - 4; at += 1) {
    const signature = forged.readUInt32LE(at);
    if (signature === 0x04034b50) change(forged.subarray(at), { flags: 6, packed: 18, size: 22 });
    if (signature === 0x02014b50) change(forged.subarray(at), { flags: 8, packed: 20, size: 24 });
  }
  return forged;
}

/** Where a field of a record is. */
export interface Fields {
  readonly flags: number;
  readonly packed: number;
  readonly size: number;
}

const bytes = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;
