import { clientCommand } from '../command.js';
import { duration, grouped, table } from '../layout.js';
import { flag, integer, someOf } from '../parameters.js';
import { requireDone, startedRun, watchRun } from '../watch.js';
import { list, number, record, text, type Wire } from '../wire.js';

/** Parts that can be left out, and the parameter for each (contract: tables.md §1.1). */
const PARTS: Readonly<Record<string, string>> = {
  'resource-tables': 'skipResourceTables',
  aggregate: 'skipAggregate',
  'validation-results': 'skipValidationResult',
  events: 'skipEvents',
  enrollments: 'skipEnrollment',
  'tracked-entities': 'skipTrackedEntities',
  ownership: 'skipOrgUnitOwnership',
  outliers: 'skipOutliers',
};

const details = `Works with every DHIS2. --last-years 0 brings the tables up to date with what changed since they were made.`;

/** `orderly analytics run` (contract: tables.md §1). */
export const analyticsRun = clientCommand({
  path: 'analytics run',
  summary: 'makes the analytics tables anew',
  details,
  takes: {
    watch: flag('-w, --watch', 'follow the run to its end; the exit code is that of the run'),
    lastYears: integer(0, 1_000, '--last-years <n>', 'only this many years, 0 for what changed only'),
    skip: someOf('--skip <parts>', `leave out parts: ${Object.keys(PARTS).join(', ')}`, Object.keys(PARTS)),
  },
  async run({ connection, out }, { watch, lastYears, skip }) {
    const flags = Object.fromEntries(skip.map((part) => [PARTS[part] ?? part, true]));
    const answer = await connection.post('/api/resourceTables/analytics', { ...flags, lastYears });
    const run = startedRun(answer);
    if (!watch) {
      out.result(record(answer.json).response, () => [
        `Started. "orderly tasks ${run.type} ${run.id} --watch" follows it.`,
      ]);
      return;
    }
    const end = await watchRun(connection, out, run);
    // Orderly keeps what it did; DHIS2 keeps nothing.
    const summary = record(await connection.find(`/api/system/taskSummaries/${run.type}/${run.id}`));
    requireDone(end);
    out.result({ ...run, ...end, ...(summary.types !== undefined && { summary }) }, () => {
      const types = list(summary.types);
      return types.length > 0 ? typeLines(types) : [end.message || 'Done.'];
    });
  },
});

const typeLines = (types: readonly Wire[]): readonly string[] =>
  table(
    ['Tables', 'State', 'Rows', 'Took', ''],
    types.map(({ type, status, rows, seconds, reason }) => [
      text(type),
      text(status).toLowerCase(),
      rows === undefined ? '' : grouped(number(rows) ?? 0),
      seconds === undefined ? '' : duration((number(seconds) ?? 0) * 1_000),
      text(reason),
    ]),
  );
