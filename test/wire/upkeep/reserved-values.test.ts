import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { jobsOf } from '../../support/jobs.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true, clock: { now: () => new Date(2026, 2, 15, 10, 30) } });
const jobs = jobsOf(server);

const reserve = (owner: string, uid: string, value: string, expiry: string) =>
  sql`
    insert into reservedvalue (reservedvalueid, expirydate, created, ownerobject, owneruid, key, value)
    values (nextval('reservedvalue_sequence'), ${expiry}::timestamp, '2026-01-01', ${owner}, ${uid}, 'KEY', ${value})
  `.execute(server.db);

const left = async () => {
  const { rows } = await sql<{ value: string }>`
    select reservedvalue.value from reservedvalue order by reservedvalue.value
  `.execute(server.db);
  return rows.map(({ value }) => value);
};

it('deletes the expired and the used ones, however many', async () => {
  const { rows: attributes } = await sql<{ uid: string; value: string }>`
    select attribute.uid, min(stored.value) as value
    from trackedentityattribute as attribute
    join trackedentityattributevalue as stored on stored.trackedentityattributeid = attribute.trackedentityattributeid
    where stored.value ~ '[a-z]'
    group by attribute.uid order by attribute.uid limit 2
  `.execute(server.db);
  const [used, other] = attributes;
  if (!used || !other) throw new Error('The demo has no attribute values.');
  await sql`delete from reservedvalue`.execute(server.db);
  const owner = 'TRACKEDENTITYATTRIBUTE';
  await reserve(owner, used.uid, used.value.toUpperCase(), '2027-01-01');
  await reserve(owner, used.uid, 'still free', '2026-03-15 10:30:01');
  await reserve(owner, used.uid, 'too late', '2026-03-15 10:29:59');
  await reserve(owner, 'abcdefghij1', used.value, '2027-01-01');
  await reserve('SOMETHINGELSE', used.uid, `${used.value}`, '2027-01-01');
  await sql`
    insert into reservedvalue (reservedvalueid, expirydate, created, ownerobject, owneruid, key, value)
    select nextval('reservedvalue_sequence'), '2026-01-01', '2025-12-01', ${owner}, ${other.uid}, 'KEY', 'old ' || number
    from generate_series(1, 6000) as number
  `.execute(server.db);
  const run = await jobs.run('REMOVE_USED_OR_EXPIRED_RESERVED_VALUES');
  expect(run).toMatchObject({ state: 'done', message: 'Deleted 6002 reserved values' });
  expect(await left()).toEqual(['still free', used.value, used.value].toSorted());
});
