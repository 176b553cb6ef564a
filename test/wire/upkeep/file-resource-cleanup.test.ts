import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { jobsOf } from '../../support/jobs.js';
import { testServer } from '../../support/server.js';

const server = testServer({ clock: { now: () => new Date(2026, 2, 15, 10, 30) } });
const jobs = jobsOf(server);

const OLD = '2026-03-13 10:29';
const YOUNG = '2026-03-13 10:31';
let made = 0;

async function file(name: string, domain: string, { created = OLD, assigned = false } = {}): Promise<string> {
  made += 1;
  const uid = `file${String(made).padStart(7, '0')}`;
  await sql`
    insert into fileresource (fileresourceid, uid, created, lastupdated, name, contenttype, contentlength, contentmd5, storagekey, isassigned, domain)
    values (nextval('hibernate_sequence'), ${uid}, ${created}::timestamp, ${created}::timestamp, ${name}, 'text/plain', 1, '', ${`key of ${name}`}, ${assigned}, ${domain})
  `.execute(server.db);
  return uid;
}

const idOf = (uid: string) => sql`(select fileresourceid from fileresource where uid = ${uid})`;

async function job(uid: string, schedulingType: string) {
  await sql`
    insert into jobconfiguration (jobconfigurationid, uid, created, lastupdated, name, enabled, jobtype, jobstatus, lastexecutedstatus, schedulingtype)
    values (nextval('hibernate_sequence'), ${uid}, localtimestamp, localtimestamp, ${uid}, true, 'METADATA_IMPORT', 'SCHEDULED', 'NOT_STARTED', ${schedulingType})
  `.execute(server.db);
}

it('deletes what nothing uses, and assigns what something does', async () => {
  for (const domain of ['DOCUMENT', 'ICON', 'ORG_UNIT', 'USER_AVATAR']) {
    await file(`old ${domain}`, domain);
    await file(`young ${domain}`, domain, { created: YOUNG });
    await file(`assigned ${domain}`, domain, { assigned: true });
  }
  for (const domain of ['DATA_VALUE', 'PUSH_ANALYSIS', 'MESSAGE_ATTACHMENT']) await file(`old ${domain}`, domain);
  await file('job without', 'JOB_DATA', { created: YOUNG });
  await job(await file('job once', 'JOB_DATA'), 'ONCE_ASAP');
  await job(await file('job daily', 'JOB_DATA'), 'CRON');
  await file('job of an assigned file', 'JOB_DATA', { assigned: true });
  const avatar = await file('avatar in use', 'USER_AVATAR');
  await sql`update userinfo set avatar = ${idOf(avatar)} where username = 'admin'`.execute(server.db);
  const document = await file('document in use', 'DOCUMENT');
  await sql`
    insert into document (documentid, uid, created, lastupdated, name, url, external, fileresource)
    values (nextval('hibernate_sequence'), 'documentAAA', localtimestamp, localtimestamp, 'A', '', false, ${idOf(document)})
  `.execute(server.db);

  const run = await jobs.run('FILE_RESOURCE_CLEANUP');
  expect(run).toMatchObject({ state: 'done', message: '6 file resources deleted, 2 set back to assigned' });
  const deleted = ['job daily', 'job without', 'old DOCUMENT', 'old ICON', 'old ORG_UNIT', 'old USER_AVATAR'];
  const { storageKeys = [] } = run.summary as { readonly storageKeys?: readonly string[] };
  expect(storageKeys.toSorted()).toEqual(deleted.map((name) => `key of ${name}`));
  const { rows } = await sql<{ name: string; assigned: boolean }>`
    select name, isassigned as assigned from fileresource order by name
  `.execute(server.db);
  expect(rows).toHaveLength(made - deleted.length);
  expect(rows.filter(({ name }) => deleted.includes(name))).toEqual([]);
  expect(rows.filter(({ assigned }) => assigned).map(({ name }) => name)).toEqual([
    'assigned DOCUMENT',
    'assigned ICON',
    'assigned ORG_UNIT',
    'assigned USER_AVATAR',
    'avatar in use',
    'document in use',
    'job of an assigned file',
  ]);
});

it('deletes thousands in batches, and then finds nothing', async () => {
  await sql`
    insert into fileresource (fileresourceid, uid, created, lastupdated, name, contenttype, contentlength, contentmd5, storagekey, isassigned, domain)
    select nextval('hibernate_sequence'), 'm' || lpad(number::text, 10, '0'), ${OLD}::timestamp, ${OLD}::timestamp, 'many', 'text/plain', 1, '', 'many ' || number, false, 'ICON'
    from generate_series(1, 5001) as number
  `.execute(server.db);
  expect((await jobs.run('FILE_RESOURCE_CLEANUP')).message).toBe('5001 file resources deleted, 0 set back to assigned');
  expect((await jobs.run('FILE_RESOURCE_CLEANUP')).message).toBe('0 file resources deleted, 0 set back to assigned');
});
