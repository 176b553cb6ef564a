import { grantsFor } from './abilities.js';
import type { Diagnosis } from './diagnosis.js';
import { type Problem, problemsOf } from './problems.js';

/** The diagnosis for programs: `orderly doctor --json`, with problems that are not in the database itself. No password is in it. */
export function documentOf(diagnosis: Diagnosis, further: readonly Problem[] = []) {
  const {
    place,
    server,
    detection,
    relations,
    activity,
    zone,
    abilities,
    largest,
    orphans,
    leftOverTables,
    strangers,
  } = diagnosis;
  const problems = [...problemsOf(diagnosis), ...further];
  const kinds = [...relations.values()];
  return {
    usable: problems.length === 0,
    problems,
    database: {
      ...place,
      holds: detection.kind,
      bytes: server.databaseBytes ?? null,
      tables: kinds.filter(({ kind }) => kind === 'table').length,
      views: kinds.filter(({ kind }) => kind === 'view').length,
    },
    dhis2: detection.dhis2 ? nulls(detection.dhis2) : null,
    orderly: detection.orderly ? { ...nulls(detection.orderly), servers: activity.orderlyServers } : null,
    postgresql: {
      version: server.version,
      encoding: server.encoding,
      isReplica: server.isReplica,
      isReadOnly: server.isReadOnly,
      clockAheadSeconds: server.clockAheadSeconds,
      connections: server.connections,
      maxConnections: server.maxConnections,
      maxLocks: server.maxLocks,
      extensions: server.extensions,
      availableExtensions: server.availableExtensions,
    },
    role: server.role,
    timeZone: {
      database: server.timeZone,
      process: zone?.here ?? null,
      verdict: zone?.verdict ?? null,
      dhis2AheadMinutes: zone?.aheadMinutes ?? null,
    },
    activity: {
      javaSessions: activity.javaSessions,
      runningTableJobs: activity.tableJobs,
      stagingTables: activity.stagingTables,
      lockedTables: activity.lockedTables,
    },
    features: abilities.map(({ lacking: _lacking, otherGrants: _grants, ...ability }) => ability),
    grants: grantsFor(abilities, server.role.name),
    largestTables: largest?.map((table) => nulls(table)) ?? null,
    orphans: orphans.map((found) => nulls(found)),
    leftOverTables,
    strangers,
  };
}

export type DoctorDocument = ReturnType<typeof documentOf>;

type Nulls<T> = { readonly [Key in keyof T]: undefined extends T[Key] ? Exclude<T[Key], undefined> | null : T[Key] };

/** JSON would leave out what is undefined; programs look for it. */
const nulls = <T extends object>(value: T): Nulls<T> =>
  Object.fromEntries(Object.entries(value).map(([key, one]) => [key, one === undefined ? null : one])) as Nulls<T>;
