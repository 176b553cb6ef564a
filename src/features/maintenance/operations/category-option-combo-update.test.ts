import fc from 'fast-check';
import { type RawBuilder, sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
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
  wholeCombo,
} from '../../../../test/support/integrity-objects.js';
import type { MadeRow } from '../../../../test/support/make-row.js';
import { makeRow } from '../../../../test/support/make-row.js';
import { previewed, runs } from '../../../../test/support/operations.js';
import type { Db } from '../../../database/index.js';
import { categoryOptionComboUpdate, categoryOptionComboUpdateOfCombo } from './category-option-combo-update.js';

const database = testDatabase({ demo: true });

const first = (table: string, key = `${table}id`): RawBuilder<unknown> =>
  sql`(select min(${sql.id(key)}) from ${sql.table(table)})`;
const [ELEMENT, PERIOD, UNIT] = [first('dataelement'), first('period'), first('organisationunit')];
const DEFAULT = sql`(select categoryoptioncomboid from categoryoptioncombo where uid = 'HllvX50cXC0')`;

interface Reference {
  readonly table: string;
  readonly column: string;
  readonly insert: (key: number) => RawBuilder<unknown>;
  /** What the refusal says. */
  readonly said?: RegExp;
}

const value = (combo: RawBuilder<unknown>, attribute: RawBuilder<unknown>, deleted: boolean, unit = UNIT) => sql`
  insert into datavalue (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, created, lastupdated, deleted)
  values (${ELEMENT}, ${PERIOD}, ${unit}, ${combo}, ${attribute}, '1', now(), now(), ${deleted})
`;

/** Every way in which rows of the core tables refer to an option combo, and whether it keeps one from going. */
const KEEPING: readonly Reference[] = [
  {
    table: 'datavalue',
    column: 'categoryoptioncomboid',
    insert: (key) => value(sql`${key}`, DEFAULT, false),
    said: /1 data value/,
  },
  {
    table: 'datavalue',
    column: 'attributeoptioncomboid',
    insert: (key) => value(DEFAULT, sql`${key}`, true, first('organisationunit')),
    said: /data value/,
  },
  {
    table: 'datavalueaudit',
    column: 'attributeoptioncomboid',
    insert: (key) => sql`
      insert into datavalueaudit (datavalueauditid, dataelementid, periodid, organisationunitid, categoryoptioncomboid, attributeoptioncomboid, audittype)
      values (nextval('hibernate_sequence'), ${ELEMENT}, ${PERIOD}, ${UNIT}, ${DEFAULT}, ${key}, 'UPDATE')`,
    said: /1 data value audit record/,
  },
  {
    table: 'completedatasetregistration',
    column: 'attributeoptioncomboid',
    insert: (key) => sql`
      insert into completedatasetregistration (datasetid, periodid, sourceid, attributeoptioncomboid, completed)
      values (${first('dataset')}, ${PERIOD}, ${UNIT}, ${key}, true)`,
    said: /1 data set registration/,
  },
  {
    table: 'dataapproval',
    column: 'attributeoptioncomboid',
    insert: (key) => sql`
      insert into dataapproval (dataapprovalid, dataapprovallevelid, workflowid, periodid, organisationunitid, attributeoptioncomboid, accepted, created, creator)
      values (nextval('hibernate_sequence'), ${first('dataapprovallevel')}, ${first('dataapprovalworkflow', 'workflowid')}, ${PERIOD}, ${UNIT}, ${key}, true, now(), ${first('userinfo')})`,
    said: /1 data approval/,
  },
  {
    table: 'dataapprovalaudit',
    column: 'attributeoptioncomboid',
    insert: (key) => sql`
      insert into dataapprovalaudit (dataapprovalauditid, levelid, workflowid, periodid, organisationunitid, attributeoptioncomboid, action, created, creator)
      values (nextval('hibernate_sequence'), ${first('dataapprovallevel')}, ${first('dataapprovalworkflow', 'workflowid')}, ${PERIOD}, ${UNIT}, ${key}, 'APPROVE', now(), ${first('userinfo')})`,
    said: /1 data approval audit record/,
  },
  {
    table: 'event',
    column: 'attributeoptioncomboid',
    insert: (key) => sql`
      update event set attributeoptioncomboid = ${key}
      where eventid = (select min(eventid) from event where attributeoptioncomboid is null or attributeoptioncomboid = ${DEFAULT})`,
    said: /1 event/,
  },
  {
    table: 'smscodes',
    column: 'optionid',
    insert: (key) =>
      sql`insert into smscodes (smscodeid, code, optionid) values ((select coalesce(max(smscodeid), 0) + 1 from smscodes), 'x', ${key})`,
    said: /1 row of smscodes/,
  },
  {
    table: 'datadimensionitem',
    column: 'dataelementoperand_categoryoptioncomboid',
    insert: (key) => sql`
      insert into datadimensionitem (datadimensionitemid, dataelementoperand_dataelementid, dataelementoperand_categoryoptioncomboid)
      values (nextval('hibernate_sequence'), ${ELEMENT}, ${key})`,
    said: /1 row of datadimensionitem/,
  },
  {
    table: 'dataelementoperand',
    column: 'categoryoptioncomboid',
    insert: (key) => sql`
      insert into dataelementoperand (dataelementoperandid, dataelementid, categoryoptioncomboid) values (nextval('hibernate_sequence'), ${ELEMENT}, ${key})`,
    said: /1 row of dataelementoperand/,
  },
  {
    table: 'predictor',
    column: 'generatoroutputcombo',
    insert: (key) => sql`
      insert into predictor (predictorid, uid, created, lastupdated, name, shortname, generatoroutput, generatoroutputcombo, periodtypeid, sequentialsamplecount, annualsamplecount)
      values (nextval('hibernate_sequence'), 'P' || lpad(${key}::text, 10, '0'), now(), now(), 'P ' || ${key}, 'P ' || ${key}, ${ELEMENT}, ${key}, ${first('periodtype')}, 1, 1)`,
    said: /predictor P \d+/,
  },
];
const GOING: readonly Reference[] = [
  {
    table: 'minmaxdataelement',
    column: 'categoryoptioncomboid',
    insert: (key) => sql`
      insert into minmaxdataelement (sourceid, dataelementid, categoryoptioncomboid, minimumvalue, maximumvalue, generatedvalue)
      values (${UNIT}, ${ELEMENT}, ${key}, 1, 2, false)`,
  },
  {
    table: 'validationresult',
    column: 'attributeoptioncomboid',
    insert: (key) => sql`
      insert into validationresult (validationresultid, created, periodid, organisationunitid, attributeoptioncomboid)
      values (nextval('hibernate_sequence'), now(), ${PERIOD}, ${UNIT}, ${key})`,
  },
];
const REFERENCES = [...KEEPING, ...GOING];

const countOf = async (db: Db, { table, column }: Reference, key: number): Promise<number> =>
  (
    await sql<{
      count: number;
    }>`select count(*) as count from ${sql.table(table)} where ${sql.id(column)} = ${key}`.execute(db)
  ).rows[0]?.count ?? 0;

interface StoredCombo {
  readonly key: number;
  readonly uid: string;
  readonly name: string | null;
  readonly combo: number | null;
  readonly options: readonly number[];
}

/** Every option combo of the database as it is. */
async function stored(db: Db): Promise<readonly StoredCombo[]> {
  const { rows } = await sql<StoredCombo>`
    select categoryoptioncombo.categoryoptioncomboid as key, uid, name, link.categorycomboid as combo,
      array(
        select categoryoptionid::int from categoryoptioncombos_categoryoptions as member
        where member.categoryoptioncomboid = categoryoptioncombo.categoryoptioncomboid order by 1
      ) as options
    from categoryoptioncombo
    left join categorycombos_optioncombos as link on link.categoryoptioncomboid = categoryoptioncombo.categoryoptioncomboid
    order by 1
  `.execute(db);
  return rows;
}

/** Everything that is not to change: rows of the tables of references. */
async function referring(db: Db): Promise<string> {
  const parts = [...new Set(KEEPING.map(({ table }) => table))].map(
    (table) => sql`(select md5(string_agg(row::text, '|' order by row::text)) from ${sql.table(table)} as row)`,
  );
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

describe('categoryOptionComboUpdate', () => {
  beforeAll(async () => {
    const { db } = database;
    await makeRow(db, 'dataapprovallevel', { level: 1, orgunitlevel: 1 });
    const any = await combo(db);
    await makeRow(db, 'dataapprovalworkflow', { periodtypeid: 1, categorycomboid: any.id }, 'workflowid');
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
          const { rows } = await sql<{ name: string }>`select name from categorycombo where uid = ${row.uid}`.execute(
            db,
          );
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
          const held = had.filter(
            (each) => !wanted.has(setOf(each.options)) && (links.get(each.key)?.keeping ?? 0) > 0,
          );
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

  it.each(KEEPING.map((reference) => [`${reference.table}.${reference.column}`, reference] as const))(
    'a combo that %s names is refused before anything is unlinked, with what names it',
    async (_name, { insert, said }) => {
      const { db } = database;
      const made = await wholeCombo(db);
      const obsolete = await optionCombo(db, { name: 'Obsolete' });
      await addOptionCombo(db, made.combo, obsolete);
      await insert(obsolete.id).execute(db);
      const { skipped } = await runs(categoryOptionComboUpdateOfCombo, db, { target: made.combo.uid });
      expect(skipped.map(({ id }) => id)).toEqual([obsolete.uid]);
      expect(skipped[0]?.reason).toMatch(said ?? /./);
      expect((await stored(db)).find(({ key }) => key === obsolete.id)?.combo).toBe(made.combo.id);
    },
  );

  it('a table that no list knows keeps only the combo that it names', async () => {
    const { db } = database;
    const made = await wholeCombo(db);
    const obsolete = [
      await optionCombo(db, { name: 'A' }),
      await optionCombo(db, { name: 'B' }),
      await optionCombo(db, { name: 'C' }),
    ] as const;
    for (const each of obsolete) await addOptionCombo(db, made.combo, each);
    await sql`create schema extension`.execute(db);
    await sql`create table extension.use (combo bigint references categoryoptioncombo (categoryoptioncomboid))`.execute(
      db,
    );
    await sql`insert into extension.use (combo) values (${obsolete[1].id})`.execute(db);
    const { skipped, counts } = await runs(categoryOptionComboUpdateOfCombo, db, { target: made.combo.uid });
    expect(skipped.map(({ id, reason }) => [id, reason])).toEqual([
      [
        obsolete[1].uid,
        'Object could not be deleted because it is associated with another object: rows of extension.use',
      ],
    ]);
    // Two are gone, one was renamed.
    expect(counts.categorycombos_optioncombos).toBe(2);
    await sql`drop schema extension cascade`.execute(db);
  });

  it('leaves the default combo and its option combo alone', async () => {
    const { db } = database;
    const { rows } = await sql<{
      key: number;
    }>`select categorycomboid as key from categorycombo where uid = 'bjDvmb4bfuf'`.execute(db);
    const before = (await stored(db)).filter((each) => each.combo === rows[0]?.key);
    await db.transaction().execute(async (handle) => {
      // Even where somebody took its category away.
      await sql`delete from categorycombos_categories where categorycomboid = ${rows[0]?.key}`.execute(handle);
      const { skipped } = await runs(categoryOptionComboUpdate, handle);
      expect(skipped.map(({ id }) => id)).not.toContain('bjDvmb4bfuf');
      expect(await runs(categoryOptionComboUpdateOfCombo, handle, { target: 'bjDvmb4bfuf' })).toMatchObject({
        counts: {},
        skipped: [],
      });
      expect((await stored(handle)).filter((each) => each.combo === rows[0]?.key)).toEqual(before);
    });
  });

  it('names options untranslated, in the order of the categories, and cut at 255', async () => {
    const { db } = database;
    const [a, b] = [await option(db, { name: 'a'.repeat(200) }), await option(db, { name: 'b'.repeat(200) })];
    await sql`update categoryoption set translations = '[{"locale": "en", "property": "NAME", "value": "Translated"}]'`.execute(
      db,
    );
    const [one, two] = [await category(db), await category(db)];
    await addOption(db, one, a);
    await addOption(db, two, b);
    const made = await combo(db);
    await addCategory(db, made, two, 1);
    await addCategory(db, made, one, 2);
    await runs(categoryOptionComboUpdateOfCombo, db, { target: made.uid });
    const [made1] = (await stored(db)).filter((each) => each.combo === made.id);
    expect(made1?.name).toBe(`${'b'.repeat(200)}, ${'a'.repeat(53)}`);
  });

  it('a combo of more combinations than a server makes does not keep the others', async () => {
    const { db } = database;
    const many = await combo(db);
    for (let index = 0; index < 4; index += 1) {
      const each = await category(db);
      await addCategory(db, many, each, index);
      await sql`
        with made as (
          insert into categoryoption (categoryoptionid, uid, created, lastupdated, name, shortname)
          select nextval('hibernate_sequence'), 'Cm' || ${index}::text || lpad(number::text, 8, '0'), now(), now(), 'Cm' || ${index}::text || number, 'Cm' || ${index}::text || number
          from generate_series(1, 30) as number returning categoryoptionid
        )
        insert into categories_categoryoptions (categoryid, sort_order, categoryoptionid)
        select ${each.id}, row_number() over (), categoryoptionid from made
      `.execute(db);
    }
    const other = await wholeCombo(db);
    await sql`update categoryoption set name = 'Renamed' where categoryoptionid = ${other.option.id}`.execute(db);
    const { skipped } = await runs(categoryOptionComboUpdate, db);
    expect(skipped.find(({ id }) => id === many.uid)?.reason).toContain('810000 ways');
    expect((await stored(db)).find(({ key }) => key === other.optionCombo.id)?.name).toBe('Renamed');
    await sql`delete from categorycombos_categories where categorycomboid = ${many.id}`.execute(db);
  });

  it('two runs at once make each combination once', async () => {
    const { db } = database;
    const [a, b] = [await option(db), await option(db)];
    const both = await category(db);
    await addOption(db, both, a, 1);
    await addOption(db, both, b, 2);
    const made = await combo(db);
    await addCategory(db, made, both);
    await Promise.all([1, 2, 3].map(() => runs(categoryOptionComboUpdateOfCombo, db, { target: made.uid })));
    expect((await stored(db)).filter((each) => each.combo === made.id)).toHaveLength(2);
  });
});

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
