import { sql } from 'kysely';
import type { Db } from '../../../../database/index.js';
import type { Item } from './cells.js';
import { readLegendSets } from './legends.js';

/** A program as far as its tables need it. */
export interface Program {
  readonly id: number;
  readonly uid: string;
  /** Whether its enrollments are of tracked entities. */
  readonly registration: boolean;
  readonly trackedEntityTypeId: number | null;
  /** Uids of the categories of its attribute combo, unless that is the default one. */
  readonly categories: readonly string[];
  readonly elements: readonly Item[];
  readonly attributes: readonly Item[];
}

/** The item of a row as `readItems` gives it, before its legend sets are known. */
interface StoredItem extends Omit<Item, 'legendSets'> {
  readonly legendSetIds: readonly number[];
}

/** All programs with their data elements, without those that every stage keeps out of analytics, and their attributes, without confidential ones; items by uid. */
export async function readPrograms(db: Db): Promise<readonly Program[]> {
  const legendSets = await readLegendSets(db);
  const { rows } = await sql<
    Omit<Program, 'elements' | 'attributes'> & {
      readonly elements: readonly StoredItem[];
      readonly attributes: readonly StoredItem[];
    }
  >`
    select
      program.programid as id, program.uid, program.type = 'WITH_REGISTRATION' as registration, program.trackedentitytypeid as "trackedEntityTypeId",
      array(
        select category.uid::text
        from categorycombos_categories as link
        join category on category.categoryid = link.categoryid
        join categorycombo as combo on combo.categorycomboid = link.categorycomboid and combo.name <> 'default'
        where link.categorycomboid = program.categorycomboid
        order by link.sort_order
      ) as categories,
      coalesce((
        select json_agg(${storedItem('data element', 'element')} order by element.uid)
        from dataelement as element
        where element.dataelementid in (
          select used.dataelementid
          from programstage as stage
          join programstagedataelement as used on used.programstageid = stage.programstageid and not used.skipanalytics
          where stage.programid = program.programid
        )
      ), '[]') as elements,
      coalesce((
        select json_agg(${storedItem('attribute', 'attribute')} order by attribute.uid)
        from program_attributes as link
        join trackedentityattribute as attribute on attribute.trackedentityattributeid = link.trackedentityattributeid
        where link.programid = program.programid and attribute.confidential is not true
      ), '[]') as attributes
    from program
    order by program.uid
  `.execute(db);
  const withLegends = ({ legendSetIds, ...item }: StoredItem): Item => ({
    ...item,
    legendSets: legendSetIds.flatMap((id) => legendSets.get(id) ?? []),
  });
  return rows.map((program) => ({
    ...program,
    elements: program.elements.map(withLegends),
    attributes: program.attributes.map(withLegends),
  }));
}

const LEGENDS = {
  'data element': { table: 'dataelementlegendsets', key: 'dataelementid' },
  attribute: { table: 'trackedentityattributelegendsets', key: 'trackedentityattributeid' },
} as const;

/** Whether DHIS2 has an index on the values of a data element or attribute `alias` (contract: tables.md §4.10). */
export const isIndexed = (alias: string) =>
  sql`(${sql.ref(`${alias}.valuetype`)} not in ('TEXT', 'LONG_TEXT') or ${sql.ref(`${alias}.optionsetid`)} is not null)`;

/** A data element or attribute `alias` as a JSON object. */
const storedItem = (kind: Item['kind'], alias: string) => {
  const { table, key } = LEGENDS[kind];
  return sql`json_build_object(
    'uid', ${sql.ref(`${alias}.uid`)}, 'name', ${sql.ref(`${alias}.name`)}, 'kind', ${sql.lit(kind)}, 'valueType', ${sql.ref(`${alias}.valuetype`)},
    'indexed', ${isIndexed(alias)},
    'legendSetIds', array(
      select legends.legendsetid from ${sql.table(table)} as legends
      where ${sql.ref(`legends.${key}`)} = ${sql.ref(`${alias}.${key}`)} order by legends.sort_order
    )
  )`;
};
