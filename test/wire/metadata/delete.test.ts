import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { STANDALONE_TYPES } from '../../../src/metadata/index.js';
import { dataSet, deletionsOf } from '../../support/deletions.js';
import { element, errorsOf } from '../../support/imports.js';
import { SampleObjects } from '../../support/minimal-objects.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });
const { everything, expectKept, given, importing, read, remove, status } = deletionsOf({
  request: (...args) => server.request(...args),
});

const counted = async (text: ReturnType<typeof sql<{ count: number }>>): Promise<number> =>
  Number((await text.execute(server.db)).rows[0]?.count);

const formula = (uid: string) => ({ numerator: `#{${uid}}`, denominator: '1' });

describe('an object that something needs stays', () => {
  it('a data element in a data set, in formulas and in favourites', async () => {
    const [type] = (await read('indicatorTypes')).indicatorTypes;
    const uid = 'DeleteA0001';
    await given({
      dataElements: [element({ id: uid }, 'Needed')],
      dataSets: [dataSet('DeleteA0002', { dataSetElements: [{ dataElement: { id: uid } }] })],
      indicators: [
        { id: 'DeleteA0003', name: 'Ratio', shortName: 'Ratio', indicatorType: { id: type.id }, ...formula(uid) },
      ],
      validationRules: [
        {
          id: 'DeleteA0004',
          name: 'Rule',
          operator: 'equal_to',
          periodType: 'Monthly',
          leftSide: { expression: `#{${uid}}` },
          rightSide: { expression: '1' },
        },
      ],
      predictors: [
        {
          id: 'DeleteA0005',
          name: 'Guess',
          shortName: 'Guess',
          periodType: 'Monthly',
          output: { id: uid },
          generator: { expression: '1' },
        },
      ],
      visualizations: [
        {
          id: 'DeleteA0006',
          name: 'Chart',
          type: 'COLUMN',
          dataDimensionItems: [{ dataDimensionItemType: 'DATA_ELEMENT', dataElement: { id: uid } }],
        },
      ],
      maps: [
        {
          id: 'DeleteA0007',
          name: 'Plan',
          mapViews: [
            {
              layer: 'thematic',
              dataDimensionItems: [{ dataDimensionItemType: 'DATA_ELEMENT', dataElement: { id: uid } }],
            },
          ],
        },
      ],
      sections: [
        {
          id: 'DeleteA0008',
          name: 'Section',
          dataSet: { id: 'DeleteA0002' },
          greyedFields: [{ dataElement: { id: uid }, categoryOptionCombo: { id: 'HllvX50cXC0' } }],
        },
      ],
    });
    await expectKept(
      `dataElements/${uid}`,
      'data set DeleteA0002 (DeleteA0002)',
      'indicator Ratio (DeleteA0003)',
      'validation rule Rule (DeleteA0004)',
      'predictor Guess (DeleteA0005)',
      'visualization Chart (DeleteA0006)',
      'map Plan (DeleteA0007)',
      'section Section (DeleteA0008)',
    );
  });

  it('and goes together with all that needs it, in one payload', async () => {
    const ids = (plural: string, ...numbers: readonly number[]) => ({
      [plural]: numbers.map((number) => ({ id: `DeleteA000${number}` })),
    });
    const body = {
      ...ids('dataElements', 1),
      ...ids('dataSets', 2),
      ...ids('indicators', 3),
      ...ids('validationRules', 4),
      ...ids('predictors', 5),
      ...ids('visualizations', 6),
      ...ids('maps', 7),
    };
    const { status: code, json, text } = await importing(body, '?importStrategy=DELETE');
    expect([code, json?.response?.stats.deleted], text.slice(0, 2_000)).toEqual([200, 7]);
    expect(await status('sections/DeleteA0008')).toBe(404);
    const parts = await counted(
      sql`select count(*) from datadimensionitem where dataelementid not in (select dataelementid from dataelement)`,
    );
    expect(parts).toBe(0);
  });

  it('a data element with data, said with their number', async () => {
    const { rows } = await sql<{ uid: string; values: number }>`
      select dataelement.uid, count(*)::int as values from datavalue join dataelement using (dataelementid)
      where not datavalue.deleted group by 1 order by 2 desc limit 1
    `.execute(server.db);
    await expectKept(`dataElements/${rows[0]?.uid}`, `${rows[0]?.values} data values`);
  });

  it('an organisation unit with units below it', async () => {
    const { organisationUnits } = await read('organisationUnits?filter=level:eq:1&fields=id,children[id,name]');
    const [{ id, children }] = organisationUnits;
    await expectKept(`organisationUnits/${id}`, 'organisation unit ');
    expect(children.length).toBeGreaterThan(3);
    const { json } = await remove(`organisationUnits/${id}`);
    expect(json.message).toContain(`and ${children.length - 3} more`);
  });

  it('an option in a combo, a category in a combo, a role of a user, a set with a group', async () => {
    await given({
      categoryOptions: [{ id: 'DeleteB0001', name: 'B1', shortName: 'B1' }],
      categories: [{ id: 'DeleteB0002', name: 'B2', shortName: 'B2', categoryOptions: [{ id: 'DeleteB0001' }] }],
      categoryCombos: [{ id: 'DeleteB0003', name: 'B3', categories: [{ id: 'DeleteB0002' }] }],
      optionSets: [{ id: 'DeleteB0004', name: 'B4', valueType: 'TEXT' }],
      optionGroups: [{ id: 'DeleteB0005', name: 'B5', shortName: 'B5', optionSet: { id: 'DeleteB0004' } }],
      userRoles: [{ id: 'DeleteB0006', name: 'B6', authorities: [] }],
      users: [
        {
          id: 'DeleteB0007',
          username: 'delete.me',
          surname: 'Me',
          firstName: 'Delete',
          password: 'District1!',
          userRoles: [{ id: 'DeleteB0006' }],
        },
      ],
    });
    await expectKept('categoryOptions/DeleteB0001', 'category option combination B1');
    await expectKept('categories/DeleteB0002', 'category combination B3 (DeleteB0003)');
    await expectKept('optionSets/DeleteB0004', 'option group B5 (DeleteB0005)');
    await expectKept('userRoles/DeleteB0006', 'user Delete Me (DeleteB0007)');
  });

  it('and the whole of it goes, whatever the order', async () => {
    const body = {
      categoryOptions: [{ id: 'DeleteB0001' }],
      categories: [{ id: 'DeleteB0002' }],
      categoryCombos: [{ id: 'DeleteB0003' }],
      optionSets: [{ id: 'DeleteB0004' }],
      optionGroups: [{ id: 'DeleteB0005' }],
      userRoles: [{ id: 'DeleteB0006' }],
      users: [{ id: 'DeleteB0007' }],
    };
    const { status: code, json, text } = await importing(body, '?importStrategy=DELETE');
    expect([code, json?.response?.stats.deleted], text.slice(0, 2_000)).toEqual([200, 7]);
  });
});

describe('whatever refers to an object', () => {
  it('is found before the database has to say so: every object of every type is deleted or kept with a reason', async () => {
    const samples = new SampleObjects({ request: (...args) => server.request(...args) });
    for (const type of STANDALONE_TYPES) {
      const made = await server.request(`/api/${type.plural}`, { method: 'POST', body: await samples.full(type) });
      expect(made.status, made.text).toBe(201);
    }
    const before = await everything();
    const lists: Record<string, unknown[]> = JSON.parse(before);
    let [deleted, kept] = [0, 0];
    for (const plural of Object.keys(lists)) {
      const query = '?importStrategy=DELETE&atomicMode=NONE&importMode=VALIDATE';
      const { json, text } = await importing({ [plural]: lists[plural] }, query);
      expect(json.response?.responseType, `${plural}: ${text.slice(0, 1_000)}`).toBe('ImportReport');
      // One's own account stays for a reason of its own.
      for (const error of errorsOf(json)) expect(['E4030', 'E4060']).toContain(error);
      deleted += json.response.stats.deleted;
      kept += json.response.stats.ignored;
    }
    expect(deleted).toBeGreaterThan(100);
    expect(kept).toBeGreaterThan(100);
    const all = await importing(lists, '?importStrategy=DELETE&atomicMode=NONE&importMode=VALIDATE');
    expect(all.json.response?.responseType, all.text.slice(0, 1_000)).toBe('ImportReport');
    expect(all.json.response.stats.deleted).toBeGreaterThan(deleted);
    expect(await everything()).toBe(before);
  }, 120_000);
});
