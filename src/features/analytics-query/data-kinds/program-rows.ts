import { type RawBuilder, sql } from 'kysely';
import { ExpressionError, type Item, itemText } from '../../../kernel/expressions/index.js';
import { column } from '../statements/conditions.js';
import type { SqlContext, SqlKind, SqlPart } from './formula-writer.js';

const HAPPENED = sql`stage_event.eventstatus <> 'SCHEDULE'`;

/** An event of a row's enrollment by its place among those that have something in a column. */
interface StageEvent {
  /** Of any stage unless it is given. */
  readonly stage?: string;
  readonly name: string;
  /** 0 the last, -1 the one before, 1 the first. */
  readonly offset?: number | undefined;
  /** Which events count; those that happened unless it is given. */
  readonly which?: RawBuilder<unknown>;
}

/** What the column of that event holds. */
export function ofStageEvent(
  { eventTable, eventBounds = [] }: SqlContext,
  { stage, name, offset = 0, which = HAPPENED }: StageEvent,
): RawBuilder<unknown> {
  const value = sql.ref(`stage_event.${name}`);
  const isFromFirst = offset > 0;
  const direction = isFromFirst ? sql`asc` : sql`desc`;
  const day = sql`coalesce(stage_event.occurreddate, stage_event.scheduleddate)`;
  const where = [
    sql`stage_event.enrollment = analytics.enrollment`,
    ...(stage === undefined ? [] : [sql`stage_event.ps = ${stage}`]),
    sql`${value} is not null`,
    which,
    ...eventBounds,
  ];
  return sql`(
    select ${value}
    from ${sql.table(eventTable)} as stage_event
    where ${sql.join(where, sql` and `)}
    order by ${day} ${direction}, stage_event.created ${direction}
    limit 1 offset ${isFromFirst ? offset - 1 : Math.abs(offset)}
  )`;
}

/** Something about all events of a row's enrollment that have a value of an item. */
export function ofStageEvents(
  context: SqlContext,
  item: Item,
  select: (value: SqlPart) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  const [stage = ''] = item.parts;
  const name = columnOf(item);
  const value = sql.ref(`stage_event.${name}`);
  const where = [
    sql`stage_event.enrollment = analytics.enrollment`,
    sql`stage_event.ps = ${stage}`,
    sql`${value} is not null`,
    HAPPENED,
    ...(context.eventBounds ?? []),
  ];
  return sql`(
    select ${select({ sql: value, kind: kindOf(context, item) })}
    from ${sql.table(context.eventTable)} as stage_event
    where ${sql.join(where, sql` and `)}
  )`;
}

/** The column of the event table that an item names. */
const columnOf = ({ symbol, parts }: Item): string =>
  symbol === 'PS_EVENTDATE' ? 'occurreddate' : (parts.at(-1) ?? '');

/** @throws ExpressionError for what is not part of the program */
export function kindOf({ kinds }: SqlContext, item: Item): SqlKind {
  if (item.symbol === 'PS_EVENTDATE') return 'date';
  const kind = kinds.get(columnOf(item));
  if (!kind) throw new ExpressionError(`${itemText(item)} is not part of the program`, item.range[0]);
  return kind;
}

/**
 * What an item is in a row: an attribute, or what its stage has of it. That is the event itself if it is of the stage, or the last such event of the enrollment that has
 * something there, or another by its place among them.
 *
 * @throws ExpressionError for what is not part of the program
 */
export function programItem(context: SqlContext, item: Item): SqlPart {
  const kind = kindOf(context, item);
  const [first = ''] = item.parts;
  const stored = item.symbol === 'A' ? column(first) : stageColumn(context, first, item);
  return { sql: kind === 'number' ? sql`(${stored})::double precision` : stored, kind };
}

function stageColumn(context: SqlContext, stage: string, item: Item): RawBuilder<unknown> {
  const name = columnOf(item);
  const offset = item.stageOffset?.offset;
  if (context.analyticsType === 'EVENT' && offset === undefined)
    return sql`(case when analytics.ps = ${stage} then ${column(name)} end)`;
  return ofStageEvent(context, { stage, name, offset });
}
