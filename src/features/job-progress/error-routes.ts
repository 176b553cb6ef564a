import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import { badRequest } from '../../kernel/errors/index.js';
import { mayFollow } from './addressed-job.js';
import { readErrorLog } from './error-log.js';

const list = Type.Optional(Type.Union([Type.String(), Type.Array(Type.String())]));

const QUERY = Type.Object({
  user: Type.Optional(Type.String()),
  from: Type.Optional(Type.String()),
  to: Type.Optional(Type.String()),
  code: list,
  object: list,
  type: list,
  includeInput: Type.Boolean({ default: false }),
});

const config = { cache: 'no-store' } as const;

/** Runs with errors of the data that they worked on (contract: scheduling.md §3.5). */
export function errorRoutes(api: ApiServer, db: Db): void {
  api.get(
    '/jobConfigurations/errors',
    { config: { ...config, authorities: ['F_JOB_LOG_READ'] }, schema: { querystring: QUERY } },
    async (request) => {
      const { user, from, to, code, object, type, includeInput } = request.query;
      return await readErrorLog(db, {
        user,
        from: moment('from', from),
        to: moment('to', to),
        codes: listed(code),
        objects: listed(object),
        types: listed(type).map((name) => name.toUpperCase()),
        includeInput,
      });
    },
  );

  api.get(
    '/jobConfigurations/:uid/errors',
    {
      config,
      schema: {
        params: Type.Object({ uid: Type.String() }),
        querystring: Type.Object({ includeInput: Type.Boolean({ default: false }) }),
      },
    },
    async (request) => {
      const { uid } = request.params;
      await mayFollow(db, request, uid);
      const [latest] = await readErrorLog(db, { job: uid, includeInput: request.query.includeInput, limit: 1 });
      return latest ?? {};
    },
  );
}

const listed = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? value.split(',') : value;

/** A day or a time of this server, e.g. `2026-01-10` or `2026-01-10T02:00`. */
function moment(name: string, text: string | undefined): Date | undefined {
  if (text === undefined || text === '') return undefined;
  const date = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00`) : new Date(text);
  if (Number.isNaN(date.getTime()) || !/^\d{4}-/.test(text))
    throw badRequest(`${name} has to be a date such as 2026-01-10 or 2026-01-10T02:00:00.`);
  return date;
}
