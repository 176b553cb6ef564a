import { type RawBuilder, sql } from 'kysely';
import { type Db, type HeldKeys, insertHolding } from '../../../database/index.js';
import { changeValues, insertNewValues } from '../../data-values/index.js';
import type { ImportCount } from '../../imports/index.js';
import { type Fate, markSuperseded } from './judge.js';

/** How many values have each fate; revived ones are those that were there, marked as deleted. */
export interface Fates {
  readonly fresh: number;
  readonly revived: number;
  readonly updated: number;
  readonly deleted: number;
  readonly ignored: number;
  /** How many of those that are ignored were not taken, for whatever reason but that they change nothing. */
  readonly rejected: number;
}

/** Counts the values by what becomes of them, once those that give way to later ones are marked, too. */
export async function settleFates(db: Db): Promise<Fates> {
  let fates = await countFates(db);
  if (fates.repeated > 0) {
    await markSuperseded(db);
    fates = await countFates(db);
  }
  // What is only put in, or changes nothing, is not joined to anything any more.
  if (fates.rejected + fates.revived + fates.updated + fates.deleted > 0) await sql`analyze judged_value`.execute(db);
  return fates;
}

/** `repeated` is how many values are for a key that another one is for. */
async function countFates(db: Db): Promise<Fates & { readonly repeated: number }> {
  const { rows } = await sql<Fates & { readonly repeated: number }>`
    select
      count(*) filter (where judged.fate = 'I') as fresh,
      count(*) filter (where judged.fate = 'C' and judged.was_deleted) as revived,
      count(*) filter (where judged.fate = 'C' and not judged.was_deleted) as updated,
      count(*) filter (where judged.fate = 'D') as deleted,
      count(*) filter (where judged.fate is null or judged.fate in ('N', 'X', 'S')) as ignored,
      count(*) filter (where judged.fate is null or judged.fate in ('X', 'S')) as rejected,
      count(judged.place) - count(distinct judged.place) as repeated
    from judged_value as judged
  `.execute(db);
  return rows[0] ?? { fresh: 0, revived: 0, updated: 0, deleted: 0, ignored: 0, rejected: 0, repeated: 0 };
}

/** The counts that {@link storeJudged} comes to when nobody else writes meanwhile. */
export function foretell({ fresh, revived, updated, deleted, ignored }: Fates): ImportCount {
  return { imported: fresh + revived, updated, deleted, ignored };
}

/**
 * Puts in, changes and deletes the values that may be stored, with what was there before in the audit unless `skipAudit` (contract: imports.md §2.5).
 *
 * @param by username for the audit
 */
export async function storeJudged(db: Db, fates: Fates, by: string, skipAudit: boolean): Promise<ImportCount> {
  const { fresh, revived, updated, deleted, ignored } = fates;
  const inserted =
    fresh > 0 ? await insertHolding(db, 'datavalue', REFERENCES, () => insertNewValues(db, withFates(['I']))) : 0;
  // What somebody else put in meanwhile is there now, and is changed like everything that was there before.
  const taken = inserted < fresh;
  const changing = taken || revived + updated + deleted > 0;
  const changes = changing
    ? await changeValues(db, withFates(taken ? ['I', 'C', 'D'] : ['C', 'D']), by, { audited: !skipAudit })
    : { revived: 0, updated: 0, deleted: 0 };
  const imported = inserted + changes.revived;
  const total = fresh + revived + updated + deleted + ignored;
  return {
    imported,
    updated: changes.updated,
    deleted: changes.deleted,
    ignored: total - imported - changes.updated - changes.deleted,
  };
}

const combos = {
  table: 'categoryoptioncombo',
  key: 'categoryoptioncomboid',
  keys: sql`select categoryoptioncomboid from named_combo`,
};

/** What the rows of `datavalue` refer to; all their keys are among those that the payload names. */
const REFERENCES: readonly HeldKeys[] = [
  {
    column: 'dataelementid',
    table: 'dataelement',
    key: 'dataelementid',
    keys: sql`select dataelementid from named_element`,
  },
  { column: 'periodid', table: 'period', key: 'periodid', keys: sql`select periodid from named_period` },
  {
    column: 'sourceid',
    table: 'organisationunit',
    key: 'organisationunitid',
    keys: sql`select organisationunitid from named_unit`,
  },
  { column: 'categoryoptioncomboid', ...combos },
  { column: 'attributeoptioncomboid', ...combos },
];

const withFates = (fates: readonly Fate[]): RawBuilder<unknown> => sql`
  select judged.dataelementid, judged.periodid, judged.sourceid, judged.categoryoptioncomboid, judged.attributeoptioncomboid,
    judged.value, judged.comment, judged.followup, judged.has_comment, judged.has_followup, judged.stored_by, judged.gone
  from judged_value as judged
  where judged.fate = any (${[...fates]}::"char"[])
  order by judged.place
`;

/** Positions of the values that were not taken: refused ones, those the strategy does not want, and those that gave way to a later one (contract: imports.md §2.3). */
export async function readRejected(db: Db): Promise<readonly number[]> {
  const { rows } = await sql<{ positions: number[] | null }>`
    select array_agg(judged.position order by judged.position) as positions
    from judged_value as judged
    where judged.fate is null or judged.fate in ('X', 'S')
  `.execute(db);
  return rows[0]?.positions ?? [];
}

/** Takes away the rows of `period` that the import made and no value with one of the fates needs. */
export async function dropUnneeded(db: Db, made: readonly number[], needed: readonly Fate[]): Promise<void> {
  if (made.length === 0) return;
  await sql`
    delete from period
    where period.periodid = any (${[...made]}::bigint[])
      and period.periodid not in (select judged.periodid from judged_value as judged where judged.fate = any (${[...needed]}::"char"[]))
  `.execute(db);
}
