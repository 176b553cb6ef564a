import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { MetadataType } from '../../model/type.js';
import { ROWS_ALONG } from './along.js';
import { type Referrer, referrersOf } from './foreign-keys.js';
import { formulasNaming } from './formulas.js';
import { REFERRING, relationOf } from './holders.js';
import { counted } from './labels.js';

/** Rows that are about to go, by type: what they refer to does not keep anything. */
export type Going = ReadonlyMap<MetadataType, ReadonlySet<number>>;

const NAMES_SHOWN = 3;

interface Found {
  readonly referrer: number;
  readonly key: number;
  readonly count: number;
  readonly names: readonly (string | null)[] | null;
}

/** For each row that something else refers to, sentences that say what (contract: http.md §5 E4030). Two statements, however many rows there are. */
export async function findBlockers(
  db: Db,
  type: MetadataType,
  rows: ReadonlyMap<number, string>,
  going: Going,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const blockers = new Map<number, string[]>();
  const add = (key: number, sentence: string): void => {
    const list = blockers.get(key);
    if (list) list.push(sentence);
    else blockers.set(key, [sentence]);
  };
  const keys = [...rows.keys()];
  const referrers = await referrersOf(db, type.table);
  const questions = referrers.flatMap((referrer, index) => question(type, referrer, index, keys, going) ?? []);
  if (questions.length > 0) {
    const { rows: found } = await sql<Found>`${sql.join(questions, sql` union all `)}`.execute(db);
    for (const [key, sentences] of sentencesOf(type, referrers, found)) for (const text of sentences) add(key, text);
  }
  const keyOf = new Map([...rows].map(([key, uid]) => [uid, key]));
  for (const { uid, user } of await formulasNaming(db, [...rows.values()])) {
    const key = keyOf.get(uid);
    if (key !== undefined) add(key, user);
  }
  return blockers;
}

/** How many rows of `referrer` refer to each key, and the names of the first that they belong to; undefined where they keep nothing. */
function question(
  type: MetadataType,
  referrer: Referrer,
  index: number,
  keys: readonly number[],
  going: Going,
): RawBuilder<unknown> | undefined {
  const relation = relationOf(type, referrer);
  if (relation.kind === 'own' || relation.kind === 'membership') return undefined;
  const along = ROWS_ALONG[type.name]?.find(
    (rows) => rows.table === referrer.table && rows.column === referrer.column && rows.via === undefined,
  );
  if (along && along.softDeletedOnly !== true) return undefined;
  const kept = along ? sql`and not ${sql.ref(`${REFERRING}.deleted`)}` : sql``;
  const target = sql.ref(`gone.${type.key}`);
  const source = sql`
    from ${sql.table(type.table)} as gone
    join ${sql.table(referrer.table)} as ${sql.ref(REFERRING)} on ${sql.ref(`${REFERRING}.${referrer.column}`)} = ${sql.ref(`gone.${referrer.target}`)}
  `;
  const wanted = sql`where ${target} = any (${keys}) ${kept}`;
  if (relation.kind === 'data')
    return sql`(
      select ${index}::int as referrer, ${target} as key, count(*) as count, null::text[] as names ${source} ${wanted} group by ${target}
    )`;
  const { holder } = relation;
  const gone = [...(going.get(holder) ?? [])];
  const title =
    holder.properties.get('name')?.kind === 'value'
      ? sql`holder.name || ' (' || holder.uid || ')'`
      : sql`holder.uid::text`;
  return sql`(
    select ${index}::int as referrer, ${target} as key, count(distinct ${sql.ref(`holder.${holder.key}`)}) as count,
      (array_agg(distinct ${holder.identifiable ? title : sql`null::text`}))[1:${sql.lit(NAMES_SHOWN)}] as names
    ${source}
    join ${sql.table(holder.table)} as holder on ${sql.ref(`holder.${holder.key}`)} = ${relation.key}
    ${wanted} ${gone.length > 0 ? sql`and ${sql.ref(`holder.${holder.key}`)} <> all (${gone})` : sql``}
    group by ${target}
  )`;
}

/** Data are counted by what they are, whatever the column that names the object; everything else is called by name. */
function sentencesOf(
  type: MetadataType,
  referrers: readonly Referrer[],
  found: readonly Found[],
): ReadonlyMap<number, readonly string[]> {
  const named = new Map<number, string[]>();
  const data = new Map<number, Map<string, number>>();
  for (const { referrer: index, key, count, names } of found) {
    const referrer = referrers[index];
    const relation = referrer && relationOf(type, referrer);
    if (relation?.kind === 'held') {
      named.set(key, [...(named.get(key) ?? []), nameHolders(relation.holder, count, names)]);
    } else if (referrer) {
      const counts = data.get(key) ?? new Map<string, number>();
      data.set(key, counts.set(referrer.table, (counts.get(referrer.table) ?? 0) + count));
    }
  }
  return new Map(
    [...new Set([...named.keys(), ...data.keys()])].map((key) => [
      key,
      [...(named.get(key) ?? []), ...[...(data.get(key) ?? [])].map(([table, count]) => counted(table, count))],
    ]),
  );
}

function nameHolders(holder: MetadataType, count: number, names: readonly (string | null)[] | null): string {
  const shown = (names ?? []).filter((name) => name !== null);
  const more = count > shown.length ? ` and ${count - shown.length} more` : '';
  return `${holder.label.toLowerCase()} ${shown.join(', ')}${more}`;
}
