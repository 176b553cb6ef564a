import { type RawBuilder, sql } from 'kysely';
import type { FieldSelection } from '../../../http/index.js';
import type { Reading } from '../access/audit.js';
import type { Access } from '../access/conditions.js';
import type { Schemes } from '../parameters/schemes.js';

/** For whom and how objects are read. */
export interface ShapeContext {
  readonly access: Access;
  readonly includeDeleted: boolean;
  readonly schemes: Schemes;
  /** Language of display names. */
  readonly locale: RawBuilder<string | null>;
  /** The only program whose enrollments are shown, if there is one. */
  readonly program?: number | undefined;
  /** Whether attributes of programs are shown beside those of the type. */
  readonly programAttributes: boolean;
  /** How tracked entities came to be read, for the audit; a search unless told otherwise. */
  readonly reading?: Reading;
  /** A name for a row that no other row of the statement has. */
  readonly alias: (stem: string) => string;
}

/** The value of a field of the object in `row`; `wanted` says what of it, if something was said. */
export type FieldBuilder = (
  row: string,
  context: ShapeContext,
  wanted: FieldSelection | undefined,
) => RawBuilder<unknown>;

export type Fields = Readonly<Record<string, FieldBuilder>>;

/** A kind of object: its rows and the fields that are made of them. */
export interface Shape {
  readonly table: string;
  readonly key: string;
  /** Left joins on unique keys: those that no wanted field uses cost nothing. */
  readonly joins: (row: string) => RawBuilder<unknown>;
  readonly fields: Fields;
}

/** Presets that mean every field. */
const EVERYTHING = ['all', 'owner', 'persisted'];

const picks = (wanted: FieldSelection | undefined, name: string): boolean =>
  wanted === undefined ||
  ((wanted.named.has(name) || EVERYTHING.some((preset) => wanted.presets.has(preset))) && !wanted.dropped.has(name));

/** The wanted fields of the object in `row` as a JSON object, with nulls for what has no value. */
export function objectOf(
  fields: Fields,
  row: string,
  context: ShapeContext,
  wanted: FieldSelection | undefined,
): RawBuilder<unknown> {
  const pairs = Object.entries(fields)
    .filter(([name]) => picks(wanted, name))
    .map(([name, build]) => {
      const field = wanted?.named.get(name);
      const renamed = field?.transformers.find((transformer) => transformer.name === 'rename')?.args[0];
      const label = renamed === undefined ? sql.lit(name) : sql`${renamed}::text`;
      return sql`${label}, ${build(row, context, field?.nested)}`;
    });
  return pairs.length === 0 ? sql`'{}'::json` : sql`json_build_object(${sql.join(pairs)})`;
}

/** The objects of a shape that fulfil a condition as a JSON array. */
export function listOf(
  shape: Shape,
  context: ShapeContext,
  wanted: FieldSelection | undefined,
  rows: {
    readonly row: string;
    readonly where: RawBuilder<boolean>;
    readonly order?: RawBuilder<unknown>;
  },
): RawBuilder<unknown> {
  const { row, where, order = sql.ref(`${row}.${shape.key}`) } = rows;
  return sql`coalesce((
    select json_agg(${objectOf(shape.fields, row, context, wanted)} order by ${order})
    from ${sql.table(shape.table)} as ${sql.id(row)} ${shape.joins(row)}
    where ${where}
  ), '[]')`;
}

/** A column as it is. */
export const column =
  (name: string): FieldBuilder =>
  (row) =>
    sql.ref(`${row}.${name}`);

/** The geometry of a row as GeoJSON, however the database has it. */
export const geometry: FieldBuilder = (row) => sql`orderly.geo_json(${sql.ref(`${row}.geometry`)})`;

/** A flag that is false where nothing is stored. */
export const flag =
  (name: string): FieldBuilder =>
  (row) =>
    sql`coalesce(${sql.ref(`${row}.${name}`)}, false)`;

/** A timestamp in the form of the wire (contract: http.md §10). */
export const moment =
  (name: string): FieldBuilder =>
  (row) =>
    sql`to_char(${sql.ref(`${row}.${name}`)}, 'YYYY-MM-DD"T"HH24:MI:SS.MS')`;

/** One user object, as rows of the tracker carry it (contract: schema.md §2.8). */
export const userInfo =
  (name: string): FieldBuilder =>
  (row) => {
    const info = sql.ref(`${row}.${name}`);
    return sql`case when ${info} is not null then json_build_object(
      'uid', ${info} ->> 'uid', 'username', ${info} ->> 'username', 'firstName', ${info} ->> 'firstName', 'surname', ${info} ->> 'surname'
    ) end`;
  };
