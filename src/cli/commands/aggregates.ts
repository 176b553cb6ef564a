import { setTimeout as sleep } from 'node:timers/promises';
import { type ClientCommand, clientCommand } from '../command.js';
import type { Connection } from '../connection.js';
import { CommandFailure, EXIT } from '../failure.js';
import { duration, facts, grouped, moment, table } from '../layout.js';
import type { Output } from '../output.js';
import { flag, integer, optional } from '../parameters.js';
import { list, number, record, text, type Wire } from '../wire.js';

const ORGANIZATION = optional('--org <id>', 'organization (default)');
const details =
  'Only Orderly and AtScale have aggregates. For an AtScale, --token is the token of its /auth, and --server the port of its engine.';

const maintenancePath = (org: string): string => `/aggregates/maintenance/orgId/${encodeURIComponent(org)}`;

/** What an answer of AtScale's API is about (contract: aggregates.md §1.2). */
const responseOf = (document: unknown): unknown => record(document).response;

const readHistory = async (connection: Connection, org: string, limit: number): Promise<readonly Wire[]> =>
  list(record(responseOf(await connection.get(`${maintenancePath(org)}/history`, { limit }))).data);

/** `orderly aggregates run` (contract: aggregates.md §1, §2.2). */
export const aggregatesRun: ClientCommand = clientCommand({
  path: 'aggregates run',
  summary: 'starts the maintenance of aggregates',
  details,
  takes: { org: ORGANIZATION, watch: flag('-w, --watch', 'wait for its end; the exit code is that of the run') },
  async run({ connection, out }, { org = 'default', watch }) {
    const [before] = await readHistory(connection, org, 1);
    const path = `/api/1.0/aggregates/maintenance/orgId/${encodeURIComponent(org)}/run-immediately`;
    const { json } = await connection.post(path);
    const message = text(record(record(json).status).message) || 'Started.';
    if (!watch) {
      out.result(json, () => [message]);
      return;
    }
    out.say(message);
    const job = await waitForEnd(connection, out, org, before);
    out.result(job, () => jobFacts(job));
    if (text(job.status) !== 'done') throw new CommandFailure(EXIT.failed, failureOf(job));
  },
});

const PAUSES_MS = { first: 200, longest: 2_000 };
const APPEARS_WITHIN_MS = 30_000;
const OPEN = ['new', 'inprogress'];

/**
 * The job that was asked for, when it has ended. The answer to the request does not name it: it is the newest one of the history, unless that is one which had ended
 * before. Further requests join a job that waits already.
 */
async function waitForEnd(connection: Connection, out: Output, org: string, before: Wire | undefined): Promise<Wire> {
  const started = performance.now();
  const known = before && !OPEN.includes(text(before.status)) ? text(before.id) : '';
  let id = '';
  let shown = '';
  for (let pause = PAUSES_MS.first; ; pause = Math.min(pause * 1.5, PAUSES_MS.longest)) {
    const jobs = await readHistory(connection, org, 20);
    const job = id === '' ? jobs.find((one) => text(one.id) !== known) : jobs.find((one) => text(one.id) === id);
    if (job) {
      id = text(job.id);
      const status = text(job.status);
      if (!OPEN.includes(status)) return job;
      if (status !== shown) out.say(status === 'new' ? 'It waits for the run before it.' : 'It is being done.');
      shown = status;
      out.bar(`Aggregates of ${org}: ${status}, ${duration(performance.now() - started)}`);
    } else if (performance.now() - started > APPEARS_WITHIN_MS)
      throw new CommandFailure(
        EXIT.failed,
        'The run does not show in the history; look at it with "orderly aggregates history".',
      );
    await sleep(pause);
  }
}

/** `orderly aggregates status` (contract: aggregates.md §1.3, §2.2). */
export const aggregatesStatus: ClientCommand = clientCommand({
  path: 'aggregates status',
  summary: 'the maintenance that is being done now',
  details,
  takes: { org: ORGANIZATION },
  async run({ connection, out }, { org = 'default' }) {
    const job = responseOf(await connection.get(maintenancePath(org)));
    out.result(job, () =>
      job === null || job === undefined ? ['No maintenance is being done.'] : jobFacts(record(job)),
    );
  },
});

/** `orderly aggregates history` (contract: aggregates.md §1.6). */
export const aggregatesHistory: ClientCommand = clientCommand({
  path: 'aggregates history',
  summary: 'what maintenance was done, the latest first',
  details,
  takes: { org: ORGANIZATION, limit: integer(1, 1_000, '--limit <n>', 'most runs that are listed (10)') },
  async run({ connection, out }, { org = 'default', limit = 10 }) {
    const jobs = await readHistory(connection, org, limit);
    out.result(jobs, () =>
      jobs.length === 0
        ? ['No maintenance was done yet.']
        : table(
            ['Asked for', 'Began', 'Ended', 'Status', 'Cause', ''],
            jobs.map((job) => [
              moment(text(job.creationTime)),
              moment(text(job.startTime)),
              moment(text(job.endTime)),
              text(job.status),
              text(job.triggerType),
              text(record(job.errorInformation).message),
            ]),
          ),
    );
  },
});

/** `orderly aggregates list` (contract: aggregates.md §3). */
export const aggregatesList: ClientCommand = clientCommand({
  path: 'aggregates list',
  summary: 'the aggregates that there are, with sizes and use',
  details,
  takes: { org: ORGANIZATION, limit: integer(1, 1_000, '--limit <n>', 'most that are listed (100)') },
  async run({ connection, out }, { org = 'default', limit = 100 }) {
    const response = responseOf(await connection.get(`/aggregates/orgId/${encodeURIComponent(org)}`, { limit }));
    // The documentation wraps them in a list, scripts read `data`.
    const { data = response, total } = record(Array.isArray(response) ? { data: response } : response);
    const definitions = list(data);
    const more = (number(total) ?? definitions.length) - definitions.length;
    out.result(response, () =>
      definitions.length === 0
        ? ['There are no aggregates yet.']
        : [
            ...table(
              ['Name', 'Kind', 'State', 'Rows', 'Built in', 'Uses', 'Last used'],
              definitions.map(definitionRow),
            ),
            ...(more > 0 ? [`… and ${grouped(more)} more`] : []),
          ],
    );
  },
});

function definitionRow(definition: Wire): readonly string[] {
  const stats = record(definition.stats);
  const instance = record(definition.active_instance ?? definition.latest_instance);
  const { number_of_rows: rows } = record(instance.stats);
  const took = number(stats.average_build_duration);
  return [
    text(definition.name) || text(definition.id),
    text(definition.subtype).replaceAll('_', ' '),
    definition.blocked === true ? 'blocked' : text(instance.status),
    number(rows) === undefined ? '' : grouped(number(rows) ?? 0),
    took === undefined ? '' : duration(took),
    text(stats.query_utilization),
    moment(text(stats.most_recent_query)),
  ];
}

const jobFacts = (job: Wire): readonly string[] =>
  facts([
    ['Id', text(job.id)],
    ['Status', text(job.status)],
    ['Cause', text(job.triggerType)],
    ['Asked for', moment(text(job.creationTime))],
    ['Began', moment(text(job.startTime))],
    ['Ended', moment(text(job.endTime))],
    ['Failure', text(record(job.errorInformation).message)],
  ]);

const failureOf = ({ status, errorInformation }: Wire): string => {
  const { message, step } = record(errorInformation);
  const at = text(step) === '' ? '' : ` at the step ${text(step)}`;
  return `The maintenance ended as ${text(status)}${at}${text(message) === '' ? '.' : `: ${text(message)}`}`;
};
