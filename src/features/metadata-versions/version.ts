import { createHash } from 'node:crypto';
import { formatTimestamp } from '../../kernel/clock.js';

export const VERSION_TYPES = ['BEST_EFFORT', 'ATOMIC'] as const;
/** Whether all objects of a version are taken or none (`ATOMIC`), or the good ones. */
export type VersionType = (typeof VERSION_TYPES)[number];

/** A state of the metadata that others can take over. */
export interface MetadataVersion {
  readonly uid: string;
  readonly name: string;
  readonly type: VersionType;
  readonly created: Date;
  /** When it was taken over from another server. */
  readonly imported: Date | null;
  /** MD5 of the snapshot's text, by which it is known to have arrived whole. */
  readonly hash: string;
}

export const hashOf = (snapshot: string): string => createHash('md5').update(snapshot, 'utf8').digest('hex');

/** `Version_3` → `Version_4`; `Version_1` when there is none. */
export function nextVersionName(current: string | undefined): string {
  const number = Number(/^Version_(\d{1,9})$/.exec(current ?? '')?.[1] ?? 0);
  return `Version_${number + 1}`;
}

/** A version by itself on the wire. */
export const versionWire = ({ uid, name, type, created, imported, hash }: MetadataVersion) => ({
  id: uid,
  name,
  displayName: name,
  created: formatTimestamp(created),
  lastUpdated: formatTimestamp(created),
  type,
  hashCode: hash,
  ...(imported !== null && { importDate: formatTimestamp(imported) }),
});

/** A version in the lists of versions. */
export const versionListWire = (versions: readonly MetadataVersion[]) => ({
  metadataversions: versions.map(({ uid, name, type, created, imported, hash }) => ({
    name,
    type,
    created: formatTimestamp(created),
    id: uid,
    ...(imported !== null && { importdate: formatTimestamp(imported) }),
    hashCode: hash,
  })),
});
