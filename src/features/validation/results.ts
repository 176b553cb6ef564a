import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { catalogued, type ErrorCode } from '../../kernel/errors/index.js';
import { type Period, parsePeriod } from '../../kernel/periods/index.js';
import { isUid } from '../../kernel/uid.js';
import type { Violation } from './analyse.js';

/** What a request asks for of the stored results (contract: tables.md §6.4); uids and ISO periods. */
export interface ResultFilter {
  readonly ou?: readonly string[] | undefined;
  readonly vr?: readonly string[] | undefined;
  readonly pe?: readonly string[] | undefined;
  /** Periods in which results were found. */
  readonly created?: readonly string[] | undefined;
  readonly notificationSent?: boolean | undefined;
}

/** A result as clients read it. */
export interface ResultView {
  readonly id: number;
  readonly leftsideValue: number;
  readonly rightsideValue: number;
  readonly dayInPeriod: number | null;
  /** When it was found first, and last with the same values. */
  readonly firstSeen?: string;
  readonly lastSeen?: string;
  readonly organisationUnit: NamedView & { readonly path: string };
  readonly period: { readonly id: string };
  readonly attributeOptionCombo: NamedView;
  readonly validationRule: NamedView & {
    readonly description: string | null;
    readonly importance: string;
    readonly operator: string;
  };
}

interface NamedView {
  readonly id: string;
  readonly displayName: string;
}

/** Rows of results with what they belong to. */
const joined = sql`
  join validationrule as rule on rule.validationruleid = result.validationruleid
  join organisationunit as unit on unit.organisationunitid = result.organisationunitid
  join categoryoptioncombo as combo on combo.categoryoptioncomboid = result.attributeoptioncomboid
`;

/** The JSON of a result. */
const view = sql<ResultView>`jsonb_strip_nulls(jsonb_build_object(
  'id', result.validationresultid,
  'created', to_char(result.created, 'YYYY-MM-DD"T"HH24:MI:SS.MS'),
  'firstSeen', to_char(result.created, 'YYYY-MM-DD"T"HH24:MI:SS.MS'),
  'lastSeen', to_char(coalesce(result.last_seen_at, result.created), 'YYYY-MM-DD"T"HH24:MI:SS.MS'),
  'notificationSent', coalesce(result.notificationsent, false),
  'leftsideValue', result.leftsidevalue,
  'rightsideValue', result.rightsidevalue,
  'dayInPeriod', result.dayinperiod,
  'organisationUnit', jsonb_build_object('id', unit.uid, 'name', unit.name, 'displayName', unit.name, 'path', unit.path),
  'period', jsonb_build_object('id', orderly.period_iso(result.period_type, result.start_date)),
  'attributeOptionCombo', jsonb_build_object('id', combo.uid, 'name', combo.name, 'displayName', combo.name),
  'validationRule', jsonb_build_object(
    'id', rule.uid, 'name', rule.name, 'displayName', rule.name, 'description', rule.description,
    'importance', coalesce(rule.importance, 'MEDIUM'), 'operator', rule.operator
  )
))`;

const stored = sql`
  select validationresult.*, seen.last_seen_at, periodtype.name as period_type, period.startdate as start_date,
    period.enddate as end_date
  from validationresult
  left join orderly.validation_result_seen as seen on seen.validationresultid = validationresult.validationresultid
  join period on period.periodid = validationresult.periodid
  join periodtype on periodtype.periodtypeid = period.periodtypeid
`;

/**
 * A page of the stored results, in the order in which they were stored, and how many there are in all (contract: tables.md §10.4 no. 32).
 *
 * @throws OrderlyError 409 E7500–E7503 for a filter that names nothing
 */
export async function listResults(
  db: Db,
  filter: ResultFilter,
  page: { readonly offset: number; readonly limit: number } | undefined,
): Promise<{ readonly total: number; readonly results: readonly ResultView[] }> {
  await checkFilter(db, filter);
  const where = sql.join(conditions(filter), sql` and `);
  const { rows: counted } = await sql<{ total: number }>`
    select count(*) as total from (${stored}) as result ${joined} where ${where}
  `.execute(db);
  const { rows } = await sql<{ view: ResultView }>`
    select ${view} as view
    from (${stored}) as result
    ${joined}
    where ${where}
    order by result.validationresultid
    ${page ? sql`offset ${page.offset} limit ${page.limit}` : sql``}
  `.execute(db);
  return { total: counted[0]?.total ?? 0, results: rows.map((row) => row.view) };
}

export async function findResult(db: Db, id: number): Promise<ResultView | undefined> {
  const { rows } = await sql<{ view: ResultView }>`
    select ${view} as view from (${stored}) as result ${joined} where result.validationresultid = ${id}::bigint
  `.execute(db);
  return rows[0]?.view;
}

/** Deletes the result; false when it is not there. */
export async function deleteResult(db: Db, id: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from validationresult where validationresult.validationresultid = ${id}::bigint
  `.execute(db);
  return numAffectedRows === 1n;
}

/**
 * Deletes the results that the filter fits; none without a filter (contract: tables.md §6.4).
 *
 * @throws OrderlyError 409 E7500–E7503 for a filter that names nothing
 */
export async function deleteResults(db: Db, filter: ResultFilter): Promise<void> {
  await checkFilter(db, filter);
  const wanted = conditions(filter);
  if (wanted.length === 1) return;
  await sql`
    delete from validationresult where validationresult.validationresultid in (
      select result.validationresultid from (${stored}) as result ${joined} where ${sql.join(wanted, sql` and `)}
    )
  `.execute(db);
}

/** The same view of violations that are not stored, in their order; their id is 0. */
export async function viewsOf(
  db: Db,
  violations: readonly Violation[],
  day: (period: Period) => number,
): Promise<readonly ResultView[]> {
  const { rows } = await sql<{ view: ResultView }>`
    select ${view} as view
    from unnest(
      ${violations.map(({ ruleId }) => ruleId)}::bigint[],
      ${violations.map(({ organisationUnitId }) => organisationUnitId)}::bigint[],
      ${violations.map(({ attributeOptionComboId }) => attributeOptionComboId)}::bigint[],
      ${violations.map(({ period }) => period.type)}::text[],
      ${violations.map(({ period }) => period.startDate)}::date[],
      ${violations.map(({ leftSideValue }) => leftSideValue)}::double precision[],
      ${violations.map(({ rightSideValue }) => rightSideValue)}::double precision[],
      ${violations.map(({ period }) => day(period))}::int[]
    ) with ordinality as given (rule, unit, combo, period_type, start_date, left_value, right_value, day, position)
    cross join lateral (
      select 0 as validationresultid, null::timestamp as created, null::timestamp as last_seen_at, false as notificationsent, given.left_value as leftsidevalue,
        given.right_value as rightsidevalue, given.day as dayinperiod, given.rule as validationruleid,
        given.unit as organisationunitid, given.combo as attributeoptioncomboid, given.period_type, given.start_date
    ) as result
    ${joined}
    order by given.position
  `.execute(db);
  return rows.map((row) => row.view);
}

function conditions({ ou, vr, pe, created, notificationSent }: ResultFilter): readonly RawBuilder<unknown>[] {
  const within = (names: readonly string[], holds: (start: string, end: string) => RawBuilder<unknown>) =>
    sql`(${sql.join(
      names.flatMap((name) => {
        const period = parsePeriod(name);
        return period ? [holds(period.startDate, period.endDate)] : [];
      }),
      sql` or `,
    )})`;
  return [
    sql`true`,
    ...(ou?.length ? [sql`unit.uid = any (${[...ou]})`] : []),
    ...(vr?.length ? [sql`rule.uid = any (${[...vr]})`] : []),
    ...(pe?.length
      ? [within(pe, (start, end) => sql`(result.start_date <= ${end}::date and result.end_date >= ${start}::date)`)]
      : []),
    ...(created?.length
      ? [within(created, (start, end) => sql`(result.created >= ${start}::date and result.created < ${end}::date + 1)`)]
      : []),
    ...(notificationSent === undefined ? [] : [sql`coalesce(result.notificationsent, false) = ${notificationSent}`]),
  ];
}

async function checkFilter(db: Db, { ou = [], vr = [], pe = [], created = [] }: ResultFilter): Promise<void> {
  await demandUids(db, 'organisationunit', ou, 'E7500');
  await demandUids(db, 'validationrule', vr, 'E7501');
  for (const name of pe) if (!parsePeriod(name)) throw catalogued('E7502', name);
  for (const name of created) if (!parsePeriod(name)) throw catalogued('E7503', name);
}

async function demandUids(db: Db, table: string, uids: readonly string[], code: ErrorCode): Promise<void> {
  if (uids.length === 0) return;
  // What cannot be the uid of anything is not looked up: it may hold what no database takes.
  const impossible = uids.find((uid) => !isUid(uid));
  if (impossible !== undefined) throw catalogued(code, impossible);
  const { rows } = await sql<{ uid: string }>`
    select wanted.uid from unnest(${[...uids]}::text[]) as wanted (uid)
    where not exists (select from ${sql.table(table)} as known where known.uid = wanted.uid)
  `.execute(db);
  const [missing] = rows;
  if (missing) throw catalogued(code, missing.uid);
}
