import { type RawBuilder, sql } from 'kysely';
import { columnsFor, tablesFor } from '../names.js';
import type { ActualColumns, ActualTables } from './catalogue.js';
import { OWN_TABLES } from './own-views.js';
import type { Columns } from './shape.js';
import { SPECIAL_COLUMNS } from './special-columns.js';

/** A table of 2.42 that a database does not have as such, and the query that gives its rows. */
export interface LensView {
  readonly table: string;
  readonly query: RawBuilder<unknown>;
}

/** A column that a table lacks and that no view may add; statements that name it with its table get the result of a function of the row instead. */
export interface Gap {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

export interface Lens {
  readonly views: readonly LensView[];
  readonly gaps: readonly Gap[];
}

/**
 * DHIS2 looks for these by name in all schemas, and its data summary fails where it finds two (contract: schema.md §1.5). Nothing else may be called so beside them.
 */
const NOT_TWICE: ReadonlySet<string> = new Set([
  'datavalue',
  'event',
  'enrollment',
  'trackedentity',
  'trackerevent',
  'singleevent',
]);

/** The geometries of tracked entities, enrollments and events stay what PostGIS makes of them, with or without a view: analytics tables take them as they are. */
const KEEPS_GEOMETRY = NOT_TWICE;

/**
 * Analytics tables look for what of these has changed by the transaction that wrote a row, and read them in ranges of pages: their views show both, as tables do.
 */
const WITH_PLACES: ReadonlySet<string> = new Set([
  'event',
  'enrollment',
  'trackedentity',
  'trackedentityattributevalue',
  'trackedentityprogramowner',
]);

/** The views that show the tables of a database as 2.42 has them: one for each table that is called or made otherwise. A table that is as in 2.42 needs none. */
export function lensOf(shape: Readonly<Record<string, Columns>>, actual: ActualTables): Lens {
  const views: LensView[] = [];
  const gaps: Gap[] = [];
  for (const [table, wanted] of Object.entries(shape)) {
    if (table in OWN_TABLES) continue;
    const found = actual.tables.get(table);
    if (found && NOT_TWICE.has(table)) {
      gaps.push(
        ...Object.entries(wanted).flatMap(([column, type]) => (found.has(column) ? [] : [{ table, column, type }])),
      );
    } else if (!found || !isAsWanted(table, wanted, found)) {
      views.push({ table, query: queryOf(table, wanted, actual) });
    }
  }
  return { views, gaps };
}

function isAsWanted(table: string, wanted: Columns, found: ActualColumns): boolean {
  const special = SPECIAL_COLUMNS[table] ?? {};
  return Object.entries(wanted).every(
    ([column, type]) =>
      found.has(column) && (found.get(column) !== 'geometry' || type === 'geometry') && !special[column]?.(found),
  );
}

/** The rows of all tables that hold them; none where the version knows nothing of the kind. */
function queryOf(table: string, wanted: Columns, actual: ActualTables): RawBuilder<unknown> {
  const sources = tablesFor(table, actual.tables).filter((name) => actual.tables.has(name));
  if (sources.length === 0) {
    const none = Object.entries(wanted).map(([column, type]) => sql`null::${sql.raw(type)} as ${sql.id(column)}`);
    return sql`select ${sql.join(none)} where false`;
  }
  const selects = sources.map((source) => {
    const found = actual.tables.get(source) as ActualColumns;
    const columns = Object.entries(wanted).map(
      ([column, type]) => sql`${wantedValue(table, column, type, found, actual)} as ${sql.id(column)}`,
    );
    const places = WITH_PLACES.has(table) ? sql`, source.xmin, source.ctid` : sql``;
    return sql`select ${sql.join(columns)}${places} from ${sql.id('public', source)} as source`;
  });
  return sql.join(selects, sql` union all `);
}

function wantedValue(
  table: string,
  column: string,
  type: string,
  found: ActualColumns,
  { geometrySchema }: ActualTables,
): RawBuilder<unknown> {
  const special = SPECIAL_COLUMNS[table]?.[column]?.(found);
  if (special) return special;
  const names = columnsFor(column, found).map((name) => sql.ref(`source.${name}`));
  const [only, ...more] = names;
  if (only === undefined) return absent(type, column, table, geometrySchema);
  if (more.length > 0) return sql`coalesce(${sql.join(names)})`;
  if (found.get(column) !== 'geometry' || KEEPS_GEOMETRY.has(table)) return only;
  return sql`orderly.geo_json(${only})`;
}

/** What a version does not know is off, or nothing. */
function absent(type: string, column: string, table: string, geometrySchema: string | undefined): RawBuilder<unknown> {
  if (type === 'boolean') return sql`false`;
  const native = column === 'geometry' && KEEPS_GEOMETRY.has(table) && geometrySchema !== undefined;
  return native ? sql`null::${sql.id(geometrySchema, 'geometry')}` : sql`null::${sql.raw(type)}`;
}
