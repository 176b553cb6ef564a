import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { isDataReadable } from '../../../metadata/index.js';

/** How openly data of a program is dealt with outside the units where it is captured. */
export type AccessLevel = 'OPEN' | 'AUDITED' | 'PROTECTED' | 'CLOSED';

/** A program whose data the user may read by its sharing, and by that of its type of tracked entities. */
export interface ScopeProgram {
  readonly id: number;
  readonly uid: string;
  readonly registration: boolean;
  readonly accessLevel: AccessLevel;
  readonly entityType: number | null;
}

/** What of the tracker's data a user may read, as far as sharing and their units say it. Read once for each request. */
export interface Scope {
  readonly user: CurrentUser;
  /** Paths of the units where they capture data. */
  readonly capture: readonly string[];
  /** Paths of the units in which they search: those where they capture unless they have others. */
  readonly search: readonly string[];
  readonly programs: readonly ScopeProgram[];
  readonly stages: readonly number[];
  readonly entityTypes: readonly number[];
  readonly relationshipTypes: readonly number[];
  /** Category options whose data they may not read. */
  readonly hiddenOptions: readonly number[];
  /** Whether there are tracked entities of which it is noted who sees them. */
  readonly auditsReading: boolean;
}

const ids = (table: string, key: string, condition: RawBuilder<boolean>): RawBuilder<number[]> => sql`coalesce((
  select json_agg(${sql.ref(`${table}.${key}`)}) from ${sql.table(table)} where ${condition}
), '[]')`;

const paths = (table: string, user: CurrentUser): RawBuilder<string[]> => sql`array(
  select unit.path from ${sql.table(table)} as member
  join organisationunit as unit on unit.organisationunitid = member.organisationunitid
  where member.userinfoid = ${user.id} and unit.path is not null
)`;

/** Reads what the user may see, in one statement. */
export async function readScope(db: Db, user: CurrentUser): Promise<Scope> {
  const readable = (alias: string) => isDataReadable(alias, user);
  const { rows } = await sql<Omit<Scope, 'user'>>`
    select
      ${paths('usermembership', user)} as capture, ${paths('userteisearchorgunits', user)} as search,
      coalesce((
        select json_agg(json_build_object(
          'id', program.programid, 'uid', program.uid, 'registration', program.type = 'WITH_REGISTRATION',
          'accessLevel', coalesce(program.accesslevel, 'OPEN'), 'entityType', program.trackedentitytypeid
        ))
        from program
        left join trackedentitytype on trackedentitytype.trackedentitytypeid = program.trackedentitytypeid
        where ${readable('program')} and (trackedentitytype.trackedentitytypeid is null or ${readable('trackedentitytype')})
      ), '[]') as programs,
      ${ids('programstage', 'programstageid', readable('programstage'))} as stages,
      ${ids('trackedentitytype', 'trackedentitytypeid', readable('trackedentitytype'))} as "entityTypes",
      ${ids('relationshiptype', 'relationshiptypeid', readable('relationshiptype'))} as "relationshipTypes",
      ${ids('categoryoption', 'categoryoptionid', sql`not ${readable('categoryoption')}`)} as "hiddenOptions",
      exists (select from trackedentitytype where trackedentitytype.allowauditlog) as "auditsReading"
    from (values (1)) as one
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error('PostgreSQL gave no row for a list of values.');
  return { user, ...row, search: row.search.length > 0 ? row.search : row.capture };
}
