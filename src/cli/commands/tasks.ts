import { clientCommand } from '../command.js';
import { wrongUse } from '../failure.js';
import { moment, table } from '../layout.js';
import { flag, integer, optional } from '../parameters.js';
import { messageLine, requireDone, tasksPath, watchRun } from '../watch.js';
import { list, record, text, type Wire } from '../wire.js';

const details = `Works with every DHIS2: there the messages are kept for a while in the memory of the server.
  orderly tasks                              the latest runs of all types
  orderly tasks ANALYTICS_TABLE              the runs of one type
  orderly tasks ANALYTICS_TABLE <id>         what one run said
  orderly tasks ANALYTICS_TABLE <id> -w      the same while it goes on; the exit code is that of the run`;

interface ListedRun {
  readonly type: string;
  readonly id: string;
  readonly newest: Wire;
}

/** `orderly tasks` (contract: system.md §6). */
export const tasks = clientCommand({
  path: 'tasks',
  summary: 'what runs and ran, and what it said',
  details,
  takes: {
    type: optional('[type]', 'type of the jobs, e.g. ANALYTICS_TABLE'),
    id: optional('[id]', 'id of a run'),
    watch: flag('-w, --watch', 'follow the run to its end'),
    limit: integer(1, 10_000, '--limit <n>', 'most runs that are listed (20)'),
  },
  async run({ connection, out }, { type, id, watch, limit = 20 }) {
    if (watch && (type === undefined || id === undefined))
      throw wrongUse('--watch follows one run: say its type and its id.');
    if (type !== undefined && id !== undefined) {
      const run = { type: type.toUpperCase(), id };
      if (watch) {
        const end = await watchRun(connection, out, run);
        requireDone(end);
        out.result({ ...run, ...end }, () => []);
        return;
      }
      const messages = list(await connection.get(tasksPath(run)));
      out.result(messages, () =>
        messages.length === 0
          ? ['There are no messages of this run, or you may not see them.']
          : messages.toReversed().map(messageLine),
      );
      return;
    }
    const types =
      type === undefined
        ? record(await connection.get('/api/system/tasks', { gist: true }))
        : {
            [type.toUpperCase()]: await connection.get(`/api/system/tasks/${encodeURIComponent(type)}`, { gist: true }),
          };
    const runs = Object.entries(types)
      .flatMap(([name, of]) => runsOf(name, record(of)))
      .sort((a, b) => (text(a.newest.time) < text(b.newest.time) ? 1 : -1))
      .slice(0, limit);
    out.result(runs.map(listed), () => (runs.length === 0 ? ['There are no runs.'] : runLines(runs)));
  },
});

const runsOf = (type: string, runs: Wire): readonly ListedRun[] =>
  Object.entries(runs).flatMap(([id, messages]) => {
    const [newest] = list(messages);
    return newest ? [{ type, id, newest }] : [];
  });

const stateOf = ({ completed, level }: Wire): string =>
  completed !== true ? 'open' : text(level) === 'ERROR' ? 'failed' : 'done';

const listed = ({ type, id, newest }: ListedRun) => ({
  type,
  id,
  state: stateOf(newest),
  time: text(newest.time),
  message: text(newest.message),
});

const runLines = (runs: readonly ListedRun[]): readonly string[] =>
  table(
    ['Type', 'Id', 'State', 'Time', 'Last message'],
    runs.map(listed).map(({ type, id, state, time, message }) => [type, id, state, moment(time), message]),
  );
