import { type RawBuilder, sql } from 'kysely';
import type { AccessLevel, Scope } from './scope.js';

/** How the units of a request are meant (contract: imports.md §7; names of the peer). */
export type UnitMode = 'SELECTED' | 'CHILDREN' | 'DESCENDANTS' | 'ACCESSIBLE' | 'CAPTURE' | 'ALL';

/** Whose data of the tracker is read, and how far. */
export interface Access {
  readonly scope: Scope;
  readonly mode: UnitMode;
}

export const ref = (alias: string, column: string): RawBuilder<unknown> => sql.ref(`${alias}.${column}`);

export const anyOf = (value: RawBuilder<unknown>, keys: readonly number[]): RawBuilder<boolean> =>
  sql`${value} = any (${[...keys]}::bigint[])`;

/** All of the conditions, never nothing. */
export const all = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<boolean> =>
  conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`;

/** Whether a unit is one of those below these paths, or one of theirs. */
export function within(unit: RawBuilder<unknown>, paths: readonly string[]): RawBuilder<boolean> {
  if (paths.length === 0) return sql`false`;
  return sql`${unit} in (
    select below.organisationunitid from organisationunit as below where below.path like any (${paths.map((path) => `${path}%`)}::text[])
  )`;
}

/** Of whom and what a piece of a tracked entity's data is, as expressions. */
export interface Owned {
  readonly program: RawBuilder<unknown>;
  readonly entity: RawBuilder<unknown>;
  /** The unit that owns the tracked entity in the program; of an event without registration the unit of the event. */
  readonly owner: RawBuilder<unknown>;
}

/**
 * Whether the user may read data of the program that the unit owns: openly where they search, guarded programs where they capture, and protected ones for a while after
 * they have said why (programs' access levels of the peer).
 */
export function mayRead({ scope, mode }: Access, { program, entity, owner }: Owned): RawBuilder<boolean> {
  const keys = (...levels: readonly AccessLevel[]) =>
    scope.programs.filter(({ accessLevel }) => levels.includes(accessLevel)).map(({ id }) => id);
  const everything = scope.user.isSuper
    ? sql<boolean>`true`
    : anyOf(
        program,
        scope.programs.map(({ id }) => id),
      );
  if (mode === 'CAPTURE') return all([everything, within(owner, scope.capture)]);
  if (scope.user.isSuper || mode === 'ALL') return everything;
  return sql`(
    ${anyOf(program, keys('OPEN', 'AUDITED'))} and ${within(owner, scope.search)}
    or ${anyOf(program, keys('PROTECTED', 'CLOSED'))} and ${within(owner, scope.capture)}
    or ${anyOf(program, keys('PROTECTED'))} and exists (
      select from programtempowner as granted
      where granted.programid = ${program} and granted.trackedentityid = ${entity} and granted.userid = ${scope.user.id}
        and granted.validtill > localtimestamp
    )
  )`;
}

/** The row that says which unit owns a tracked entity in a program, joined as `owner`. */
export const ownerJoin = (owner: string, entity: RawBuilder<unknown>, program: RawBuilder<unknown>) => sql`
  left join trackedentityprogramowner as ${sql.id(owner)}
    on ${ref(owner, 'trackedentityid')} = ${entity} and ${ref(owner, 'programid')} = ${program}
`;

/** Whether the user may read data of the stage and of all category options of the event in the row called `event`. */
export function eventShared({ scope }: Access, event: string): RawBuilder<boolean> {
  if (scope.user.isSuper) return sql`true`;
  const stage = anyOf(ref(event, 'programstageid'), scope.stages);
  if (scope.hiddenOptions.length === 0) return stage;
  return sql`(${stage} and not exists (
    select from categoryoptioncombos_categoryoptions as link
    where link.categoryoptioncomboid = ${ref(event, 'attributeoptioncomboid')} and ${anyOf(sql.ref('link.categoryoptionid'), scope.hiddenOptions)}
  ))`;
}

/** The unit that owns a tracked entity in a program: the registering one where nobody has taken it over, `fallback` for what has no tracked entity. */
export const ownerOf = (
  entity: RawBuilder<unknown>,
  program: RawBuilder<unknown>,
  fallback: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`coalesce(
  (
    select owning.organisationunitid from trackedentityprogramowner as owning
    where owning.trackedentityid = ${entity} and owning.programid = ${program}
  ),
  (select registered.organisationunitid from trackedentity as registered where registered.trackedentityid = ${entity}),
  ${fallback}
)`;

/** Whether the user may read the enrollment in the row called `row`, or what belongs to it. `fallback` is the unit of what has no owner. */
export function enrollmentReadable(access: Access, row: string, fallback?: RawBuilder<unknown>): RawBuilder<boolean> {
  if (access.scope.user.isSuper && access.mode !== 'CAPTURE') return sql`true`;
  const [program, entity] = [ref(row, 'programid'), ref(row, 'trackedentityid')];
  const owner = ownerOf(entity, program, fallback ?? ref(row, 'organisationunitid'));
  return mayRead(access, { program, entity, owner });
}

/** Whether the user may read data of the program of the event in the row called `row`, which has no enrollment. From 2.43 on that is how events of programs without registration are. */
export const looseEventReadable = (access: Access, row: string): RawBuilder<boolean> => sql`exists (
  select from programstage as own_stage
  where own_stage.programstageid = ${ref(row, 'programstageid')}
    and ${mayRead(access, { program: sql.ref('own_stage.programid'), entity: sql`null::bigint`, owner: ref(row, 'organisationunitid') })}
)`;

/**
 * Whether the user may read the tracked entity in the row called `row`: its type is shared with them, and there is a program for the type in which they may read
 * what the owning unit owns, the registering unit where nobody does. `unit` narrows the owner down.
 */
export function entityReadable(
  access: Access,
  row: string,
  unit?: (owner: RawBuilder<unknown>) => RawBuilder<boolean>,
): RawBuilder<boolean> {
  const { scope, mode } = access;
  const registering = ref(row, 'organisationunitid');
  const owner = sql`coalesce(owning.organisationunitid, ${registering})`;
  const narrowed = unit?.(owner) ?? sql`true`;
  if (scope.user.isSuper && mode !== 'CAPTURE' && !unit) return sql`true`;
  const entity = ref(row, 'trackedentityid');
  const viaProgram = sql`exists (
    select from program as offered
    left join trackedentityprogramowner as owning on owning.trackedentityid = ${entity} and owning.programid = offered.programid
    where offered.trackedentitytypeid = ${ref(row, 'trackedentitytypeid')} and offered.type = 'WITH_REGISTRATION'
      and ${mayRead(access, { program: sql.ref('offered.programid'), entity, owner })} and ${narrowed}
  )`;
  if (scope.user.isSuper) {
    // Nothing is hidden from them for want of a program.
    const capture = mode === 'CAPTURE' ? within(registering, scope.capture) : sql`true`;
    return sql`(${viaProgram} or ${capture} and ${unit?.(registering) ?? sql`true`})`;
  }
  return sql`(${anyOf(ref(row, 'trackedentitytypeid'), scope.entityTypes)} and ${viaProgram})`;
}
