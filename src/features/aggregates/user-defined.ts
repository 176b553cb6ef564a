import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import {
  type Cube,
  closedColumns,
  raiseCatalogueVersion,
  STATES,
  type State,
  tableColumns,
} from '../roll-ups/index.js';
import { invalid } from './errors.js';

/** A user-defined aggregate as AtScale's design center tells it (contract: aggregates.md §3). */
export interface UserDefined {
  readonly id: string;
  readonly name: string;
  readonly properties: { readonly name: string; readonly notes: string };
  readonly attributes: { readonly 'attribute-ref': readonly { readonly id: string }[] };
  readonly partitions: { readonly 'partition-ref': readonly never[] };
}

/** What somebody wants of one. */
export interface WantedAggregate {
  readonly name: string;
  readonly notes: string;
  /** What its attributes are: dimensions and measures alike, as AtScale has it. */
  readonly attributes: readonly string[];
}

/** What has to be kept of values so that they can be put together in a way (contract: aggregates.md §6.3). */
const MEASURES: Readonly<Record<string, readonly State[]>> = {
  SUM: ['n', 'sum_v'],
  AVERAGE: ['n', 'sum_v', 'sum_dv', 'sum_d'],
  AVERAGE_SUM_ORG_UNIT: ['n', 'sum_dv'],
  COUNT: ['n'],
  MIN: ['n', 'min_v'],
  MAX: ['n', 'max_v'],
};

interface Row {
  readonly id: string;
  readonly name: string;
  readonly notes: string | null;
  readonly columns: readonly string[];
  readonly states: readonly string[];
  readonly elements: readonly string[];
}

const ROW = sql`roll_up.roll_up_id as id, roll_up.name, roll_up.notes, roll_up.columns, roll_up.states, roll_up.elements`;

const told = ({ id, name, notes, columns, states, elements }: Row): UserDefined => ({
  id,
  name,
  properties: { name, notes: notes ?? '' },
  attributes: { 'attribute-ref': [...columns, ...states, ...elements].map((attribute) => ({ id: attribute })) },
  partitions: { 'partition-ref': [] },
});

/** Those of a cube, the oldest first. */
export async function listUserDefined(db: Db, organization: string, cube: Cube): Promise<readonly UserDefined[]> {
  const { rows } = await sql<Row>`
    select ${ROW} from orderly.roll_up
    where roll_up.organization_id = ${organization} and roll_up.cube = ${cube} and roll_up.kind = 'user_defined'
    order by roll_up.created_at, roll_up.roll_up_id
  `.execute(db);
  return rows.map(told);
}

/**
 * Makes one, with every column that an exact answer needs besides those that were named. One that the server chose by itself becomes the user's.
 *
 * @throws OrderlyError 400 for attributes that the cube does not have, or when there is such a one
 */
export async function addUserDefined(
  db: Db,
  organization: string,
  cube: Cube,
  { name, notes, attributes }: WantedAggregate,
  user: CurrentUser,
): Promise<UserDefined> {
  return await transaction(db, async (handle) => {
    const { columns, states, elements } = await resolved(handle, cube, attributes);
    const { rows } = await sql<Row>`
      insert into orderly.roll_up (organization_id, cube, name, notes, kind, subtype, columns, states, elements, created_by)
      values (
        ${organization}, ${cube}, ${name}, ${notes}, 'user_defined', 'manual', ${columns}::text[], ${states}::text[], ${elements}::text[],
        ${user.uid}
      )
      on conflict (organization_id, cube, columns, states, elements) do update set
        name = excluded.name, notes = excluded.notes, kind = excluded.kind, subtype = excluded.subtype, created_by = excluded.created_by
        where roll_up.kind = 'system_defined'
      returning ${ROW}
    `.execute(handle);
    const [row] = rows;
    if (!row) throw invalid('there is an aggregate with these attributes already');
    await raiseCatalogueVersion(handle);
    return told(row);
  });
}

/** Columns, states and data elements that attributes stand for, each sorted as the catalogue has them. */
async function resolved(
  db: Db,
  cube: Cube,
  attributes: readonly string[],
): Promise<{ readonly columns: string[]; readonly states: State[]; readonly elements: string[] }> {
  const table = await tableColumns(db, cube);
  if (!table) throw invalid(`the analytics table of ${cube} is not there yet`);
  const known = new Set([...table.levels, ...table.periods.map(({ name }) => name), ...table.others]);
  const columns = new Set<string>();
  const states = new Set<State>();
  const others: string[] = [];
  for (const attribute of attributes) {
    const ofMeasure = MEASURES[attribute.toUpperCase()] ?? STATES.filter((state) => state === attribute);
    if (known.has(attribute)) columns.add(attribute);
    else if (ofMeasure.length > 0) for (const state of ofMeasure) states.add(state);
    else others.push(attribute);
  }
  const objects = await findObjects(db, others);
  for (const { column } of objects) if (column !== null && known.has(column)) columns.add(column);
  const found = new Set(objects.filter(({ column }) => column === null || known.has(column)).map(({ uid }) => uid));
  const unknown = others.find((attribute) => !found.has(attribute));
  if (unknown !== undefined) throw invalid(`attributes has no dimension, measure or data element ${unknown}`);
  if (columns.size === 0) throw invalid('attributes must have a dimension');
  // How many values there are is always kept: absent, null and zero are three answers.
  const kept = states.size === 0 ? STATES : STATES.filter((state) => state === 'n' || states.has(state));
  return {
    columns: [...closedColumns([...columns], table)],
    states: [...kept].sort(),
    elements: objects.flatMap(({ uid, column }) => (column === null ? [uid] : [])).sort(),
  };
}

/** Levels of organisation units, which have columns of other names, and data elements, which have none. */
async function findObjects(
  db: Db,
  uids: readonly string[],
): Promise<readonly { readonly uid: string; readonly column: string | null }[]> {
  const { rows } = await sql<{ uid: string; column: string | null }>`
    select orgunitlevel.uid, 'uidlevel' || orgunitlevel.level as column from orgunitlevel where orgunitlevel.uid = any (${[...uids]}::text[])
    union all
    select dataelement.uid, null from dataelement where dataelement.uid = any (${[...uids]}::text[]) and dataelement.domaintype = 'AGGREGATE'
  `.execute(db);
  return rows;
}
