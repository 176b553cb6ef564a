import type { FastifyReply } from 'fastify';
import type { ApiServer } from '../../http/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import type { Feature, Services } from '../feature.js';
import { restoreEstimates } from '../system/index.js';
import { keptInProportion } from './kept.js';
import { summaryMetrics } from './metrics.js';
import { readCounts, type Summary, systemFacts } from './summary.js';
import { TEXT_TYPE } from './text.js';

const AUTHORITIES = ['F_PERFORM_MAINTENANCE'] as const;
const DESCRIPTION = [
  'Objects by kind, and what was done lately, by days.',
  'Key 0 is the last hour. For activeUsers, users by their last login: 1 is since the start of today, 2 since that of yesterday, 7 and 30 since that of the day so many days ago.',
  'For all other maps, by the time of the last change, deleted objects included: 1 the last 24 hours, n the last n times 24 hours.',
  'Kinds named in objectCountsEstimated are estimated, all other numbers are exact; the header Age tells how many seconds ago they were counted.',
].join(' ');

/** `/api/dataSummary` and `/api/dataSummary/metrics` (contract: data-admin.md §3). */
export function createDataSummary({ database, clock, log }: Services, version: string): Feature {
  const { db } = database;
  // As in the system information.
  const buildTime = clock.now();
  const counts = keptInProportion(() => readCounts(db, clock.now()));
  const read = async (reply: FastifyReply): Promise<Summary> => {
    const [{ value, ageSeconds }, system] = await Promise.all([
      counts(),
      systemFacts(db, { revision: version, buildTime }),
    ]);
    reply.header('Age', ageSeconds);
    return { ...value, system };
  };
  return {
    name: 'data-summary',
    routes(api: ApiServer) {
      api.get(
        '/dataSummary',
        { config: { authorities: AUTHORITIES, cache: 'no-store' }, schema: { description: DESCRIPTION } },
        async (_request, reply) => {
          const { system, ...rest } = await read(reply);
          const { buildTime: built, ...facts } = system;
          return {
            system: { ...facts, buildTime: formatTimestamp(built), serverDate: formatTimestamp(clock.now()) },
            ...rest,
          };
        },
      );
      api.get(
        '/dataSummary/metrics',
        {
          config: { authorities: AUTHORITIES, cache: 'no-store', produces: [] },
          schema: { description: `${DESCRIPTION} As gauges in the text format of Prometheus.` },
        },
        async (_request, reply) => {
          const text = summaryMetrics(await read(reply));
          return await reply.type(TEXT_TYPE).send(text);
        },
      );
    },
    async start() {
      try {
        const analysed = await restoreEstimates(db);
        if (analysed.length > 0) log.info({ tables: analysed }, 'tables without statistics were analysed');
      } catch (error) {
        log.warn({ err: error }, 'tables without statistics could not be analysed; they are counted until they are');
      }
    },
  };
}
