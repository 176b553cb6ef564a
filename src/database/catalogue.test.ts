import { expect, it } from 'vitest';
import { testDatabase } from '../../test/support/database.js';
import { readCatalogue } from './catalogue.js';
import { migrate } from './migrate.js';

const test = testDatabase();

it('the migrations give the committed schema; "npx vitest run src/database/catalogue.test.ts -u" writes it anew', async () => {
  const catalogue = await readCatalogue(test.db);
  await expect(`${JSON.stringify(catalogue, null, 1)}\n`).toMatchFileSnapshot('./schema.json');
});

it('migrating again, twice at a time, changes nothing', async () => {
  const before = await readCatalogue(test.db);
  expect(await Promise.all([migrate(test.db), migrate(test.db)])).toEqual([[], []]);
  expect(await readCatalogue(test.db)).toEqual(before);
});
