import { changesSeenUntil, lockInTransaction, transaction } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import { generateUid } from '../../kernel/uid.js';
import { type ListQuery, type MetadataType, parseFilters, preset, readContext } from '../../metadata/index.js';
import { type ExportServices, exportableTypes, exportText } from '../metadata/index.js';
import { addVersion, currentVersion, readVersions } from './store.js';
import { hashOf, type MetadataVersion, nextVersionName, type VersionType } from './version.js';

/** Makes a version of what has changed since the last one, or of everything for the first. What was deleted is in no version. */
export async function createVersion(
  services: ExportServices,
  type: VersionType,
  user: CurrentUser,
): Promise<MetadataVersion> {
  const { db } = services;
  // Whoever comes second has to see what the first one made, and a transaction that shows one state must not wait for it.
  return await transaction(db, async (handle) => {
    await lockInTransaction(handle, 'metadata-version');
    return await transaction(db, (inner) => makeVersion({ ...services, db: inner }, type, user), {
      isolation: 'repeatable read',
    });
  });
}

async function makeVersion(services: ExportServices, type: VersionType, user: CurrentUser): Promise<MetadataVersion> {
  const { db, clock } = services;
  const seen = await changesSeenUntil(db, clock.now());
  const before = currentVersion(await readVersions(db));
  const context = readContext(user, '', { translate: false });
  const snapshot = await exportText(services, exportableTypes(user), (each) => changedSince(each, before), context);
  const version: MetadataVersion = {
    uid: generateUid(),
    name: nextVersionName(before?.name),
    type,
    // Versions are told apart by their moments.
    created: new Date(Math.max(seen.getTime(), (before?.created.getTime() ?? 0) + 1)),
    imported: null,
    hash: hashOf(snapshot),
  };
  await addVersion(db, version, snapshot);
  return version;
}

const changedSince = (type: MetadataType, before: MetadataVersion | undefined): ListQuery => ({
  fields: preset('owner'),
  filters:
    before && type.properties.has('lastUpdated')
      ? parseFilters([`lastUpdated:ge:${formatTimestamp(before.created)}`])
      : [],
  order: [],
});
