import { sql } from 'kysely';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { type Db, transaction } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import { isIsoDate, localDate } from '../../kernel/calendar.js';
import type { Clock } from '../../kernel/clock.js';
import { badRequest, catalogued, objectNotFound } from '../../kernel/errors/index.js';
import { parsePeriod, periodLabel } from '../../kernel/periods/index.js';
import { isUid } from '../../kernel/uid.js';
import { objectBody } from '../metadata/index.js';
import { analyse } from './analyse.js';
import { MOST_INTERACTIVE } from './form-routes.js';
import { periodsWithin } from './periods.js';
import { type ResultView, viewsOf } from './results.js';
import { readRules } from './rules.js';
import { dayInPeriod, storeViolations } from './store-results.js';

const BODY = Type.Object({
  startDate: Type.String(),
  endDate: Type.String(),
  /** An organisation unit, with all below it. */
  ou: Type.String(),
  /** A group of rules; all rules without it. */
  vrg: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  persist: Type.Optional(Type.Boolean()),
});

/**
 * `POST /api/dataAnalysis/validationRules`: the first violations in the periods that lie within some days, for an organisation unit and all below it
 * (contract: tables.md §6.3).
 */
export function analysisRoutes(api: ApiServer, db: Db, clock: Clock): void {
  api.post('/dataAnalysis/validationRules', { config: { authorities: ['F_RUN_VALIDATION'] } }, async (request) => {
    const { startDate, endDate, ou, vrg, persist = false } = wanted(request.body);
    const path = isUid(ou) ? await pathOf(db, ou) : undefined;
    if (path === undefined) throw catalogued('E7500', ou);
    if (typeof vrg === 'string' && vrg !== '') await demandGroup(db, vrg);
    const today = localDate(clock.now());
    const violations = await transaction(db, async (handle) => {
      const rules = await readRules(handle, vrg ? { of: 'groups', uids: [vrg] } : { of: 'all' });
      const types = rules.map(({ periodType }) => periodType);
      const found = await analyse(handle, {
        rules,
        periods: periodsWithin(types, startDate, endDate),
        units: { within: [path] },
        limit: MOST_INTERACTIVE,
      });
      if (persist) await storeViolations(handle, found.violations, today, MOST_INTERACTIVE);
      return found.violations;
    });
    const views = await viewsOf(db, violations, (period) => dayInPeriod(period, today));
    const names = await unitNames(db, views);
    return views.map((view) => rowOf(view, names));
  });
}

function wanted(body: unknown): Static<typeof BODY> {
  const asked = objectBody(body);
  const [error] = Value.Errors(BODY, asked);
  if (error) throw badRequest(`Property ${error.instancePath.slice(1) || 'of the body'} ${error.message}.`);
  const given = asked as Static<typeof BODY>;
  const [startDate, endDate] = [given.startDate, given.endDate].map((date) => date.slice(0, 10));
  for (const date of [startDate, endDate])
    if (date === undefined || !isIsoDate(date))
      throw badRequest(`${JSON.stringify(date)} is no date such as 2026-01-31.`);
  if ((startDate ?? '') > (endDate ?? '')) throw catalogued('E7106');
  return { ...given, startDate: startDate ?? '', endDate: endDate ?? '' };
}

async function pathOf(db: Db, uid: string): Promise<string | undefined> {
  const { rows } = await sql<{ path: string }>`
    select unit.path from organisationunit as unit where unit.uid = ${uid}
  `.execute(db);
  return rows[0]?.path;
}

async function demandGroup(db: Db, uid: string): Promise<void> {
  const { rows } = isUid(uid)
    ? await sql`select from validationrulegroup where validationrulegroup.uid = ${uid}`.execute(db)
    : { rows: [] };
  if (rows.length === 0) throw objectNotFound('ValidationRuleGroup', uid);
}

/** Names of all units on the way to those of the results, by uid. */
async function unitNames(db: Db, views: readonly ResultView[]): Promise<ReadonlyMap<string, string>> {
  const uids = new Set(views.flatMap(({ organisationUnit }) => organisationUnit.path.split('/').slice(1)));
  const { rows } = await sql<{ uid: string; name: string }>`
    select unit.uid, unit.name from organisationunit as unit where unit.uid = any (${[...uids]})
  `.execute(db);
  return new Map(rows.map(({ uid, name }) => [uid, name]));
}

function rowOf(view: ResultView, names: ReadonlyMap<string, string>): Readonly<Record<string, unknown>> {
  const { organisationUnit, attributeOptionCombo, validationRule } = view;
  const period = parsePeriod(view.period.id);
  return {
    validationRuleId: validationRule.id,
    validationRuleDescription: validationRule.description ?? validationRule.displayName,
    organisationUnitId: organisationUnit.id,
    organisationUnitDisplayName: organisationUnit.displayName,
    organisationUnitPath: organisationUnit.path,
    organisationUnitAncestorNames: organisationUnit.path
      .split('/')
      .slice(1, -1)
      .map((uid) => names.get(uid) ?? uid)
      .join(' / '),
    periodId: view.period.id,
    periodDisplayName: period ? periodLabel(period) : view.period.id,
    attributeOptionComboId: attributeOptionCombo.id,
    attributeOptionComboDisplayName: attributeOptionCombo.displayName,
    importance: validationRule.importance,
    leftSideValue: view.leftsideValue,
    operator: validationRule.operator,
    rightSideValue: view.rightsideValue,
  };
}
