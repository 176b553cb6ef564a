import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/support/database.js';
import {
  addCategory,
  addOption,
  addOptionCombo,
  category,
  combo,
  option,
  optionCombo,
  wholeCombo,
} from '../../../../test/support/integrity-objects.js';
import { runs } from '../../../../test/support/operations.js';
import { GOING, KEEPING, makeApprovals, storedOptionCombos as stored } from '../../../../test/support/option-combos.js';
import { keepersOf } from '../../../database/index.js';
import { categoryOptionComboUpdate, categoryOptionComboUpdateOfCombo } from './category-option-combo-update.js';

const database = testDatabase({ demo: true });

describe('categoryOptionComboUpdate', () => {
  beforeAll(() => makeApprovals(database.db));

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

  it('no table that refers to option combos is left out here', async () => {
    const tables = (await keepersOf(database.db, 'categoryoptioncombo')).map(({ name }) => name);
    const links = ['categorycombos_optioncombos', 'categoryoptioncombos_categoryoptions'];
    const known = [...links, ...[...KEEPING, ...GOING].map(({ table }) => table)];
    expect(new Set(tables)).toEqual(new Set(known));
  });

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
    await sql`create table extension.use (combo bigint references public.categoryoptioncombo (categoryoptioncomboid))`.execute(
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
