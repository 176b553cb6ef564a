import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { catalogued, conflict } from '../../../kernel/errors/index.js';
import { isDataReadable, NUMERIC_VALUE_TYPES } from '../../../metadata/index.js';
import { formatValue } from '../answers/format.js';
import type { AnalyticsRequest, DerivedItem } from '../query.js';
import { readableBy } from '../request/data-statements.js';
import { meetsAll } from '../request/parse.js';
import type { DataOptions } from '../request/resolve-data.js';
import { column, holds } from '../statements/conditions.js';
import { demandTables } from '../statements/demand-tables.js';
import type { AnswerRow } from '../statements/execute.js';
import {
  daysOf,
  EVENT_DAY,
  eventFormula,
  eventStatement,
  eventTable,
  inYears,
  isPicked,
  pickedDays,
  withinBounds,
} from './event-rows.js';
import { groupedBy } from './grouped.js';
import type { DataKind, RowOptions } from './kind.js';
import { keysOf, levelsOf, periodParts, runTableStatements, type TableQuery } from './other-tables.js';

/** A data element or an attribute of a program, or one of the options of it. */
export interface EventItem extends DerivedItem {
  readonly kind: 'eventItem';
  readonly program: string;
  /** The column of the event table that has its values. */
  readonly item: string;
  readonly isNumber: boolean;
  readonly aggregationType: string;
  /** Code of the option whose occurrences are counted. */
  readonly option: string | null;
}

const UID = '[a-zA-Z][a-zA-Z0-9]{10}';
const EVENT_ITEM = new RegExp(`^(${UID})\\.(${UID})(?:\\.(${UID}))?$`);

/** Data elements and attributes of programs, aggregated over the events (contract: analytics-query.md §3.1). */
export const eventItemKind: DataKind<EventItem> = {
  kind: 'eventItem',
  matches: (text) => EVENT_ITEM.test(text),
  async resolve(db, texts, options) {
    return groupedBy(await readEventItems(db, texts, options), ({ uid }) => uid);
  },
  async rows(db, request, items, options) {
    await demandTables(db, 'EVENT');
    if (!request.dimensions.includes('dx') && items.length > 1) {
      throw conflict('Only a single data element or attribute of a program can be specified as filter.', {
        code: 'E7133',
      });
    }
    const statements = items.flatMap((item) => eventStatements(request, item, options));
    const decimals = options.skipRounding ? 10 : 2;
    return (await runTableStatements(db, statements, options))
      .flat()
      .filter(({ value }) => value !== null)
      .map((row): AnswerRow => ({ keys: keysOf(request, row, String(row.dx)), value: Number(row.value) }))
      .filter(({ value }) => meetsAll(Number(formatValue(Number(value), decimals)), options.criteria));
  },
};

function eventStatements(
  request: AnalyticsRequest,
  item: EventItem,
  { preAggregation, completedOnly }: RowOptions,
): readonly TableQuery[] {
  const value = column(item.item);
  // What is no number is counted.
  const aggregationType = item.option === null && item.isNumber ? item.aggregationType : 'COUNT';
  const where = [
    item.option === null ? sql`${value} is not null` : sql`${value}::text = ${item.option}`,
    completedOnly ? sql`analytics.eventstatus = 'COMPLETED'` : sql`analytics.eventstatus <> 'SCHEDULE'`,
    ...withinBounds(EVENT_DAY, request),
    ...(item.isNumber ? preAggregation.map((criterion) => holds(value, criterion)) : []),
  ];
  const from = sql`(select ${item.uid}::text as dx, event.* from ${sql.table(eventTable(item.program))} as event) as analytics`;
  const common = { dx: [item.uid], value, aggregationType };
  const statements = levelsOf(request).flatMap((units) => {
    if (isPicked(aggregationType)) {
      const { join, pe, years } = pickedDays(request, aggregationType);
      const picked = { ...common, from: sql`${from} join ${join}`, pe, units, where: [...where, years] };
      return [eventStatement(request, picked)];
    }
    return periodParts(request, (period) => daysOf(EVENT_DAY, period)).map((part) =>
      eventStatement(request, {
        ...common,
        from,
        pe: part.pe,
        units,
        where: [...where, inYears(request.periods), part.where],
      }),
    );
  });
  const about = { dataItems: [item.uid], formula: eventFormula(aggregationType) };
  return statements.map((statement) => ({ statement, ...about }));
}

interface EventItemRow extends EventItem {
  readonly dataReadable: boolean;
  /** A stage with the item whose data the user may not read. */
  readonly closedStage: string | null;
}

/** @throws OrderlyError E7121 for a program that the user may see, but whose data they may not read, or not those of a stage with the item */
async function readEventItems(
  db: Db,
  texts: readonly string[],
  { user, shortNames, override }: DataOptions,
): Promise<readonly EventItem[]> {
  const asked = texts.map((text) => EVENT_ITEM.exec(text) ?? []);
  const label = sql.id(shortNames ? 'shortname' : 'name');
  const numeric = [...NUMERIC_VALUE_TYPES, 'BOOLEAN', 'TRUE_ONLY'];
  const { rows } = await sql<EventItemRow>`
    select
      'eventItem' as kind, asked.text as uid, program.uid as program, item.uid as item,
      concat_ws(' ', program.${label}, item.label, case when optionvalue.uid is not null then '(' || optionvalue.name || ')' end) as name,
      null as code, item.valuetype = any (${numeric}::text[]) as "isNumber",
      coalesce(${override ?? null}::text, item.aggregationtype, 'SUM') as "aggregationType", optionvalue.code as option,
      json_build_object(
        'dimensionItemType', 'PROGRAM_' || item.type || case when asked.option is null then '' else '_OPTION' end,
        'valueType', item.valuetype, 'aggregationType', item.aggregationtype, 'totalAggregationType', item.aggregationtype
      ) as details,
      ${user ? isDataReadable('program', user) : sql`true`} as "dataReadable",
      ${closedStage(user)} as "closedStage"
    from unnest(
      ${asked.map(([text]) => text ?? null)}::text[], ${asked.map(([, program]) => program ?? null)}::text[],
      ${asked.map(([, , item]) => item ?? null)}::text[], ${asked.map(([, , , option]) => option ?? null)}::text[]
    ) as asked (text, program, item, option)
    join program on program.uid = asked.program
    join lateral (
      select element.uid, element.${label} as label, element.valuetype, element.aggregationtype, element.optionsetid, 'DATA_ELEMENT' as type
      from dataelement as element
      where element.uid = asked.item and ${readableBy('element', user)} and exists (
        select
        from programstage as stage
        join programstagedataelement as used on used.programstageid = stage.programstageid and not used.skipanalytics
        where stage.programid = program.programid and used.dataelementid = element.dataelementid
      )
      union all
      select attribute.uid, attribute.${label}, attribute.valuetype, attribute.aggregationtype, attribute.optionsetid, 'ATTRIBUTE'
      from trackedentityattribute as attribute
      join program_attributes as used on used.trackedentityattributeid = attribute.trackedentityattributeid
      where attribute.uid = asked.item and used.programid = program.programid and attribute.confidential is not true
        and ${readableBy('attribute', user)}
    ) as item on true
    left join optionvalue on optionvalue.uid = asked.option and optionvalue.optionsetid = item.optionsetid
    where ${readableBy('program', user)} and (asked.option is null or optionvalue.uid is not null)
  `.execute(db);
  const closed = rows.find(({ dataReadable }) => !dataReadable);
  if (closed && user) throw catalogued('E7121', user.username, 'Program', closed.program);
  const stage = rows.find((row) => row.closedStage !== null)?.closedStage;
  if (stage && user) throw catalogued('E7121', user.username, 'ProgramStage', stage);
  return rows;
}

/** A stage that has the data element and whose data the user may not read. Only in programs with registration are stages shared apart from their program. */
function closedStage(user: CurrentUser | undefined): RawBuilder<unknown> {
  if (!user) return sql`null`;
  return sql`(
    select min(stage.uid)
    from programstage as stage
    join programstagedataelement as used on used.programstageid = stage.programstageid and not used.skipanalytics
    join dataelement as element on element.dataelementid = used.dataelementid
    where stage.programid = program.programid and program.type = 'WITH_REGISTRATION' and item.type = 'DATA_ELEMENT'
      and element.uid = item.uid and not ${isDataReadable('stage', user)}
  )`;
}
