import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { isReadable } from '../../metadata/index.js';
import type { DateRange, LegendSet, OptionSet, ProgramItem } from './model.js';

export interface ItemRow {
  readonly kind: ProgramItem['kind'];
  readonly uid: string;
  readonly name: string;
  readonly code: string | null;
  readonly description: string | null;
  readonly valueType: string;
  readonly aggregationType: string;
  readonly optionSet: OptionSet | null;
  /** Stages that collect the element; none for attributes. */
  readonly stages: readonly string[] | null;
  /** Left out of lists of single rows. */
  readonly onlyAggregate: boolean;
}

export interface ItemScope {
  /** Uids of the programs whose elements and attributes count. */
  readonly programs: readonly string[];
  /** Uid of the type whose own attributes count, too. */
  readonly trackedEntityType?: string;
  readonly user: CurrentUser;
  readonly shortNames: boolean;
  /** All days that the request is about. */
  readonly period: DateRange | undefined;
}

const OPTIONS = (alias: string): RawBuilder<unknown> => sql`(
  select json_build_object(
    'uid', optionset.uid, 'name', optionset.name,
    'options', coalesce((
      select json_agg(
        json_build_object('uid', optionvalue.uid, 'code', optionvalue.code, 'name', optionvalue.name)
        order by optionvalue.sort_order, optionvalue.optionvalueid
      )
      from optionvalue
      where optionvalue.optionsetid = optionset.optionsetid
    ), '[]')
  )
  from optionset
  where optionset.optionsetid = ${sql.ref(`${alias}.optionsetid`)}
)`;

/** Data elements of the stages and attributes of the programs, and of the type, that the user may read: those among `uids`. */
export async function readItems(db: Db, uids: readonly string[], scope: ItemScope): Promise<readonly ItemRow[]> {
  if (uids.length === 0) return [];
  const { user, shortNames, programs, trackedEntityType } = scope;
  const name = (alias: string) => sql.ref(`${alias}.${shortNames ? 'shortname' : 'name'}`);
  const list = sql`any (${[...uids]}::text[])`;
  const ofPrograms = sql`program.uid = any (${[...programs]}::text[])`;
  const { rows } = await sql<ItemRow>`
    select
      'DATA_ELEMENT' as kind, element.uid, ${name('element')} as name, element.code, element.description,
      element.valuetype as "valueType", element.aggregationtype as "aggregationType", ${OPTIONS('element')} as "optionSet",
      collected.stages, false as "onlyAggregate"
    from dataelement as element
    join (
      select member.dataelementid, array_agg(stage.uid::text order by stage.sort_order, stage.programstageid) as stages
      from programstagedataelement as member
      join programstage as stage on stage.programstageid = member.programstageid
      join program on program.programid = stage.programid
      where ${ofPrograms}
      group by member.dataelementid
    ) as collected on collected.dataelementid = element.dataelementid
    where element.uid = ${list} and ${isReadable('element', user)}
    union all
    select
      'PROGRAM_ATTRIBUTE', attribute.uid, ${name('attribute')}, attribute.code, attribute.description,
      attribute.valuetype, coalesce(attribute.aggregationtype, 'NONE'), ${OPTIONS('attribute')}, null,
      coalesce(member.onlyaggregate, false)
    from trackedentityattribute as attribute
    join (
      select own.id, bool_and(own.onlyaggregate) as onlyaggregate
      from (
        select member.trackedentityattributeid as id, coalesce(member.skipindividualanalytics, false) as onlyaggregate
        from program_attributes as member
        join program on program.programid = member.programid
        where ${ofPrograms}
        union all
        select member.trackedentityattributeid, false
        from trackedentitytypeattribute as member
        join trackedentitytype as type on type.trackedentitytypeid = member.trackedentitytypeid
        where type.uid = ${trackedEntityType ?? null}::text
      ) as own
      group by own.id
    ) as member on member.id = attribute.trackedentityattributeid
    where attribute.uid = ${list} and ${isReadable('attribute', user)}
  `.execute(db);
  return rows;
}

/** Legend sets by uid, from their lowest legend to the highest. */
export async function readLegendSets(db: Db, uids: readonly string[]): Promise<ReadonlyMap<string, LegendSet>> {
  if (uids.length === 0) return new Map();
  const { rows } = await sql<LegendSet>`
    select maplegendset.uid, coalesce((
      select json_agg(
        json_build_object(
          'uid', maplegend.uid, 'code', coalesce(maplegend.code, maplegend.uid), 'name', maplegend.name,
          'from', maplegend.startvalue, 'to', maplegend.endvalue
        )
        order by maplegend.startvalue, maplegend.maplegendid
      )
      from maplegend
      where maplegend.maplegendsetid = maplegendset.maplegendsetid
    ), '[]') as legends
    from maplegendset
    where maplegendset.uid = any (${[...uids]}::text[])
  `.execute(db);
  return new Map(rows.map((row) => [row.uid, row]));
}
