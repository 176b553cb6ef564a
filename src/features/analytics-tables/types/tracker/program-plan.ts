import { type RawBuilder, sql } from 'kysely';
import type { IndexDefinition } from '../../../../database/build/index.js';
import type { AnalyticsColumn, BuildSource, TablePlan, YearCut } from '../../definition.js';
import { levelColumns, periodColumns } from '../../dimensions.js';
import { shardsOfPart } from '../../shards.js';
import { attributesJoin, cells, type Item } from './cells.js';
import type { GeometrySource } from './geometry.js';
import type { Program } from './programs.js';
import {
  authorColumns,
  copied,
  dayJoin,
  middleLevels,
  nameHierarchy,
  ORG_UNIT_COLUMNS,
  orgUnitJoins,
} from './shared-columns.js';

/** What the tables of the events of programs and those of their enrollments differ in. Rows are read under `alias`, as the source in a shard's condition is. */
export interface ProgramRows {
  readonly table: string;
  readonly alias: 'ev' | 'en';
  /** The source table, and what of it belongs to the program. */
  readonly source: 'event' | 'enrollment';
  readonly part: RawBuilder<unknown>;
  /** What becomes a column of its own. */
  readonly items: readonly Item[];
  /** Columns before and after those of the unit. */
  readonly identity: { readonly before: readonly AnalyticsColumn[]; readonly after: readonly AnalyticsColumn[] };
  readonly geometries: readonly AnalyticsColumn[];
  readonly dimensions: {
    readonly beforeLevels: readonly AnalyticsColumn[];
    readonly afterLevels: readonly AnalyticsColumn[];
  };
  /**
   * Columns of the source, `from` … `where` of the program: with the tracked entity `te`, and `found.attributes` from `attributes`.
   */
  readonly base: (attributes: RawBuilder<unknown>, shard: RawBuilder<unknown>) => RawBuilder<unknown>;
  readonly joins: RawBuilder<unknown>;
  /** The day whose periods a row belongs to, and the column that has it, by which the table is asked. */
  readonly day: RawBuilder<unknown>;
  readonly dayColumn: string;
  /** Besides those for the rows of a unit, or below one, over time. */
  readonly indexes: readonly IndexDefinition[];
  readonly years?: YearCut;
}

/** The plan of a table with the rows of a program: their units, periods, items and tracked entities are told alike (contract: tables.md §4.6, §4.7). */
export async function programPlan(
  source: BuildSource,
  { registration, attributes }: Program,
  geometry: GeometrySource,
  rows: ProgramRows,
): Promise<TablePlan> {
  const { db, options, workers } = source;
  const { alias } = rows;
  const found = cells(rows.items, alias, options.skipDataTypeValidation ? 'lenient' : 'strict', geometry);
  const own = (name: string) => `${alias}.${name}`;
  return {
    table: rows.table,
    columns: [
      ...rows.identity.before,
      ...ORG_UNIT_COLUMNS,
      { name: 'registrationou', type: 'char(11)', notNull: true, value: sql`coalesce(registration.uid, ou.uid)` },
      ...rows.identity.after,
      ...authorColumns(alias),
      ...rows.geometries,
      ...geometry.position('longitude', 'latitude', sql.ref(own('geometry'))),
      ...rows.dimensions.beforeLevels,
      ...levelColumns(source, 'ous'),
      nameHierarchy(source),
      ...rows.dimensions.afterLevels,
      ...periodColumns(source, 'dp'),
      ...found.columns,
      ...(registration
        ? [
            copied('trackedentity', 'char(11)', own('trackedentity')),
            ...geometry.columns('tegeometry', sql.ref(own('trackedentitygeometry'))),
          ]
        : []),
    ],
    source: (shard) => sql`
      from ${found.read(rows.base(attributesJoin('en.trackedentityid', attributes), shard))} as ${sql.id(alias)}
      ${orgUnitJoins(own('organisationunitid'))}
      left join organisationunit as registration on registration.organisationunitid = ${sql.ref(own('registrationunitid'))}
      ${rows.joins}
      ${dayJoin(rows.day)}
      ${found.joins}
    `,
    shards: await shardsOfPart(db, rows.source, alias, workers, rows.part),
    indexes: [...rows.indexes, ...['ou', ...middleLevels(source)].map((unit) => ({ columns: [unit, rows.dayColumn] }))],
    ...(rows.years && { years: rows.years }),
    ...(found.rejected && { rejectedCells: found.rejected }),
  };
}

/** Columns of the tracked entity of a row, from `te`. */
export const TRACKED_ENTITY_COLUMNS = sql`
  te.organisationunitid as registrationunitid, te.uid as trackedentity, te.geometry as trackedentitygeometry
`;

/** The tracked entity of an enrollment `en`, unless it is deleted. */
export const TRACKED_ENTITY_JOIN = sql`left join trackedentity as te on te.trackedentityid = en.trackedentityid and not te.deleted`;
