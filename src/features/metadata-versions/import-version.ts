import { type Db, transaction } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { conflict } from '../../kernel/errors/index.js';
import {
  DEFAULT_OPTIONS,
  type ImportReport,
  importBundle,
  isObject,
  type MetadataObject,
  readBundle,
} from '../../metadata/index.js';
import { writeSetting } from '../settings/index.js';
import { addVersion } from './store.js';
import type { MetadataVersion } from './version.js';

export interface VersionImport {
  readonly user: CurrentUser;
  readonly clock: Clock;
  /** What this server calls its own version; given, a snapshot of another one is refused. */
  readonly onlySystem: string | undefined;
}

/**
 * Takes over a version: its objects, that it has been taken over, and what this server is at now, all or nothing. Of an `ATOMIC` version all objects are taken; of the
 * others those that are good.
 *
 * @throws OrderlyError when it is refused
 */
export async function importVersion(
  db: Db,
  version: MetadataVersion,
  snapshot: string,
  { user, clock, onlySystem }: VersionImport,
): Promise<ImportReport> {
  const payload = payloadOf(version, snapshot);
  const system = isObject(payload.system) ? String(payload.system.version) : 'unknown';
  if (onlySystem !== undefined && system !== onlySystem)
    throw conflict(
      `${version.name} was made by version ${system} and this server is ${onlySystem}; the setting keyStopMetadataSync keeps it out.`,
    );
  return await transaction(db, async (handle) => {
    const atomicMode = version.type === 'ATOMIC' ? 'ALL' : 'NONE';
    const report = await importBundle(handle, readBundle(payload), { ...DEFAULT_OPTIONS, atomicMode }, { user, clock });
    if (report.status === 'ERROR' && report.stats.total > 0)
      throw conflict(`${version.name} was not taken: ${reasonOf(report)}`);
    const now = clock.now();
    await addVersion(handle, { ...version, imported: now }, snapshot);
    await writeSetting(handle, 'keyLastMetaDataSyncSuccess', now);
    return report;
  });
}

function payloadOf({ name }: MetadataVersion, snapshot: string): MetadataObject {
  try {
    const payload: unknown = JSON.parse(snapshot);
    if (isObject(payload)) return payload;
  } catch {
    // falls through: it is no JSON
  }
  throw conflict(`The metadata of ${name} is no JSON object.`);
}

const MOST_SHOWN = 3;

/** The first errors of a report. */
export function reasonOf({ typeReports, stats }: ImportReport): string {
  const errors = typeReports.flatMap(({ objectReports }) =>
    objectReports.flatMap(({ errorReports }) => errorReports.map(({ message }) => message)),
  );
  return `${stats.ignored} of ${stats.total} objects were refused. ${errors.slice(0, MOST_SHOWN).join(' ')}`
    .slice(0, 1_000)
    .trim();
}
