import { sql } from 'kysely';
import { beforeEach, expect, it } from 'vitest';
import { dataValueKeys, type UnknownPart } from '../../../test/support/data-value-keys.js';
import { testDatabase } from '../../../test/support/database.js';
import { databaseAudits } from '../../../test/support/dhis2/layout.js';
import { type DataValueKeys, type DataValueRow, storeDataValues } from './store-values.js';

const test = testDatabase({ demo: true });

interface StoredValue {
  readonly value: string | null;
  readonly comment: string | null;
  readonly followup: boolean | null;
  readonly deleted: boolean;
  readonly storedby: string;
  readonly created: string;
}

let elements: readonly { readonly uid: string }[] = [];
let unit = '';
let keys: DataValueKeys;

beforeEach(async () => {
  await sql`delete from datavalueaudit`.execute(test.db);
  await sql`delete from datavalue where periodid in (select periodid from period where startdate >= '2031-01-01')`.execute(
    test.db,
  );
  await sql`update dataelement set zeroissignificant = false`.execute(test.db);
  elements = (
    await sql<{ uid: string }>`
      select uid from dataelement where domaintype = 'AGGREGATE' and valuetype like 'INTEGER%' and aggregationtype = 'SUM' order by dataelementid limit 2
    `.execute(test.db)
  ).rows;
  unit =
    (await sql<{ uid: string }>`select uid from organisationunit where hierarchylevel = 1`.execute(test.db)).rows[0]
      ?.uid ?? '';
  keys = await known({ period: '203101' });
});

async function known({ period, dataElement = elements[0]?.uid ?? '' }: { period: string; dataElement?: string }) {
  const [found] = await dataValueKeys(test.db, [{ dataElement, period, orgUnit: unit }]);
  if (!found || 'unknown' in found) throw new Error('not there');
  return found;
}

const put = (row: Omit<DataValueRow, keyof DataValueKeys>, by = 'anna') =>
  storeDataValues(test.db, [{ ...keys, ...row }], by);

async function stored(): Promise<StoredValue | undefined> {
  const { rows } = await sql<StoredValue>`
    select value, comment, followup, deleted, storedby, created from datavalue
    where dataelementid = ${keys.dataElementId} and periodid = ${keys.periodId} and sourceid = ${keys.sourceId}
  `.execute(test.db);
  return rows[0];
}

async function audits(): Promise<readonly unknown[]> {
  const { rows } = await sql`select value, modifiedby, audittype from datavalueaudit order by datavalueauditid`.execute(
    test.db,
  );
  return rows;
}

const counts = (given: Partial<Record<'imported' | 'updated' | 'deleted' | 'ignored', number>>) => ({
  imported: 0,
  updated: 0,
  deleted: 0,
  ignored: 0,
  ...given,
});

it('puts in, changes, deletes and revives a value, and keeps what was there before', async () => {
  expect(await put({ value: ' 5 ', comment: 'seen' })).toEqual(counts({ imported: 1 }));
  const first = await stored();
  expect(first).toMatchObject({ value: '5', comment: 'seen', deleted: false, storedby: 'anna' });
  expect(await put({ value: '5' }, 'berta')).toEqual(counts({ ignored: 1 }));
  expect(await put({ value: '6' }, 'berta')).toEqual(counts({ updated: 1 }));
  expect(await stored()).toMatchObject({ value: '6', comment: 'seen', storedby: 'berta', created: first?.created });
  expect(await put({ value: '6', comment: null }, 'carla')).toEqual(counts({ updated: 1 }));
  expect(await put({ value: '9', deleted: true }, 'carla')).toEqual(counts({ deleted: 1 }));
  expect(await stored()).toMatchObject({ value: '6', comment: null, deleted: true });
  expect(await put({ value: null }, 'carla')).toEqual(counts({ ignored: 1 }));
  expect(await put({ value: '7' })).toEqual(counts({ imported: 1 }));
  expect(await stored()).toMatchObject({ value: '7', deleted: false, created: first?.created });
  expect(await audits()).toEqual(
    databaseAudits
      ? [
          { value: '5', modifiedby: 'anna', audittype: 'CREATE' },
          { value: '6', modifiedby: 'berta', audittype: 'UPDATE' },
          { value: '6', modifiedby: 'carla', audittype: 'DELETE' },
          { value: '7', modifiedby: 'anna', audittype: 'UPDATE' },
        ]
      : [
          { value: '5', modifiedby: 'berta', audittype: 'UPDATE' },
          { value: '6', modifiedby: 'carla', audittype: 'UPDATE' },
          { value: '6', modifiedby: 'carla', audittype: 'DELETE' },
        ],
  );
});

it('takes a zero that means nothing for no value', async () => {
  expect(await put({ value: '0.0' })).toEqual(counts({ ignored: 1 }));
  expect(await stored()).toBeUndefined();
  await put({ value: '4' });
  expect(await put({ value: '0' })).toEqual(counts({ deleted: 1 }));
  await sql`update dataelement set zeroissignificant = true`.execute(test.db);
  expect(await put({ value: '0' })).toEqual(counts({ imported: 1 }));
  expect(await stored()).toMatchObject({ value: '0', deleted: false });
});

it('counts the last of several rows for one place', async () => {
  const other = await known({ period: '203102' });
  const rows: DataValueRow[] = [
    { ...keys, value: '1' },
    { ...other, value: '8' },
    { ...keys, value: '2' },
  ];
  expect(await storeDataValues(test.db, rows, 'anna')).toEqual(counts({ imported: 2, ignored: 1 }));
  expect(await stored()).toMatchObject({ value: '2' });
});

it('stores all rows or none', async () => {
  const rows = [
    { ...keys, value: '1' },
    { ...keys, sourceId: -1, value: '1' },
  ];
  await expect(storeDataValues(test.db, rows, 'anna')).rejects.toThrow('violates foreign key');
  expect(await stored()).toBeUndefined();
});

it('lets writers of the same places follow one another', async () => {
  const periods = Array.from({ length: 12 }, (_, month) => `2032${String(month + 1).padStart(2, '0')}`);
  const places = await dataValueKeys(
    test.db,
    elements.flatMap(({ uid }) => periods.map((period) => ({ dataElement: uid, period, orgUnit: unit }))),
  );
  const rows = places.map((place) => ({ ...(place as DataValueKeys), value: '' }));
  const results = await Promise.all(
    Array.from({ length: 8 }, (_, writer) => {
      const own = rows.map((row) => ({ ...row, value: String(writer + 1) }));
      return storeDataValues(test.db, writer % 2 ? own.toReversed() : own, `writer${writer}`);
    }),
  );
  expect(results.reduce((sum, { imported }) => sum + imported, 0)).toBe(24);
  expect(results.reduce((sum, { updated }) => sum + updated, 0)).toBe(7 * 24);
  expect(await audits()).toHaveLength((databaseAudits ? 8 : 7) * 24);
});

it('says which part of a value is not there', async () => {
  const good = { dataElement: elements[0]?.uid ?? '', period: '2031Q1', orgUnit: unit };
  const found = await dataValueKeys(test.db, [
    good,
    { ...good, dataElement: 'nothingHere' },
    { ...good, period: '203113' },
    { ...good, orgUnit: 'nothingHere' },
    { ...good, categoryOptionCombo: 'nothingHere' },
    { ...good, attributeOptionCombo: 'nothingHere' },
  ]);
  expect(found.map((place) => ('unknown' in place ? (place as UnknownPart).unknown : 'known'))).toEqual([
    'known',
    'dataElement',
    'period',
    'orgUnit',
    'categoryOptionCombo',
    'attributeOptionCombo',
  ]);
});
