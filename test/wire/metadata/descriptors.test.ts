import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Property } from '../../../src/metadata/model/property.js';
import type { MetadataType } from '../../../src/metadata/model/type.js';
import { ALL_TYPES } from '../../../src/metadata/types/index.js';
import { testDatabase } from '../../support/database.js';

const database = testDatabase();

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  /** Longest text. */
  readonly length: number | null;
  /** Not null, and the database has nothing to put in. */
  readonly needed: boolean;
}

const catalogue = async (): Promise<ReadonlyMap<string, Column>> => {
  const { rows } = await sql<Column>`
    select
      columns.table_name as table, columns.column_name as name, columns.data_type as type,
      columns.character_maximum_length as length,
      columns.is_nullable = 'NO' and columns.column_default is null as needed
    from information_schema.columns
    where columns.table_schema = 'public'
  `.execute(database.db);
  return new Map(rows.map((column) => [`${column.table}.${column.name}`, column]));
};

const uniqueColumns = async (): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ table: string; columns: readonly string[] }>`
    select class.relname as table, array_agg(attribute.attname::text order by attribute.attname) as columns
    from pg_index as index
    join pg_class as class on class.oid = index.indrelid and class.relnamespace = 'public'::regnamespace
    join pg_attribute as attribute on attribute.attrelid = class.oid and attribute.attnum = any (index.indkey)
    where index.indisunique and not index.indisprimary
    group by index.indexrelid, class.relname
  `.execute(database.db);
  return new Set(rows.map(({ table, columns }) => `${table}(${columns.join()})`));
};

/** Columns that the engine fills for every object. */
const ENGINE = new Set([
  'uid',
  'created',
  'lastupdated',
  'lastupdatedby',
  'sharing',
  'translations',
  'attributevalues',
]);

/** Uniqueness that holds by itself: parts are told apart within their owner, and paths and periods are made by the engine. */
const KEPT = new Set([
  'datasetelement(dataelementid,datasetid)',
  'programstagedataelement(dataelementid,programstageid)',
  'program_attributes(programid,trackedentityattributeid)',
  'period(enddate,periodtypeid,startdate)',
]);
/** Types whose rows the import never writes, or not from their own properties. */
const NOT_WRITTEN = new Set(['attributeValue', 'fileResource', 'jobConfiguration', 'period']);

const columnOf = (property: Property): string | undefined =>
  'column' in property && property.kind !== 'values' ? property.column : undefined;

/** What imports take for values in tables of their own. */
const LONGEST_VALUE = 255;

const isStored = (property: Property): boolean =>
  columnOf(property) !== undefined && (property.owner || property.readOnly !== true);

const givenAlways = (property: Property): boolean =>
  property.required === true ||
  ('fallback' in property && property.fallback !== undefined && property.fallback !== null);

function* problems(
  type: MetadataType,
  columns: ReadonlyMap<string, Column>,
  unique: ReadonlySet<string>,
): Generator<string> {
  const byColumn = new Map<string, Property>();
  for (const [name, property] of type.properties) {
    if (property.kind === 'values') {
      const length = columns.get(`${property.table}.${property.column}`)?.length ?? null;
      if (property.type === 'TEXT' && length !== null && length < LONGEST_VALUE)
        yield `${name}: values are longer than ${length}`;
    }
    const column = columnOf(property);
    if (column === undefined || !isStored(property)) continue;
    byColumn.set(column, property);
    const found = columns.get(`${type.table}.${column}`);
    if (!found) {
      yield `${name}: there is no column ${column}`;
      continue;
    }
    if (property.kind !== 'value' || property.readOnly === true || property.secret === true) continue;
    if (
      found.length !== null &&
      property.type !== 'CONSTANT' &&
      (property.max ?? Number.POSITIVE_INFINITY) > found.length
    )
      yield `${name}: takes ${property.max ?? 'any'} characters, the column ${found.length}`;
    const whole = ['integer', 'bigint', 'smallint'].includes(found.type);
    if (whole && property.type === 'NUMBER') yield `${name}: a NUMBER in a column of type ${found.type}`;
    if (
      property.type === 'CONSTANT' &&
      found.length !== null &&
      property.constants?.some((constant) => constant.length > (found.length ?? 0))
    )
      yield `${name}: has words longer than ${found.length}`;
    if (unique.has(`${type.table}(${column})`) && property.unique !== true) yield `${name}: is unique in the database`;
  }
  for (const column of columns.values()) {
    if (column.table !== type.table || !column.needed || column.name === type.key || ENGINE.has(column.name)) continue;
    const property = byColumn.get(column.name);
    if (property?.readOnly === true) continue;
    if (!property) yield `column ${column.name} is needed and no property fills it`;
    else if (!givenAlways(property))
      yield `column ${column.name} is needed, and its property is neither required nor has a fallback`;
  }
  for (const key of unique) {
    const [table = '', list = ''] = key.slice(0, -1).split('(');
    if (table !== type.table || !list.includes(',') || KEPT.has(key)) continue;
    const together = type.uniqueTogether.map((names) =>
      names
        .map((name) => columnOf(type.properties.get(name) as Property))
        .sort()
        .join(),
    );
    if (together.includes(list)) continue;
    yield `${list} are unique together in the database`;
  }
}

describe('the descriptor and the table', () => {
  it.each(ALL_TYPES.filter(({ name }) => !NOT_WRITTEN.has(name)).map((type) => [type.name, type] as const))(
    'of %s agree',
    async (_name, type) => {
      const found = [...problems(type, await catalogue(), await uniqueColumns())];
      expect(found).toEqual([]);
    },
  );
});
