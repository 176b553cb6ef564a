import { NEWEST_MINOR, OLDEST_MINOR } from '../database/dhis2/index.js';
import type { Fitness } from './diagnosis.js';

/** Why Orderly cannot work with a database; `sentence` says what to do. */
export interface Problem {
  readonly code:
    | 'postgresql-too-old'
    | 'read-only-replica'
    | 'read-only'
    | 'not-a-dhis2'
    | 'dhis2-on-orderly'
    | 'unknown-version'
    | 'version-too-old'
    | 'version-too-new'
    | 'half-migrated'
    | 'clock'
    | 'time-zone'
    | 'orderly-attached'
    | 'newer-orderly'
    | 'missing-tables'
    | 'missing-rights'
    | 'analytics-elsewhere';
  readonly sentence: string;
}

/** DHIS2 would not find there what Orderly made; only its configuration tells. */
export const ANALYTICS_ELSEWHERE: Problem = {
  code: 'analytics-elsewhere',
  sentence:
    'dhis.conf names another database for analytics tables (analytics.connection.url), and Orderly would put them into this one, where that DHIS2 does not look for them.',
};

const OLDEST_POSTGRESQL = 140_000;
const TOLERATED_CLOCK_SECONDS = 60;

/** All of them, the gravest first; none for a database that Orderly can work with. */
export function problemsOf(fitness: Fitness): readonly Problem[] {
  return [...problemsOfServer(fitness), ...problemsOfContent(fitness), ...problemsOfRights(fitness)];
}

function* problemsOfServer({ server, place, detection }: Fitness): Generator<Problem> {
  if (server.versionNumber < OLDEST_POSTGRESQL)
    yield {
      code: 'postgresql-too-old',
      sentence: `PostgreSQL is ${server.version}; Orderly needs 14 or newer.`,
    };
  if (server.isReplica)
    yield {
      code: 'read-only-replica',
      sentence: `The server at ${place.host} is a read-only replica; give Orderly the one that it follows.`,
    };
  else if (server.isReadOnly)
    yield {
      code: 'read-only',
      sentence: `Transactions of ${server.role.name} are read-only here (default_transaction_read_only); Orderly has to write its own tables.`,
    };
  // Alone Orderly goes by the clock of the database; beside a DHIS2 there are the times of a third.
  if (detection.kind === 'dhis2' && Math.abs(server.clockAheadSeconds) > TOLERATED_CLOCK_SECONDS)
    yield {
      code: 'clock',
      sentence: `The clock of PostgreSQL is ${duration(server.clockAheadSeconds)} the one of this machine; set both by the same source.`,
    };
}

const duration = (seconds: number): string => `${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'}`;

function* problemsOfContent({ detection, newestMigration, zone, activity, place }: Fitness): Generator<Problem> {
  const { dhis2, orderly } = detection;
  if (detection.kind === 'other')
    yield {
      code: 'not-a-dhis2',
      sentence: `The database "${place.database}" holds tables, and they are neither of Orderly nor of a DHIS2.`,
    };
  // Their names begin with their numbers.
  if (orderly?.migration !== undefined && orderly.migration.slice(0, 4) > newestMigration.slice(0, 4))
    yield {
      code: 'newer-orderly',
      sentence: `A newer Orderly has worked with this database (up to ${orderly.migration}; this one knows ${newestMigration}); start that version, or restore a backup.`,
    };
  if (!dhis2) return;
  if (orderly?.mode === 'standalone')
    yield {
      code: 'dhis2-on-orderly',
      sentence: 'A DHIS2 was started on a database that Orderly had made for itself; restore a backup of what it was.',
    };
  const range = `2.${OLDEST_MINOR} to 2.${NEWEST_MINOR}`;
  if (dhis2.support === 'unknown')
    yield {
      code: 'unknown-version',
      sentence: `There are tables of a DHIS2, and nothing tells its version; Orderly works beside ${range}.`,
    };
  if (dhis2.support === 'too old')
    yield {
      code: 'version-too-old',
      sentence: `The DHIS2 is ${dhis2.name}; Orderly works beside ${range}. Upgrade DHIS2 first.`,
    };
  if (dhis2.support === 'too new')
    yield {
      code: 'version-too-new',
      sentence: `The DHIS2 is ${dhis2.name}; this Orderly works beside ${range}. A newer one may know it.`,
    };
  if (dhis2.halfMigrated.length > 0)
    yield {
      code: 'half-migrated',
      sentence: `An upgrade of the DHIS2 did not end: ${dhis2.halfMigrated.join(' ')} Finish it with DHIS2, or restore its backup.`,
    };
  if (zone?.verdict === 'differs')
    yield {
      code: 'time-zone',
      sentence: `DHIS2 writes times that are ${minutes(zone.aheadMinutes)} the time of ${zone.here}, the zone of this process; start Orderly with the zone of DHIS2 in TZ.`,
    };
  // Servers that share role and version are nodes of one Orderly.
  if (orderly?.mode === 'attached' && !orderly.isOwn)
    yield {
      code: 'orderly-attached',
      sentence: `Another Orderly is attached already: schema orderly belongs to the role ${orderly.owner}, and ${activity.orderlyServers} of its servers ${activity.orderlyServers === 1 ? 'is' : 'are'} connected.`,
    };
}

function minutes(ahead: number | undefined): string {
  const whole = Math.abs(ahead ?? 0);
  const hours = Math.floor(whole / 60);
  const text = [hours > 0 ? `${hours} h` : '', whole % 60 > 0 ? `${whole % 60} min` : ''].filter((part) => part !== '');
  return `${text.join(' ') || 'moments'} ${(ahead ?? 0) > 0 ? 'ahead of' : 'behind'}`;
}

/** Beside a DHIS2: what is essential. Alone: what it takes to make the tables. */
function* problemsOfRights({ detection, abilities, server, place }: Fitness): Generator<Problem> {
  const essential = abilities.filter(({ isEssential }) => isEssential);
  const missing = [...new Set(essential.flatMap((ability) => ability.missing))];
  if (missing.length > 0)
    yield {
      code: 'missing-tables',
      sentence: `The DHIS2 lacks what Orderly cannot do without: ${missing.join(', ')}.`,
    };
  const { role } = server;
  const rights = [
    ...new Set(essential.flatMap((ability) => ability.rights)),
    ...(detection.kind === 'empty' && !role.mayCreateSchemas ? [`create on database ${place.database}`] : []),
    ...(detection.kind === 'empty' && !role.mayCreateInPublic ? ['create on schema public'] : []),
  ];
  if (rights.length > 0)
    yield {
      code: 'missing-rights',
      sentence: `The role ${role.name} lacks rights that Orderly cannot do without: ${rights.join('; ')}. "orderly doctor" has the statements that give them.`,
    };
}
