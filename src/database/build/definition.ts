import { type RawBuilder, sql } from 'kysely';

/** SQL types of generated tables (contract: tables.md §4, §5). Text that goes into statements as it is, so the list is closed. */
export type ColumnType =
  | 'bigint'
  | 'boolean'
  | 'char(11)'
  | 'date'
  | 'double precision'
  | 'geometry'
  | 'geometry(Point,4326)'
  | 'integer'
  | 'jsonb'
  | 'text'
  | 'text collate "C"'
  | 'timestamp'
  | 'varchar(50)'
  | 'varchar(255)';

/** The types that PostgreSQL's catalogue names otherwise (`format_type`). */
const CATALOGUE_NAMES: Partial<Record<ColumnType, string>> = {
  'char(11)': 'character(11)',
  'text collate "C"': 'text',
  timestamp: 'timestamp without time zone',
  'varchar(50)': 'character varying(50)',
  'varchar(255)': 'character varying(255)',
};

/** How the catalogue names a type. */
export const catalogueName = (type: ColumnType): string => CATALOGUE_NAMES[type] ?? type;

export interface ColumnDefinition {
  readonly name: string;
  readonly type: ColumnType;
  readonly notNull?: boolean;
}

export interface IndexDefinition {
  readonly columns: readonly string[];
  readonly unique?: boolean;
  /** A B-tree unless given. */
  readonly method?: 'gist';
  /** Of a single column: its text in lower case, or its latest values first. */
  readonly of?: 'lower case' | 'latest first';
}

/** A table in a schema; what is built goes into a schema of its run, what is read stands in `public`. */
export interface TableName {
  readonly schema: string;
  readonly table: string;
}

export const publicTable = (table: string): TableName => ({ schema: 'public', table });

/** The quoted name for a statement. */
export function tableRef(name: TableName): RawBuilder<unknown> {
  return sql.id(name.schema, name.table);
}

/** `"name" type not null, …` for a `create table`. */
export function columnList(columns: readonly ColumnDefinition[]): RawBuilder<unknown> {
  return sql.join(
    columns.map(
      ({ name, type, notNull }) => sql`${sql.id(name)} ${sql.raw(type)}${sql.raw(notNull ? ' not null' : '')}`,
    ),
  );
}

/** `"a", "b"` */
export function nameList(names: readonly string[]): RawBuilder<unknown> {
  return sql.join(names.map((name) => sql.id(name)));
}
