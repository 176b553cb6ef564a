import { createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { clientCommand } from '../command.js';
import type { Body, Connection, Query } from '../connection.js';
import { CommandFailure, EXIT, wrongUse } from '../failure.js';
import { facts, grouped } from '../layout.js';
import { barOf, type Output } from '../output.js';
import { flag, oneOf, optional, repeated, required } from '../parameters.js';
import { conflictLines, reportLines } from '../refusal.js';
import { requireDone, startedRun, type WatchedRun, watchRun } from '../watch.js';
import { list, number, record, text, type Wire } from '../wire.js';

/** What can be imported, by the word for it (contract: imports.md §1). */
interface ImportKind {
  readonly path: string;
  /** Content types by the last part of a file's name; the first is for what has none. */
  readonly types: Readonly<Record<string, string>>;
  readonly dryRun: Query;
}

const DRY_RUN = { dryRun: true };
const VALIDATE = { importMode: 'VALIDATE' };

const KINDS: Readonly<Record<string, ImportKind>> = {
  'data-values': {
    path: '/api/dataValueSets',
    types: { json: 'application/json', xml: 'application/xml', csv: 'application/csv' },
    dryRun: DRY_RUN,
  },
  registrations: {
    path: '/api/completeDataSetRegistrations',
    types: { json: 'application/json', xml: 'application/xml' },
    dryRun: DRY_RUN,
  },
  metadata: { path: '/api/metadata', types: { json: 'application/json', csv: 'application/csv' }, dryRun: VALIDATE },
  tracker: { path: '/api/tracker', types: { json: 'application/json', csv: 'text/csv' }, dryRun: VALIDATE },
  geometries: {
    path: '/api/organisationUnits/geometry',
    types: { json: 'application/geo+json', geojson: 'application/geo+json' },
    dryRun: DRY_RUN,
  },
};

const details = `Works with every DHIS2. The import is a job there, which is followed to its end. Exit code 0 means that everything was taken, 1 that something
was refused; what the rest became is in the report. Files may be packed with gzip or zip (data values, registrations, metadata).
  orderly import data-values values.csv --dry-run
  orderly import metadata units.json.gz --strategy CREATE -p atomicMode=NONE`;

/** `orderly import` (contract: imports.md). */
export const importFile = clientCommand({
  path: 'import',
  summary: 'sends a file with data or metadata',
  details,
  takes: {
    kind: oneOf('<kind>', `what it is: ${Object.keys(KINDS).join(', ')}`, Object.keys(KINDS)),
    file: required('<file>', 'JSON, XML or CSV; - for the standard input'),
    dryRun: flag('-n, --dry-run', 'check everything, write nothing'),
    strategy: optional('--strategy <name>', 'CREATE, UPDATE, CREATE_AND_UPDATE or DELETE'),
    type: optional('--type <extension>', 'what the file is where its name does not say so: json, xml or csv'),
    parameters: repeated(
      '-p, --parameter <name=value>',
      'any other parameter of the import, e.g. orgUnitIdScheme=CODE',
    ),
  },
  async run({ connection, out }, { kind, file, dryRun, strategy, type, parameters }) {
    const into = KINDS[kind] ?? wrongKind(kind);
    const query = {
      ...Object.fromEntries(parameters.map(nameAndValue)),
      ...(dryRun && into.dryRun),
      ...(strategy !== undefined && { importStrategy: strategy }),
      async: true,
    };
    const contentType = contentTypeOf(file, type, into);
    const { content, length } = openFile(file);
    // A large file is not sent to a server that would refuse it for who sends it.
    await connection.get('/api/me', { fields: 'username' });
    const body: Body = {
      content: watched(content, length, out),
      type: contentType,
      ...(length !== undefined && { length }),
    };
    const answer = await connection.post(into.path, query, { body });
    const run = startedRun(answer);
    const end = await watchRun(connection, out, run);
    const summary = await readSummary(connection, run);
    if (summary === undefined) requireDone(end);
    out.result(summary ?? { ...run, ...end }, () => summaryLines(summary, dryRun));
    const status = text(summary?.status);
    if (end.outcome !== 'done' || !(isComplete(status) || (run.type === 'TRACKER_IMPORT_JOB' && status === 'WARNING')))
      throw new CommandFailure(
        EXIT.failed,
        failureText(end.outcome, status, text(summary?.description) || text(summary?.message)),
      );
  },
});

function wrongKind(kind: string): never {
  throw wrongUse(`"${kind}" cannot be imported.`);
}

function nameAndValue(parameter: string): readonly [string, string] {
  const at = parameter.indexOf('=');
  if (at < 1) throw wrongUse(`--parameter "${parameter}" has to look like name=value.`);
  return [parameter.slice(0, at), parameter.slice(at + 1)];
}

/** By the name of the file, without what says how it is packed: servers see that by themselves. */
function contentTypeOf(file: string, given: string | undefined, { types }: ImportKind): string {
  const known = Object.keys(types);
  const extension = given ?? /\.([a-z]+)(?:\.(?:gz|zip))?$/i.exec(file.replace(/\.zip$/i, ''))?.[1];
  const type = types[(extension ?? known[0] ?? '').toLowerCase()];
  if (type === undefined) throw wrongUse(`${file}: say with --type what it is: ${known.join(', ')}.`);
  return type;
}

function openFile(file: string): { readonly content: Readable; readonly length?: number } {
  if (file === '-') return { content: process.stdin };
  try {
    const stat = statSync(file);
    if (!stat.isFile()) throw wrongUse(`${file} is no file.`);
    return { content: createReadStream(file), length: stat.size };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === 'ENOENT'
      ? wrongUse(`There is no file ${file}.`)
      : code === undefined
        ? error
        : wrongUse(`${file} cannot be read: ${message}`);
  }
}

const MEGABYTE = 1024 * 1024;

/** Shows how much of a large file has been sent. */
function watched(content: Readable, length: number | undefined, out: Output): Readable {
  if (length === undefined || length < MEGABYTE || !out.isWatched) return content;
  let sent = 0;
  content.on('data', (chunk: Buffer) => {
    sent += chunk.length;
    out.bar(barOf('Sending (MB)', Math.round(sent / MEGABYTE), Math.round(length / MEGABYTE)));
  });
  return content.pause();
}

/** The summary of an import, which some servers store a moment after they say that it is done (contract: imports.md §1.1). */
async function readSummary(connection: Connection, { type, id }: WatchedRun): Promise<Wire | undefined> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const answer = await connection.ask(`/api/system/taskSummaries/${type}/${id}`);
    if (answer.status === 200 && Object.keys(record(answer.json)).length > 0) return record(answer.json);
    await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
  }
  return undefined;
}

const isComplete = (status: string): boolean => status === 'SUCCESS' || status === 'OK';

const failureText = (outcome: string, status: string, reason: string): string =>
  outcome === 'cancelled'
    ? 'The import was cancelled.'
    : status === 'WARNING' && outcome === 'done'
      ? 'Some of it was refused.'
      : `The import failed${reason === '' ? '.' : `: ${reason}`}`;

const MOST_LINES = 20;

/** Counts, then what is wrong: the shapes of data, metadata and tracker imports (contract: system.md §7). */
function summaryLines(summary: Wire | undefined, dryRun: boolean): readonly string[] {
  const { created, imported, updated, deleted, ignored } = record(summary?.importCount ?? summary?.stats);
  const count = (value: unknown) => (number(value) === undefined ? '' : grouped(number(value) ?? 0));
  const problems = problemsOf(summary ?? {});
  const more = problems.length - MOST_LINES;
  return [
    ...(dryRun ? ['Nothing was written; this would happen:'] : []),
    ...facts([
      ['Created', count(created ?? imported)],
      ['Updated', count(updated)],
      ['Deleted', count(deleted)],
      ['Ignored', count(ignored)],
    ]),
    ...problems.slice(0, MOST_LINES),
    ...(more > 0 ? [`… and ${grouped(more)} more (--json has all)`] : []),
  ];
}

function problemsOf(summary: Wire): readonly string[] {
  const { errorReports, warningReports } = record(summary.validationReport);
  const ofMetadata = list(summary.typeReports)
    .flatMap(({ objectReports }) => list(objectReports))
    .flatMap((report) => reportLines(report.errorReports));
  return [...conflictLines(summary), ...reportLines(errorReports), ...reportLines(warningReports), ...ofMetadata];
}
