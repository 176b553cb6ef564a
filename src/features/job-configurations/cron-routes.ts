import { Type } from 'typebox';
import type { ApiServer } from '../../http/index.js';
import { type Clock, formatTimestamp, serverZone } from '../../kernel/clock.js';
import { nextRun, parseCron } from '../../kernel/cron/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import { refusedCron } from './validate.js';

const QUERY = Type.Object({
  expression: Type.String(),
  count: Type.Integer({ default: 10, minimum: 1, maximum: 100 }),
});

/**
 * When a cron expression would be due, before a job has it; fewer times when there are no more (contract: scheduling.md §6.2). Orderly's own: a form that guesses by itself
 * would promise times that the scheduler does not keep.
 */
export function cronRoutes(api: ApiServer, clock: Clock): void {
  api.get('/scheduler/cron', { config: { cache: 'no-store' }, schema: { querystring: QUERY } }, ({ query }) => {
    const { expression: text, count } = query;
    const refused = refusedCron(text);
    if (refused !== undefined) throw catalogued('E7005', refused);
    const expression = parseCron(text);
    const times: Date[] = [];
    let last: Date | undefined = clock.now();
    while (times.length < count) {
      last = nextRun(expression, last, serverZone());
      if (last === undefined) break;
      times.push(last);
    }
    return { expression: text, timeZone: serverZone(), nextExecutionTimes: times.map(formatTimestamp) };
  });
}
