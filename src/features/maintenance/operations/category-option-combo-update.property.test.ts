import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/support/database.js';
import {
  addCategory,
  addOption,
  addOptionCombo,
  category,
  combo,
  holdOption,
  option,
  optionCombo,
} from '../../../../test/support/integrity-objects.js';
import type { MadeRow } from '../../../../test/support/make-row.js';
import { previewed, runs } from '../../../../test/support/operations.js';
import {
  GOING,
  KEEPING,
  makeApprovals,
  type Reference,
  storedOptionCombos as stored,
} from '../../../../test/support/option-combos.js';
import { contentSum } from '../../../../test/support/table-contents.js';
import type { Db } from '../../../database/index.js';
import { categoryOptionComboUpdate } from './category-option-combo-update.js';

const database = testDatabase({ demo: true });

const REFERENCES = [...KEEPING, ...GOING];

const countOf = async (db: Db, { table, column }: Reference, key: number): Promise<number> =>
  (
    await sql<{
      count: number;
    }>`select count(*) as count from ${sql.table(table)} where ${sql.id(column)} = ${key}`.execute(db)
  ).rows[0]?.count ?? 0;

/** Everything that is not to change: rows of the tables of references. */
async function referring(db: Db): Promise<string> {
  const parts = [...new Set(KEEPING.map(({ table }) => table))].map((table) => contentSum(sql.table(table)));
  const { rows } = await sql<{ sum: string }>`select concat_ws(',', ${sql.join(parts)}) as sum`.execute(db);
  return rows[0]?.sum ?? '';
}

const world = fc.record({
  options: fc.array(fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme-ascii' }), { minLength: 1, maxLength: 5 }),
  categories: fc.array(fc.array(fc.nat(4), { maxLength: 3 }), { minLength: 1, maxLength: 3 }),
  combos: fc.array(
    fc.record({
      categories: fc.uniqueArray(fc.nat(2), { maxLength: 3 }),
      optionCombos: fc.array(
        fc.record({
          options: fc.uniqueArray(fc.nat(4), { maxLength: 3 }),
          name: fc.constantFrom('Wrong name', null),
          references: fc.uniqueArray(fc.nat(REFERENCES.length - 1), { maxLength: 2 }),
        }),
        { maxLength: 5 },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

interface Expected {
  readonly key: number;
  readonly name: string;
  readonly uid: string;
  /** Sets of options, as texts, with the names that their option combos have; undefined for an invalid combo. */
  readonly wanted: ReadonlyMap<string, string> | undefined;
}

beforeAll(async () => {
  const { db } = database;
  await makeApprovals(db);
  // They are read whole twice in each run; some are as good as all.
  await sql`delete from datavalue where ctid not in (select ctid from datavalue limit 1000)`.execute(db);
  await sql`vacuum analyze datavalue`.execute(db);
});

it('option combos are never orphaned, what something refers to stays, the rest is what the categories give: for any categories and references', async () => {
  const { db } = database;
  let number = 0;
  await fc.assert(
    fc.asyncProperty(world, async (shape) => {
      number += 1;
      const options: MadeRow[] = [];
      const names = new Map<number, string>();
      for (const [index, text] of shape.options.entries()) {
        const name = `${text} ${number} ${index}`.repeat(index === 0 ? 3 : 1);
        const made = await option(db, { name });
        names.set(made.id, name);
        options.push(made);
      }
      const at = (index: number): MadeRow => options[index % options.length] as MadeRow;
      const categories: { readonly row: MadeRow; readonly options: readonly number[] }[] = [];
      for (const list of shape.categories) {
        const row = await category(db);
        const members = [...new Set(list.map((index) => at(index)))];
        for (const [order, member] of members.entries()) await addOption(db, row, member, order);
        categories.push({ row, options: members.map(({ id }) => id) });
      }
      const expected: Expected[] = [];
      for (const { categories: chosen, optionCombos } of shape.combos) {
        const row = await combo(db);
        const own = [...new Set(chosen.map((index) => categories[index % categories.length]))].flatMap(
          (found) => found ?? [],
        );
        for (const [order, each] of own.entries()) await addCategory(db, row, each.row, order);
        const { rows } = await sql<{ name: string }>`select name from categorycombo where uid = ${row.uid}`.execute(db);
        expected.push({
          key: row.id,
          uid: row.uid,
          name: rows[0]?.name ?? '',
          wanted: combinations(
            own.map((each) => each.options),
            names,
          ),
        });
        for (const { options: members, name, references } of optionCombos) {
          const made = await optionCombo(db, { name });
          await addOptionCombo(db, row, made);
          for (const member of new Set(members.map((index) => at(index)))) await holdOption(db, made, member);
          for (const index of references) await REFERENCES[index]?.insert(made.id).execute(db);
        }
      }
      const before = await stored(db);
      const references = await referring(db);
      const links = new Map<number, { readonly keeping: number; readonly going: number }>();
      for (const { key, combo: of } of before)
        if (expected.some((each) => each.key === of)) {
          const counts = await Promise.all(REFERENCES.map((reference) => countOf(db, reference, key)));
          const sum = (from: number, to: number) => counts.slice(from, to).reduce((total, count) => total + count, 0);
          links.set(key, { keeping: sum(0, KEEPING.length), going: sum(KEEPING.length, counts.length) });
        }

      const preview = await previewed(categoryOptionComboUpdate, db);
      expect(await stored(db)).toEqual(before);
      const effects = await runs(categoryOptionComboUpdate, db);
      expect(effects).toEqual(preview);

      const after = await stored(db);
      expect(await referring(db)).toBe(references);
      expect(
        after.filter(
          (each) => each.combo === null && before.some(({ key, combo: of }) => key === each.key && of !== null),
        ),
      ).toEqual([]);
      const refused = new Set<string>();
      for (const { key, wanted } of expected) {
        const had = before.filter((each) => each.combo === key);
        const has = after.filter((each) => each.combo === key);
        if (!wanted) {
          expect(has).toEqual(had);
          continue;
        }
        const kept = had.filter((each) => wanted.has(setOf(each.options)));
        const held = had.filter((each) => !wanted.has(setOf(each.options)) && (links.get(each.key)?.keeping ?? 0) > 0);
        for (const each of held) refused.add(each.uid);
        // What was there keeps its identity; each combination that was not there is there once.
        const sets = new Set(kept.map((each) => setOf(each.options)));
        const missing = [...wanted.keys()].filter((set) => !sets.has(set));
        expect(has.map((each) => setOf(each.options)).toSorted()).toEqual(
          [...kept, ...held]
            .map((each) => setOf(each.options))
            .concat(missing)
            .toSorted(),
        );
        for (const each of held) expect(has).toContainEqual(each);
        for (const each of has) if (!refused.has(each.uid)) expect(each.name).toBe(wanted.get(setOf(each.options)));
        for (const each of kept) expect(has.map((now) => now.key)).toContain(each.key);
        for (const gone of had.filter((each) => !has.some((now) => now.key === each.key)))
          expect(
            (await Promise.all(GOING.map((reference) => countOf(db, reference, gone.key)))).every(
              (count) => count === 0,
            ),
          ).toBe(true);
      }
      const own = effects.skipped.filter(
        ({ id }) => [...refused].includes(id) || expected.some(({ uid }) => uid === id),
      );
      expect(new Set(own.map(({ id }) => id))).toEqual(
        new Set([...refused, ...expected.flatMap(({ uid, wanted }) => (wanted ? [] : [uid]))]),
      );
      const lost = before
        .filter((each) => !after.some((now) => now.key === each.key))
        .reduce((sum, { key }) => sum + (links.get(key)?.going ?? 0), 0);
      expect((effects.counts.minmaxdataelement ?? 0) + (effects.counts.validationresult ?? 0)).toBe(lost);
      // A second run does nothing.
      const again = await runs(categoryOptionComboUpdate, db);
      expect(again.counts).toEqual({});
      expect(await stored(db)).toEqual(after);
    }),
    { numRuns: 25 },
  );
}, 240_000);

const setOf = (options: readonly number[]): string => options.toSorted((x, y) => x - y).join();

/** The sets that taking one option of each category gives, with their names; undefined when there are none. */
function combinations(
  categories: readonly (readonly number[])[],
  names: ReadonlyMap<number, string>,
): ReadonlyMap<string, string> | undefined {
  if (categories.length === 0 || categories.some((options) => options.length === 0)) return undefined;
  let sets: readonly (readonly number[])[] = [[]];
  for (const options of categories) sets = sets.flatMap((set) => options.map((each) => [...new Set([...set, each])]));
  const place = (each: number): number => categories.findIndex((options) => options.includes(each));
  return new Map(
    sets.map((set) => [
      setOf(set),
      set
        .toSorted((x, y) => place(x) - place(y) || x - y)
        .map((each) => names.get(each))
        .join(', ')
        .slice(0, 255),
    ]),
  );
}
