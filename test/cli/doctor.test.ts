import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orderly } from '../support/command-line.js';
import { urlOf } from '../support/database.js';
import { testDhis2 } from '../support/dhis2/index.js';
import { catalogueOf } from '../support/dhis2/trial.js';
import { refusingPostgres } from '../support/refusing-postgres.js';

const dhis2 = testDhis2('2.41');
const PASSWORD = 'rather-secret';
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'orderly doctor '));
});
afterAll(() => rmSync(folder, { recursive: true }));

const shape = () => catalogueOf(dhis2.name);

describe('orderly doctor', () => {
  it('tells people what a database is, and programs the same as JSON', async () => {
    const before = await shape();
    const [text, json] = await Promise.all([
      orderly(['doctor', '--database-url', urlOf(dhis2.name)]),
      orderly(['doctor', '--json'], { env: { ORDERLY_DATABASE_URL: urlOf(dhis2.name) } }),
    ]);
    expect([text.code, text.err]).toEqual([0, '']);
    expect(text.out).toMatch(/^Holds +DHIS2 2\.41, by the history of its scripts up to 2\.41\.60$/m);
    expect(text.out).toMatch(/^ {2}Maintenance: tracker +ready$/m);
    expect(text.out).toMatch(/Nothing was written\.\n$/);
    expect(json.code).toBe(0);
    expect(json.json).toMatchObject({
      usable: true,
      problems: [],
      database: { database: dhis2.name, holds: 'dhis2', tables: 305 },
      dhis2: { name: '2.41', script: '2.41.60', toldBy: 'history', support: 'supported' },
      orderly: null,
      grants: [],
    });
    expect(await shape()).toEqual(before);
  });

  it('says what is wrong by its exit code, without the password', async () => {
    const wrong = await refusingPostgres('28P01', 'password authentication failed for user "dhis"');
    const conf = join(folder, 'dhis.conf');
    writeFileSync(
      conf,
      `connection.url = jdbc:postgresql://127.0.0.1:${wrong.port}/hmis\nconnection.username = dhis\nconnection.password = ${PASSWORD}\n`,
    );
    const ended = await Promise.all(
      [
        ['--dhis-conf', conf],
        ['--database-url', urlOf('there_is_none')],
        ['--database-url', `postgres://dhis:${PASSWORD}@127.0.0.1:1/hmis`],
        [],
        ['--dhis-conf', join(folder, 'none')],
        ['--dhis-conf', conf, '--database-url', urlOf('x')],
      ].map(async (args) => await orderly(['doctor', ...args])),
    );
    wrong.close();
    expect(ended.map(({ code }) => code)).toEqual([4, 5, 3, 2, 2, 2]);
    const [password, database, nobody] = ended.map(({ err }) => err);
    expect(password).toBe(`PostgreSQL at 127.0.0.1:${wrong.port} does not take this password of the user "dhis".\n`);
    expect(database).toMatch(/^There is no database "there_is_none" at .*\.\n$/);
    expect(nobody).toBe('No PostgreSQL answers at 127.0.0.1:1.\n');
    for (const { out, err } of ended) {
      expect(out).toBe('');
      expect(err).toMatch(/^[^\n]+\.\n$/);
      expect(err).not.toContain(PASSWORD);
    }
  });
});

describe('orderly serve', () => {
  it('says in one sentence why there is no connection', async () => {
    const { code, err } = await orderly(['serve', '--database-url', urlOf('there_is_none')]);
    expect([code, err]).toEqual([5, expect.stringMatching(/^There is no database "there_is_none" at [^\n]*\.\n$/)]);
  });

  it('refuses a DHIS2 that keeps its analytics tables elsewhere, and loads no demo country into one', async () => {
    const before = await shape();
    const conf = join(folder, 'elsewhere.conf');
    writeFileSync(
      conf,
      'connection.url = jdbc:postgresql://127.0.0.1/a\nconnection.username = dhis\nanalytics.connection.url = jdbc:postgresql://127.0.0.1/b\n',
    );
    const ended = await Promise.all([
      orderly(['serve', '--dhis-conf', conf]),
      orderly(['migrate', '--dhis-conf', conf]),
      orderly(['demo', 'load', '--scale', 'small', '--database-url', urlOf(dhis2.name)]),
    ]);
    expect(ended.map(({ code, err }) => [code, err])).toEqual([
      [1, expect.stringMatching(/^dhis\.conf names another database for analytics tables[^\n]*\.\n$/)],
      [1, expect.stringMatching(/^dhis\.conf names another database for analytics tables[^\n]*\.\n$/)],
      [2, expect.stringMatching(/^The database is that of a DHIS2[^\n]*: nothing was loaded\.\n$/)],
    ]);
    expect(await shape()).toEqual(before);
  });
});
