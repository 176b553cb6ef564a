import { type ClientCommand, clientCommand } from '../command.js';
import { facts, moment, table } from '../layout.js';
import { flag, required } from '../parameters.js';
import { requireDone, watchRun } from '../watch.js';
import { list, number, record, text, type Wire } from '../wire.js';

const FIELDS =
  'id,name,jobType,schedulingType,cronExpression,delay,enabled,jobStatus,nextExecutionTime,lastExecuted,lastFinished,lastExecutedStatus,jobParameters,queueName';
const JOB = required('<id>', 'id of the job, as "jobs list" shows it');

const pathOf = (id: string): string => `/api/jobConfigurations/${encodeURIComponent(id)}`;

/** `orderly jobs list` (contract: scheduling.md §5.1). */
export const jobsList = clientCommand({
  path: 'jobs list',
  summary: 'scheduled jobs and queues, the next one first',
  details: 'Works with DHIS2 2.40 and later.',
  takes: {},
  async run({ connection, out }) {
    const jobs = list(await connection.get('/api/scheduler'));
    out.result(jobs, () =>
      jobs.length === 0
        ? ['No job has a schedule.']
        : table(['Id', 'Name', 'Type', 'Schedule', 'State', 'Next run'], jobs.flatMap(jobRows)),
    );
  },
});

/** A queue has its members below it: they have ids, it has none. */
function jobRows(job: Wire): readonly (readonly string[])[] {
  const members = list(job.sequence);
  const [first] = members;
  const next = moment(text(job.nextExecutionTime));
  const row = (id: string, type: string) => [id, text(job.name), type, scheduleOf(job), stateOf(job), next];
  if (members.length < 2 && text(job.type) !== 'Sequence') return [row(text(first?.id), text(job.type))];
  const parts = members.map((one) => [
    text(one.id),
    `  ${text(one.name)}`,
    text(one.type),
    '',
    text(one.status).toLowerCase(),
    '',
  ]);
  return [row('', 'queue'), ...parts];
}

const scheduleOf = ({ cronExpression, delay }: Wire): string =>
  text(cronExpression) || (number(delay) === undefined ? '' : `every ${text(delay)} s`);

const stateOf = ({ enabled, status, jobStatus }: Wire): string =>
  enabled === false ? 'disabled' : text(status ?? jobStatus).toLowerCase();

/** `orderly jobs show`: a job, and on Orderly what it has done (contract: scheduling.md §2). */
export const jobsShow = clientCommand({
  path: 'jobs show',
  summary: 'one job, and what it has done',
  details: 'The history of runs is there on Orderly only; a DHIS2 knows the last run.',
  takes: { id: JOB },
  async run({ connection, out }, { id }) {
    const job = record(await connection.get(pathOf(id), { fields: FIELDS }));
    const history = await connection.find(`${pathOf(id)}/runs`, { pageSize: 20 });
    const runs = list(record(history).runs);
    out.result({ ...job, ...(history !== undefined && { runs }) }, () => [
      ...facts([
        ['Name', text(job.name)],
        ['Type', text(job.jobType)],
        ['Schedule', scheduleOf(job)],
        ['Queue', text(job.queueName)],
        ['State', stateOf(job)],
        ['Next run', moment(text(job.nextExecutionTime))],
        ['Last run', [moment(text(job.lastExecuted)), text(job.lastExecutedStatus).toLowerCase()].join(' ').trim()],
        ['Parameters', job.jobParameters === undefined ? '' : JSON.stringify(job.jobParameters)],
      ]),
      ...(runs.length > 0 ? ['', ...runLines(runs)] : []),
    ]);
  },
});

const runLines = (runs: readonly Wire[]): readonly string[] =>
  table(
    ['Run', 'Began', 'Ended', 'Outcome', 'Server', 'Last message'],
    runs.map(({ id, started, finished, outcome, state, node, message }) => [
      text(id),
      moment(text(started)),
      moment(text(finished)),
      (text(outcome) || text(state)).toLowerCase(),
      text(node),
      text(message),
    ]),
  );

/** `orderly jobs run` (contract: scheduling.md §3.5). */
export const jobsRun = clientCommand({
  path: 'jobs run',
  summary: 'starts a scheduled job now',
  takes: { id: JOB, watch: flag('-w, --watch', 'follow the run to its end; the exit code is that of the run') },
  async run({ connection, out }, { id, watch }) {
    const job = record(await connection.get(pathOf(id), { fields: 'jobType,lastFinished' }));
    const type = text(job.jobType);
    await connection.post(`${pathOf(id)}/execute`);
    // On Orderly each run of a job has an id of its own, and the latest is the one that was just asked for.
    const [latest] = list(record(await connection.find(`${pathOf(id)}/runs`, { pageSize: 1 })).runs);
    const run = { type, id: latest ? text(latest.id) : id, job: id };
    if (!watch) {
      out.result(run, () => [`Started. "orderly tasks ${type} ${run.id} --watch" follows it.`]);
      return;
    }
    const end = await watchRun(connection, out, { ...run, endedBefore: text(job.lastFinished) });
    requireDone(end);
    out.result({ ...run, ...end }, () => [end.message || 'Done.']);
  },
});

/** A command that is one request about a job. */
const action = (word: string, summary: string, done: string): ClientCommand =>
  clientCommand({
    path: `jobs ${word}`,
    summary,
    takes: { id: JOB },
    async run({ connection, out }, { id }) {
      const { headers } = await connection.post(`${pathOf(id)}/${word}`);
      // Orderly tells whether there was anything to cancel; DHIS2 answers the same in either case.
      const idle = headers['x-job-cancelled'] === 'false';
      out.result({ id, [word]: !idle }, () => [idle ? 'The job neither ran nor waited.' : done]);
    },
  });

export const jobsCancel = action('cancel', 'ends what a job does now', 'It is told to end.');
export const jobsEnable = action('enable', 'lets a job run by its schedule', 'Enabled.');
export const jobsDisable = action('disable', 'keeps a job from running by its schedule', 'Disabled.');
