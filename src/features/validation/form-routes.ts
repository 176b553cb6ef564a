import { sql } from 'kysely';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, selectByParameter } from '../../http/index.js';
import { localDate } from '../../kernel/calendar.js';
import type { Clock } from '../../kernel/clock.js';
import { conflict } from '../../kernel/errors/index.js';
import { parsePeriod } from '../../kernel/periods/index.js';
import { isUid } from '../../kernel/uid.js';
import { defaultOptionCombo } from '../data-values/index.js';
import { analyse } from './analyse.js';
import { missingComments } from './comments.js';
import { viewsOf } from './results.js';
import { readRules } from './rules.js';
import { dayInPeriod } from './store-results.js';

const PARAMS = Type.Object({ ds: Type.String() });
const QUERY = Type.Object({ pe: Type.String(), ou: Type.String(), aoc: Type.Optional(Type.String()) });
const CONFIG = { produces: ['json'] as const, cache: 'private' as const };

/** Most violations that a request looks for (contract: tables.md §6.3). */
export const MOST_INTERACTIVE = 500;

/** `GET /api/validation/dataSet/{ds}`: what a form finds wrong with the data of a unit and period, before they are said to be complete. */
export function formRoutes(api: ApiServer, db: Db, clock: Clock): void {
  api.get(
    '/validation/dataSet/:ds',
    { config: CONFIG, schema: { params: PARAMS, querystring: QUERY } },
    async (request) => {
      const { pe, ou, aoc } = request.query;
      const dataSet = await keyOf(db, 'dataset', 'datasetid', request.params.ds);
      if (dataSet === undefined) throw conflict(`Data set does not exist: ${request.params.ds}`);
      const period = parsePeriod(pe);
      if (!period) throw conflict(`Period does not exist: ${pe}`);
      const unit = await keyOf(db, 'organisationunit', 'organisationunitid', ou);
      if (unit === undefined) throw conflict(`Organisation unit does not exist: ${ou}`);
      const given =
        aoc === undefined || aoc === ''
          ? undefined
          : await keyOf(db, 'categoryoptioncombo', 'categoryoptioncomboid', aoc);
      if (aoc !== undefined && aoc !== '' && given === undefined)
        throw conflict(`Category option combo does not exist: ${aoc}`);
      const attributeOptionCombo = given ?? (await defaultOptionCombo(db));
      const rules = await readRules(db, { of: 'form', dataSet, periodType: period.type });
      const { violations } = await analyse(db, {
        rules,
        periods: new Map([[period.type, [period]]]),
        units: { ids: [unit] },
        attributeOptionCombo,
        limit: MOST_INTERACTIVE,
      });
      const today = localDate(clock.now());
      const summary = {
        validationRuleViolations: await viewsOf(db, violations, (of) => dayInPeriod(of, today)),
        commentRequiredViolations: await missingComments(db, { dataSet, period, unit, attributeOptionCombo }),
      };
      const { fields } = request.query as { readonly fields?: string | readonly string[] };
      return selectByParameter(summary, fields === undefined ? [] : [fields].flat());
    },
  );
}

async function keyOf(db: Db, table: string, key: string, uid: string): Promise<number | undefined> {
  // What cannot be the uid of anything is not looked up: it may hold what no database takes.
  if (!isUid(uid)) return undefined;
  const { rows } = await sql<{ key: number }>`
    select ${sql.ref(`${table}.${key}`)} as key from ${sql.table(table)} where ${sql.ref(`${table}.uid`)} = ${uid}
  `.execute(db);
  return rows[0]?.key;
}
