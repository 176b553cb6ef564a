import { type RawBuilder, sql } from 'kysely';
import { type Expression, ExpressionError, type Item, itemsOf, itemText } from '../../../kernel/expressions/index.js';
import { column } from '../statements/conditions.js';
import type { SqlContext, SqlKind, SqlPart } from './formula-writer.js';
import { ofStageEvent, programItem } from './program-rows.js';

/** Variables that count what is different among the rows. */
export const COUNTED: Readonly<Record<string, string>> = {
  event_count: 'event',
  enrollment_count: 'enrollment',
  tei_count: 'trackedentity',
  org_unit_count: 'ou',
};

type Read = (context: SqlContext) => RawBuilder<unknown>;

/** What a variable is in a row of events, and of enrollments. */
interface ProgramVariable {
  readonly event?: Read;
  readonly enrollment?: Read;
  readonly kind: SqlKind;
}

const own =
  (name: string): Read =>
  () =>
    column(name);

const ownText =
  (name: string): Read =>
  () =>
    sql`${column(name)}::text`;

/** What the last event of an enrollment has in a column, of whichever stage it is. */
const last =
  (name: string, which?: RawBuilder<unknown>): Read =>
  (context) =>
    ofStageEvent(context, { name, ...(which && { which }) });

const NOTHING: Read = () => sql`''::text`;
const ANY = sql`true`;
const SCHEDULED = sql`stage_event.eventstatus = 'SCHEDULE'`;

const eventDate: ProgramVariable = { event: own('occurreddate'), enrollment: last('occurreddate'), kind: 'date' };

const countIf =
  (condition: RawBuilder<unknown>): Read =>
  () =>
    sql`(case when ${condition} then 1 end)::double precision`;

const edge =
  (of: 'startDate' | 'endDate'): Read =>
  ({ period }) =>
    sql`${period?.[of] ?? null}::timestamp`;

/** How many of the items of the formula are there; nothing where none is. */
const itemCount =
  (isThere: (value: SqlPart) => RawBuilder<unknown>): Read =>
  (context) => {
    const values = context.formula ? distinctItems(context.formula).map((item) => programItem(context, item)) : [];
    if (values.length === 0) return sql`0::double precision`;
    const counts = values.map((value) => sql`(case when ${isThere(value)} then 1 else 0 end)`);
    return sql`nullif(${sql.join(counts, sql` + `)}, 0)::double precision`;
  };

function distinctItems(formula: Expression): readonly Item[] {
  const items = itemsOf(formula).current.filter(({ symbol }) => symbol === '#' || symbol === 'A');
  return [...new Map(items.map((item) => [itemText(item), item])).values()];
}

const valueCount = itemCount(({ sql: value }) => sql`${value} is not null`);
const zeroPosValueCount = itemCount(({ sql: value, kind }) => (kind === 'number' ? sql`${value} >= 0` : sql`false`));

/** The variables of the language that the tables have, by name (the peer's meaning of each). */
const VARIABLES: Readonly<Record<string, ProgramVariable>> = {
  analytics_period_end: { event: edge('endDate'), enrollment: edge('endDate'), kind: 'date' },
  analytics_period_start: { event: edge('startDate'), enrollment: edge('startDate'), kind: 'date' },
  completed_date: { event: own('completeddate'), enrollment: last('completeddate'), kind: 'date' },
  creation_date: { event: own('created'), enrollment: last('created'), kind: 'date' },
  current_date: {
    event: () => sql`current_date::timestamp`,
    enrollment: () => sql`current_date::timestamp`,
    kind: 'date',
  },
  due_date: { event: own('scheduleddate'), enrollment: last('scheduleddate', ANY), kind: 'date' },
  enrollment_date: { event: own('enrollmentdate'), enrollment: own('enrollmentdate'), kind: 'date' },
  enrollment_id: { event: ownText('enrollment'), enrollment: ownText('enrollment'), kind: 'text' },
  enrollment_status: { event: ownText('enrollmentstatus'), enrollment: ownText('enrollmentstatus'), kind: 'text' },
  event_count: { event: countIf(sql`analytics.eventstatus in ('ACTIVE', 'COMPLETED')`), kind: 'number' },
  event_date: eventDate,
  event_id: { event: ownText('event'), kind: 'text' },
  event_status: { event: ownText('eventstatus'), enrollment: last('eventstatus', ANY), kind: 'text' },
  execution_date: eventDate,
  incident_date: { event: own('enrollmentoccurreddate'), enrollment: own('occurreddate'), kind: 'date' },
  org_unit: { event: ownText('ou'), enrollment: ownText('ou'), kind: 'text' },
  orgunit_code: { event: ownText('oucode'), enrollment: ownText('oucode'), kind: 'text' },
  program_stage_id: { event: ownText('ps'), enrollment: NOTHING, kind: 'text' },
  program_stage_name: {
    event: () => sql`(select stage.name from programstage as stage where stage.uid = analytics.ps)::text`,
    enrollment: NOTHING,
    kind: 'text',
  },
  scheduled_date: { event: own('scheduleddate'), enrollment: last('scheduleddate', SCHEDULED), kind: 'date' },
  scheduled_event_count: { event: countIf(sql`analytics.eventstatus = 'SCHEDULE'`), kind: 'number' },
  sync_date: { event: own('lastupdated'), enrollment: own('lastupdated'), kind: 'date' },
  value_count: { event: valueCount, enrollment: valueCount, kind: 'number' },
  zero_pos_value_count: { event: zeroPosValueCount, enrollment: zeroPosValueCount, kind: 'number' },
};

/** Only whoever runs program rules knows them. */
const OF_RULES = new Set(['environment', 'program_name']);

/**
 * What a variable is in a row.
 *
 * @throws ExpressionError for what rows of this kind do not have
 */
export function programVariable(context: SqlContext, name: string, position: number): SqlPart {
  const found = VARIABLES[name];
  const read = context.analyticsType === 'EVENT' ? found?.event : found?.enrollment;
  if (found && read) return { sql: read(context), kind: found.kind };
  if (OF_RULES.has(name))
    throw new ExpressionError(`V{${name}} is for program rules, and cannot be worked out in analytics`, position);
  if (name in COUNTED && name !== 'event_count')
    throw new ExpressionError(
      `V{${name}} counts rows, so it has to be the whole formula or to stand in count()`,
      position,
    );
  throw new ExpressionError(`Enrollments have no V{${name}}`, position);
}

/** Variables whose value depends on the period that is worked out. */
export const PERIOD_VARIABLES: ReadonlySet<string> = new Set(['analytics_period_end', 'analytics_period_start']);

/** Variables of enrollments that look at their events. */
export const EVENT_VARIABLES: ReadonlySet<string> = new Set([
  'completed_date',
  'creation_date',
  'due_date',
  'event_date',
  'event_status',
  'execution_date',
  'scheduled_date',
  'value_count',
  'zero_pos_value_count',
]);
