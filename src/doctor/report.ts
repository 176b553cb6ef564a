import { counted, facts, grouped, table } from '../cli/layout.js';
import type { DoctorDocument } from './document.js';

/** The diagnosis for people: what is wrong first, then the rest, from what matters to what is only good to know. */
export function reportLines(document: DoctorDocument): readonly string[] {
  return [
    ...head(document),
    ...section(
      'Problems',
      document.problems.map(({ sentence }) => `- ${sentence}`),
    ),
    ...section(
      'To know',
      happening(document).map((line) => `- ${line}`),
    ),
    ...section('What Orderly finds for its features', featureLines(document)),
    ...section('Statements that give the missing rights, for the owner of the tables', document.grants),
    ...section('Largest tables', sizeLines(document)),
    ...section('Rows and tables that belong to nothing', orphanLines(document)),
    '',
    verdict(document),
  ];
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];

function head({ database, dhis2, orderly, postgresql, role, timeZone }: DoctorDocument): readonly string[] {
  const extensions = postgresql.extensions.map(
    ({ name, version, schema }) => `${name} ${version}${schema === 'public' ? '' : ` in ${schema}`}`,
  );
  return facts([
    ['Database', `${database.database} at ${database.host}:${database.port}, as ${database.user}`],
    ['Holds', holding(database.holds, dhis2)],
    [
      'Size',
      [sizeOf(database.bytes), counted(database.tables, 'table'), counted(database.views, 'view')]
        .filter((part) => part !== '')
        .join(', '),
    ],
    ['PostgreSQL', `${postgresql.version}, ${postgresql.encoding}${postgresql.isReplica ? ', read-only replica' : ''}`],
    [
      'Extensions',
      [...extensions, ...postgresql.availableExtensions.map((name) => `${name} (can be installed)`)].join(', ') ||
        'none',
    ],
    ['Role', `${role.name}${role.isSuperuser ? ', superuser' : ''}`],
    ['Connections', `${postgresql.connections} of ${postgresql.maxConnections}`],
    ['Time zone', zones(timeZone)],
    [
      'Orderly',
      orderly
        ? `${orderly.mode}, up to ${orderly.migration ?? 'a migration that this role may not read'}, ${counted(orderly.servers, 'server')} connected`
        : '',
    ],
  ]);
}

function holding(kind: DoctorDocument['database']['holds'], dhis2: DoctorDocument['dhis2']): string {
  if (kind === 'empty') return 'nothing; "orderly serve" makes its own tables here';
  if (kind === 'orderly') return 'the tables of an Orderly that runs alone';
  if (kind === 'other' || dhis2 === null) return 'tables that are neither of Orderly nor of a DHIS2';
  const source =
    dhis2.toldBy === 'history'
      ? `by the history of its scripts up to ${dhis2.script}`
      : `by its tables: ${dhis2.historyMissing}`;
  return `DHIS2 ${dhis2.name}, ${source}`;
}

function zones({ database, process, verdict }: DoctorDocument['timeZone']): string {
  if (process === null) return `${database} in the database`;
  const words = {
    agrees: 'DHIS2 writes in the same',
    differs: 'DHIS2 writes in another',
    unknown: 'nothing recent tells in which DHIS2 writes',
  };
  return `${process} here, ${database} in the database; ${words[verdict ?? 'unknown']}`;
}

function happening({ activity, strangers }: DoctorDocument): readonly string[] {
  const { javaSessions, runningTableJobs, stagingTables, lockedTables } = activity;
  return [
    ...(javaSessions > 0
      ? [`A DHIS2 seems to be running: ${counted(javaSessions, 'connection')} of Java's driver.`]
      : []),
    ...(runningTableJobs.length > 0 ? [`DHIS2 is making tables: ${some(runningTableJobs)} is marked as running.`] : []),
    ...(stagingTables.length > 0 ? [`Tables of a run that goes on, or did not end: ${some(stagingTables)}.`] : []),
    ...(lockedTables.length > 0 ? [`Somebody holds these alone: ${some(lockedTables)}.`] : []),
    ...(strangers.tables.length > 0
      ? [`Tables that no DHIS2 makes, which Orderly leaves alone: ${some(strangers.tables)}.`]
      : []),
    ...(strangers.references.length > 0
      ? [`What these refer to cannot be deleted: ${some(strangers.references)}.`]
      : []),
  ];
}

function featureLines({ features }: DoctorDocument): readonly string[] {
  if (features.length === 0) return [];
  const rows = features.map(({ name, state, missing, rights, limits }) => [
    name,
    state,
    short([...missing.map((what) => `no ${what}`), ...rights.map((what) => `needs ${what}`), ...limits].join('; ')),
  ]);
  return table(['Feature', 'State', ''], rows);
}

function sizeLines({ largestTables }: DoctorDocument): readonly string[] {
  if (largestTables === null) return ['not read: somebody holds tables for too long'];
  if (largestTables.length === 0) return [];
  return table(
    ['Table', 'Size', 'Rows, about'],
    largestTables.map(({ name, bytes, rows }) => [
      name,
      sizeOf(bytes),
      rows === null ? 'never analyzed' : grouped(rows),
    ]),
  );
}

function orphanLines({ orphans, leftOverTables }: DoctorDocument): readonly string[] {
  const found = orphans.filter(({ count }) => count !== 0);
  return [
    ...found.map(
      ({ what, count, leftOut }) => `${what}: ${count === null ? `not looked for, ${leftOut}` : grouped(count)}`,
    ),
    ...(leftOverTables.length > 0 ? [`Generated tables that nobody reads: ${leftOverTables.join(', ')}`] : []),
    ...(orphans.length > 0 && found.length === 0 && leftOverTables.length === 0 ? ['none'] : []),
  ];
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

const WIDTH = 150;

/** What is too long for a line is cut: the statements that give rights, and the JSON, have all of it. */
const short = (text: string): string =>
  text.length > WIDTH ? `${text.slice(0, Math.max(0, text.lastIndexOf(' ', WIDTH)))} …` : text;

const SHOWN = 5;

const some = (names: readonly string[]): string =>
  names.length > SHOWN ? `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more` : names.join(', ');

/** `12.3 GB` */
function sizeOf(bytes: number | null): string {
  if (bytes === null) return '';
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1024)));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${UNITS[power]}`;
}

function verdict({ problems, database }: DoctorDocument): string {
  if (problems.length > 0) return `${counted(problems.length, 'problem')}. Nothing was written.`;
  return database.holds === 'dhis2'
    ? 'Orderly finds here what it needs. Nothing was written.'
    : 'Orderly can use this database. Nothing was written.';
}
