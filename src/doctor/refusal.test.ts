import { describe, expect, it } from 'vitest';
import { connectionTo, createDatabase, dropDatabase } from '../../test/support/database.js';
import { onDatabase, testDhis2 } from '../../test/support/dhis2/index.js';
import { catalogueOf } from '../../test/support/dhis2/trial.js';
import { verdictOf } from './clock.js';
import { type Diagnosis, diagnose } from './diagnosis.js';
import { problemsOf } from './problems.js';
import { requireFit } from './refusal.js';

const dhis2 = testDhis2('2.40');
const OTHER = `other_${process.pid}`;

const change = async (...statements: readonly string[]): Promise<void> =>
  await onDatabase(dhis2.name, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
const shape = () => catalogueOf(dhis2.name);

describe('refused, in one sentence and with nothing written', () => {
  const history = (script: string, success: boolean): string =>
    `insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success)
     select max(installed_rank) + 1, '${script}', '', 'SQL', '', '', 1, ${success} from flyway_schema_history`;

  it.each([
    [
      'a version above',
      [history('2.45.1', true)],
      ["delete from flyway_schema_history where version = '2.45.1'"],
      /^The DHIS2 is 2\.45; this Orderly works beside 2\.40 to 2\.44/,
    ],
    [
      'a version below',
      ["delete from flyway_schema_history where version like '2.40.%'"],
      [history('2.40.35', true)],
      /^The DHIS2 is 2\.39; Orderly works beside/,
    ],
    [
      'a half-migrated one',
      [history('2.41.7', false)],
      ["delete from flyway_schema_history where version = '2.41.7'"],
      /^An upgrade of the DHIS2 did not end: The script 2\.41\.7/,
    ],
    [
      'times of another zone',
      ["update jobconfiguration set lastexecuted = now() + interval '3 hours'"],
      ['update jobconfiguration set lastexecuted = now()'],
      /^DHIS2 writes times that are 3 h ahead of the time of .*start Orderly with the zone of DHIS2 in TZ\.$/,
    ],
    [
      'the Orderly of another role',
      [
        `create role ${OTHER}; create schema orderly authorization ${OTHER}`,
        'create table orderly.migration (number integer, name text)',
      ],
      ['drop schema orderly cascade', `drop role ${OTHER}`],
      new RegExp(
        `^Another Orderly is attached already: schema orderly belongs to the role ${OTHER}, and 0 of its servers are connected\\.$`,
      ),
    ],
    [
      'a newer Orderly',
      ['create schema orderly', "create table orderly.migration as select 9999 as number, '9999_future' as name"],
      ['drop schema orderly cascade'],
      /^A newer Orderly has worked with this database \(up to 9999_future; this one knows \d{4}_\w+\); start that version, or restore a backup\.$/,
    ],
    [
      'an Orderly below a DHIS2',
      [
        'create schema orderly',
        "create table orderly.migration as select 2 as number, '0002_organisation_units' as name",
      ],
      ['drop schema orderly cascade'],
      /^A DHIS2 was started on a database that Orderly had made for itself/,
    ],
    [
      'transactions that may not write',
      [`alter database ${dhis2.name} set default_transaction_read_only = on`],
      ['set default_transaction_read_only = off', `alter database ${dhis2.name} reset default_transaction_read_only`],
      /^Transactions of .* are read-only here/,
    ],
  ])('%s', async (_what, before, after, sentence) => {
    await change(...before);
    const shaped = await shape();
    await expect(requireFit(connectionTo(dhis2.name))).rejects.toThrow(sentence);
    expect(await shape()).toEqual(shaped);
    await change(...after);
    await expect(requireFit(connectionTo(dhis2.name))).resolves.toMatchObject({ dhis2: { name: '2.40' } });
  });

  it('a replica, an old PostgreSQL, a clock that is wrong', async () => {
    const found = await diagnose(connectionTo(dhis2.name));
    const with_ = (server: Partial<Diagnosis['server']>) =>
      problemsOf({ ...found, server: { ...found.server, ...server } })[0];
    expect(with_({ isReplica: true })).toMatchObject({ code: 'read-only-replica' });
    expect(with_({ versionNumber: 130_012, version: '13.12' })?.sentence).toBe(
      'PostgreSQL is 13.12; Orderly needs 14 or newer.',
    );
    expect(with_({ clockAheadSeconds: -75 })?.sentence).toMatch(/is 75 s behind the one of this machine/);
  });

  it('tables of somebody else', async () => {
    const name = `other_${process.pid}`;
    await createDatabase(name);
    await onDatabase(name, async (client) => {
      await client.query('drop schema orderly cascade; drop table organisationunit cascade');
    });
    await expect(requireFit(connectionTo(name))).rejects.toThrow(/they are neither of Orderly nor of a DHIS2/);
    await dropDatabase(name);
  });
});

it.each([
  [200, false, 'differs'],
  [4, false, 'differs'],
  [0.5, true, 'agrees'],
  [-2, true, 'agrees'],
  [-60.5, true, 'differs'],
  [-60.5, false, 'unknown'],
  [-67, true, 'unknown'],
  [-3000, true, 'unknown'],
] as const)('times %d min ahead, DHIS2 running %s: the zone %s', (ahead, isRunning, verdict) => {
  expect(verdictOf(ahead, isRunning)).toBe(verdict);
});
