import { Type } from 'typebox';
import { type ApiServer, listParameter, selectByParameter } from '../../http/index.js';
import { isIsoDate } from '../../kernel/calendar.js';
import { badRequest, conflict } from '../../kernel/errors/index.js';
import { isUid } from '../../kernel/uid.js';
import type { Feature, Services } from '../feature.js';
import { dataStatisticsJob } from './job.js';
import { INTERVALS, usageReports } from './reports.js';
import { takeSnapshot } from './snapshot.js';
import { VIEW_TYPES, type ViewType } from './view-types.js';
import { mostViewed, recordView, viewsOf } from './views.js';

const PATH = '/dataStatistics';
const MOST_FAVOURITES = 1_000;
const viewType = Type.Enum(Object.keys(VIEW_TYPES) as ViewType[]);

const VIEW = Type.Object({ eventType: viewType, favorite: Type.Optional(Type.String()) });
const REPORT = Type.Object({
  startDate: Type.String(),
  endDate: Type.String(),
  interval: Type.Enum([...INTERVALS], { default: 'DAY' }),
  fields: listParameter(),
});
const FAVOURITES = Type.Object({
  eventType: viewType,
  pageSize: Type.Integer({ default: 20 }),
  sortOrder: Type.Enum(['ASC', 'DESC'], { default: 'DESC' }),
  username: Type.Optional(Type.String()),
});

/** How the server is used: `/api/dataStatistics` and the job that takes its snapshots (contract: data-admin.md §4). */
export function createDataStatistics({ database, jobs, clock }: Services): Feature {
  const { db } = database;
  jobs.register(dataStatisticsJob(clock));
  const config = { cache: 'private' } as const;
  return {
    name: 'data-statistics',
    routes(api: ApiServer) {
      api.post(PATH, { schema: { querystring: VIEW } }, async (request, reply) => {
        const { eventType, favorite = '' } = request.query;
        if (favorite !== '') demandUid(favorite);
        await recordView(db, {
          type: eventType,
          favourite: favorite === '' ? undefined : favorite,
          username: request.user.username,
          at: clock.now(),
        });
        return await reply.code(201).send();
      });

      api.get(PATH, { config, schema: { querystring: REPORT } }, async ({ query }) => {
        const { interval, fields } = query;
        const [start, end] = [dayOf(query.startDate, 'startDate'), dayOf(query.endDate, 'endDate')];
        if (start > end) throw conflict('Start date is after end date');
        return selectByParameter(await usageReports(db, { interval, start, end }), fields);
      });

      api.get(`${PATH}/favorites`, { config, schema: { querystring: FAVOURITES } }, async ({ query, user }) => {
        const { eventType, pageSize, sortOrder, username = '' } = query;
        return await mostViewed(db, user, {
          type: eventType,
          limit: Math.min(Math.max(pageSize, 1), MOST_FAVOURITES),
          descending: sortOrder === 'DESC',
          username: username === '' ? undefined : username,
        });
      });

      api.get(
        `${PATH}/favorites/:uid`,
        { config, schema: { params: Type.Object({ uid: Type.String() }) } },
        async ({ params }) => {
          demandUid(params.uid);
          return { views: await viewsOf(db, params.uid) };
        },
      );

      api.post(`${PATH}/snapshot`, { config: { authorities: ['ALL'] } }, async (_request, reply) => {
        await takeSnapshot(db, clock.now());
        return await reply.code(201).send();
      });
    },
  };
}

function demandUid(text: string): void {
  if (!isUid(text)) throw badRequest(`${JSON.stringify(text)} is not the uid of anything.`);
}

/** The day of a date or a timestamp. */
function dayOf(text: string, name: string): string {
  const day = text.slice(0, 10);
  if (!isIsoDate(day))
    throw badRequest(`Value '${text}' is not valid for parameter ${name}. It should be a date such as 2026-01-31`);
  return day;
}
