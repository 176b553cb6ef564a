import { type RawBuilder, sql } from 'kysely';
import { type Db, type Keeper, keepersOf, tableOf } from '../../../database/index.js';
import type { MetadataType } from '../../model/type.js';

import { LET_GO, type RowsAlong, rowsAlong, type SoftDeleted } from './along.js';
import { formulasNaming } from './formulas.js';
import { type Holder, REFERRING, relationOf } from './holders.js';
import { counted } from './labels.js';

/** Rows that are about to go, by type, with their uids: what they refer to does not keep anything. */
export type Going = ReadonlyMap<MetadataType, ReadonlyMap<number, string>>;

const NAMES_SHOWN = 3;

/** One question to the database: which rows of a table refer to those that are to go, and whose they are. */
interface Question {
  readonly referrer: Keeper;
  /** Without one, the rows are data. */
  readonly holder: Holder | undefined;
  readonly text: (index: number) => RawBuilder<unknown>;
}

interface Found {
  readonly question: number;
  readonly key: number;
  readonly count: number;
  readonly names: readonly string[] | null;
}

/** For each row of a type that something else refers to, sentences that say what (contract: http.md §5 E4030). Two statements, however many rows there are. */
export async function findBlockers(
  db: Db,
  type: MetadataType,
  going: Going,
  softDeleted: SoftDeleted,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const rows = going.get(type) ?? new Map<number, string>();
  const blockers = new Map<number, string[]>();
  const add = (key: number, sentence: string): void => {
    const list = blockers.get(key);
    if (list) list.push(sentence);
    else blockers.set(key, [sentence]);
  };
  const referrers = await keepersOf(db, type.table);
  const questions = referrers.flatMap((referrer) => [
    ...questionsAbout(type, referrer, [...rows.keys()], going, softDeleted),
  ]);
  if (questions.length > 0) {
    const texts = questions.map(({ text }, index) => text(index));
    const { rows: found } = await sql<Found>`${sql.join(texts, sql` union all `)}`.execute(db);
    // Data are counted by what they are, whatever the column that names the object; everything else is called by name.
    const data = new Map<number, Map<string, number>>();
    for (const { question: index, key, count, names } of found) {
      const question = questions[index];
      if (question?.holder) add(key, nameHolders(question.holder, count, names ?? []));
      else if (question) {
        const { name } = question.referrer;
        const counts = data.get(key) ?? new Map<string, number>();
        data.set(key, counts.set(name, (counts.get(name) ?? 0) + count));
      }
    }
    for (const [key, counts] of data) for (const [name, count] of counts) add(key, counted(name, count));
  }
  const keyOf = new Map([...rows].map(([key, uid]) => [uid, key]));
  const goingUids = [...going.values()].flatMap((uids) => [...uids.values()]);
  for (const { uid, user } of await formulasNaming(db, [...rows.values()], goingUids)) {
    const key = keyOf.get(uid);
    if (key !== undefined) add(key, user);
  }
  return blockers;
}

/** What to ask about the rows of one referring column; nothing where they keep nothing. */
function* questionsAbout(
  type: MetadataType,
  referrer: Keeper,
  keys: readonly number[],
  going: Going,
  softDeleted: SoftDeleted,
): Generator<Question> {
  const relation = relationOf(type, referrer);
  if (relation.kind === 'own' || relation.kind === 'membership') return;
  if (LET_GO[type.name]?.some(({ table, column }) => table === referrer.name && column === referrer.column)) return;
  const alongs = rowsAlong(type, softDeleted).filter(({ table }) => table === referrer.name);
  const along = alongs.find((rows) => rows.column === referrer.column && rows.via === undefined);
  if (along && along.softDeletedOnly !== true) return;
  const target = sql.ref(`gone.${type.key}`);
  const wanted = sql`
    from ${sql.table(type.table)} as gone
    join ${tableOf(referrer)} as ${sql.ref(REFERRING)} on ${sql.ref(`${REFERRING}.${referrer.column}`)} = ${sql.ref(`gone.${referrer.target}`)}
  `;
  const condition = sql`where ${target} = any (${keys}) ${remaining(alongs, along, keys)}`;
  const holders = relation.kind === 'held' ? relation.holders : [];
  for (const holder of holders) {
    const gone = [...(going.get(holder.type)?.keys() ?? [])];
    const kept = gone.length > 0 ? sql`and ${sql.ref(`holder.${holder.type.key}`)} <> all (${gone})` : sql``;
    yield {
      referrer,
      holder,
      text: (index) => sql`(
        select ${index}::int as question, ${target} as key, count(*) as count,
          (array_agg(distinct ${titleOf(holder.type)}))[1:${sql.lit(NAMES_SHOWN)}] as names
        ${wanted}
        join ${sql.table(holder.type.table)} as holder on ${sql.ref(`holder.${holder.type.key}`)} = ${holder.key}
        ${condition} ${kept} group by ${target}
      )`,
    };
  }
  const ownerless = holders.length > 0 ? sql`and coalesce(${sql.join(holders.map(({ key }) => key))}) is null` : sql``;
  yield {
    referrer,
    holder: undefined,
    text: (index) => sql`(
      select ${index}::int as question, ${target} as key, count(*) as count, null::text[] as names
      ${wanted} ${condition} ${ownerless} group by ${target}
    )`,
  };
}

/** Leaves out the rows that go along: soft-deleted ones, and those that go because of another of their columns. */
function remaining(
  alongs: readonly RowsAlong[],
  own: RowsAlong | undefined,
  keys: readonly number[],
): RawBuilder<unknown> {
  const deleted = own ? sql`and not ${sql.ref(`${REFERRING}.deleted`)}` : sql``;
  const others = alongs.filter((along) => along !== own && along.softDeletedOnly !== true && along.via === undefined);
  const gone = others.map(({ column }) => {
    const other = sql.ref(`${REFERRING}.${column}`);
    return sql`and (${other} is null or ${other} <> all (${keys}))`;
  });
  return sql`${deleted} ${sql.join(gone, sql` `)}`;
}

function titleOf(type: MetadataType): RawBuilder<string> {
  return type.properties.get('name')?.kind === 'value'
    ? sql`coalesce(holder.name || ' (' || holder.uid || ')', holder.uid)`
    : sql`holder.uid::text`;
}

function nameHolders({ type }: Holder, count: number, names: readonly string[]): string {
  const more = count > names.length && names.length === NAMES_SHOWN ? ` and ${count - names.length} more` : '';
  return `${type.label.toLowerCase()} ${names.join(', ')}${more}`;
}
