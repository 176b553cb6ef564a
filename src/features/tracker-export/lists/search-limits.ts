import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { conflict } from '../../../kernel/errors/index.js';
import type { Scope, ScopeProgram } from '../access/scope.js';
import type { ValueFilter } from '../parameters/filter-parser.js';
import type { UnitRequest } from '../parameters/units.js';

interface Search {
  readonly scope: Scope;
  readonly units: UnitRequest;
  readonly program: ScopeProgram | undefined;
  readonly type: number | undefined;
  readonly filters: readonly ValueFilter[];
  readonly from: RawBuilder<unknown>;
  readonly where: RawBuilder<boolean>;
  readonly key: RawBuilder<unknown>;
}

interface Limits {
  readonly outside: boolean;
  readonly fewest: number;
  readonly most: number;
  readonly searchable: readonly string[];
  readonly unique: readonly string[];
}

/**
 * Whoever searches outside the units where they capture data has to name enough attributes, only searchable ones, and gets nothing when too much is found, as the
 * program or the type of tracked entities says. Super users are not held to it.
 *
 * @throws OrderlyError 409 in the peer's words
 */
export async function demandEnoughAttributes(db: Db, search: Search): Promise<void> {
  const { scope, program, type, filters } = search;
  if (scope.user.isSuper || search.units.mode === 'CAPTURE' || (!program && type === undefined)) return;
  const limits = await readLimits(db, search);
  if (!limits.outside) return;
  const named = filters.map(({ uid }) => uid);
  const hidden = named.filter((uid) => !limits.searchable.includes(uid) && !limits.unique.includes(uid));
  if (hidden.length > 0)
    throw conflict(`Non-searchable attribute(s) can not be used during global search:  [${hidden.join(', ')}]`);
  if (named.length < limits.fewest && !named.some((uid) => limits.unique.includes(uid)))
    throw conflict(`At least ${limits.fewest} attributes should be mentioned in the search criteria.`);
  if (limits.most <= 0) return;
  const { rows } = await sql<{ readonly count: number }>`
    select count(*) as count from (select ${search.key} from ${search.from} where ${search.where} limit ${limits.most + 1}) as found
  `.execute(db);
  if ((rows[0]?.count ?? 0) > limits.most) throw conflict('maxteicountreached');
}

async function readLimits(db: Db, { scope, units, program, type }: Search): Promise<Limits> {
  const asked =
    units.uids.length > 0
      ? sql`select unit.path from organisationunit as unit where unit.uid = any (${[...units.uids]}::text[])`
      : units.mode === 'ALL'
        ? sql`select unit.path from organisationunit as unit where unit.parentid is null`
        : sql`select unnest(${[...scope.search]}::text[])`;
  const [table, id, link] = program
    ? (['program', program.id, 'program_attributes'] as const)
    : (['trackedentitytype', type ?? 0, 'trackedentitytypeattribute'] as const);
  const attributes = (condition: RawBuilder<unknown>) => sql`array(
    select attribute.uid from ${sql.table(link)} as link
    join trackedentityattribute as attribute on attribute.trackedentityattributeid = link.trackedentityattributeid
    where ${sql.ref(`link.${table}id`)} = ${id} and ${condition}
  )`;
  const { rows } = await sql<Limits>`
    select
      exists (
        select from (${asked}) as asked (path)
        where not asked.path like any (${scope.capture.map((path) => `${path}%`)}::text[])
      ) as outside,
      coalesce(owner.minattributesrequiredtosearch, 0) as fewest, coalesce(owner.maxteicounttoreturn, 0) as most,
      ${attributes(sql`link.searchable`)} as searchable, ${attributes(sql`attribute.uniquefield`)} as "unique"
    from ${sql.table(table)} as owner where ${sql.ref(`owner.${table}id`)} = ${id}
  `.execute(db);
  const [limits] = rows;
  if (!limits) throw new Error(`${table} ${id} is gone.`);
  return limits;
}
