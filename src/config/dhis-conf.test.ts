import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDhisConf } from './index.js';

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'orderly dhis conf '));
  file = join(folder, 'dhis.conf');
});
afterAll(() => rmSync(folder, { recursive: true }));

const conf = async (text: string, env: NodeJS.ProcessEnv = {}, path = file) => {
  writeFileSync(file, text, 'latin1');
  return await readDhisConf(path, env);
};
const written = (url: string): string =>
  `connection.url = ${url}\nconnection.username = dhis\nconnection.password = p@ss:w/rd\n`;

describe('the database of a dhis.conf', () => {
  it.each([
    ['jdbc:postgresql:dhis2', 'localhost', 5432, 'dhis2'],
    ['jdbc:postgresql:/', 'localhost', 5432, 'dhis'],
    ['jdbc:postgresql://db.example.org/dhis2', 'db.example.org', 5432, 'dhis2'],
    ['jdbc:postgresql://db.example.org:6432/dhis2?ApplicationName=dhis', 'db.example.org', 6432, 'dhis2'],
    ['jdbc:postgresql://[::1]:6432/dhis2', '::1', 6432, 'dhis2'],
    ['jdbc:postgresql://db/health%20data', 'db', 5432, 'health data'],
  ])('is read from %s', async (jdbc, host, port, database) => {
    const { url } = await conf(written(jdbc));
    const client = new pg.Client({ connectionString: url });
    expect([client.host, client.port, client.database, client.user, client.password]).toEqual([
      host,
      port,
      database,
      'dhis',
      'p@ss:w/rd',
    ]);
  });

  it.each([
    ['', ''],
    ['?sslmode=prefer', ''],
    ['?sslmode=require', '?sslmode=no-verify'],
    ['?ssl=true', '?sslmode=verify-full'],
    ['?ssl=true&sslfactory=org.postgresql.ssl.NonValidatingFactory', '?sslmode=no-verify'],
    ['?sslmode=verify-ca&sslrootcert=/etc/ca.pem', '?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem'],
  ])('is as well protected with %j', async (query, expected) => {
    const { url } = await conf(written(`jdbc:postgresql://db/dhis2${query}`));
    expect(url.replace(/^[^?]*/, '')).toBe(expected);
  });

  it('may come from variables, a folder, and parameters of the address', async () => {
    const text =
      // biome-ignore lint/suspicious/noTemplateCurlyInString: DHIS2 puts its variables so
      'connection.url: jdbc:postgresql://${DB_HOST:-db}/${DB}?user=a&password=b\n! remark\nconnection.password \\\n  ${SECRET}';
    expect((await conf(text, { DB: 'hmis', SECRET: 's' }, folder)).url).toBe('postgres://a:s@db/hmis');
    await expect(conf(text, { DB: 'hmis' })).rejects.toThrow(/connection\.password in .* names the variable SECRET/);
  });

  it('is said to keep its analytics tables elsewhere', async () => {
    const text = written('jdbc:postgresql:a');
    expect((await conf(text)).analyticsElsewhere).toBe(false);
    expect((await conf(`${text}analytics.connection.url = jdbc:postgresql:b`)).analyticsElsewhere).toBe(true);
  });

  it('any user and password come through', async () => {
    const word = fc
      .string({ minLength: 1, maxLength: 8 })
      .filter((text) => text.trim() === text && !text.includes('${'));
    await fc.assert(
      fc.asyncProperty(word, word, async (user, password) => {
        const escaped = (text: string): string =>
          text.replaceAll(/[^A-Za-z0-9]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
        const { url } = await conf(
          `connection.url=jdbc:postgresql:x\nconnection.username=${escaped(user)}\nconnection.password=${escaped(password)}`,
        );
        const client = new pg.Client({ connectionString: url });
        expect([client.user, client.password]).toEqual([user, password]);
      }),
      { numRuns: 50 },
    );
  });
});

it.each([
  ['', /has no connection\.url/],
  ['connection.url = jdbc:h2:mem', /is not of PostgreSQL/],
  ['connection.url = jdbc:postgresql://a,b/c\nconnection.username = x', /several hosts/],
  ['connection.url = jdbc:postgresql:c', /no connection\.username/],
  [
    'connection.url = jdbc:postgresql://a:b:c/d\nconnection.username = x\nconnection.password = geheim',
    /cannot be read as an address/,
  ],
])('a file with %j is refused in words', async (text, message) => {
  await expect(conf(text)).rejects.toThrow(message);
  await expect(conf(text)).rejects.not.toThrow(/geheim/);
});

it('a file that is not there is named', async () => {
  await expect(readDhisConf(join(folder, 'nothing.conf'), {})).rejects.toThrow(
    /nothing\.conf cannot be read: there is no such file/,
  );
});
