import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { type TrackerCase, trackerOf } from '../../support/tracker-cases.js';

const server = testServer({ demo: true });
const tracker = trackerOf(server);

let here: TrackerCase;
let there: TrackerCase;
beforeAll(async () => {
  [here, there] = await tracker.cases();
});
beforeEach(async () => {
  await tracker.setAccessLevel(here.program, 'OPEN');
  await sql`delete from programtempowner`.execute(server.db);
});

const transfer = (entity: string, program: string, unit: string) =>
  `/api/tracker/ownership/transfer?trackedEntity=${entity}&program=${program}&ou=${unit}`;
const override = (entity: string, program: string) =>
  `/api/tracker/ownership/override?trackedEntity=${entity}&program=${program}&reason=patient+came`;
const put = (path: string) => server.request(path, { method: 'PUT' });

const owners = async (entity: string) =>
  (
    await sql<{ unit: string; by: string }>`
      select unit.uid as unit, owning.createdby as by from trackedentityprogramowner as owning
      join trackedentity as entity using (trackedentityid)
      join organisationunit as unit on unit.organisationunitid = owning.organisationunitid
      where entity.uid = ${entity}
    `.execute(server.db)
  ).rows;
const history = async (entity: string) =>
  (
    await sql<{ unit: string; by: string; ended: boolean; program: string }>`
      select unit.uid as unit, past.createdby as by, past.enddate >= past.startdate as ended, program.uid as program
      from programownershiphistory as past
      join trackedentity as entity using (trackedentityid)
      join program using (programid)
      join organisationunit as unit on unit.organisationunitid = past.organisationunitid
      where entity.uid = ${entity} order by programownershiphistoryid
    `.execute(server.db)
  ).rows;

describe('handing a tracked entity on', () => {
  it('changes the owner and remembers the one before', async () => {
    const answer = await put(transfer(here.entity, here.program, there.owner));
    expect([answer.status, answer.json.message]).toEqual([200, 'Ownership transferred']);
    expect(await owners(here.entity)).toEqual([{ unit: there.owner, by: 'admin' }]);
    expect(await history(here.entity)).toEqual([
      { unit: here.owner, by: 'system', ended: true, program: here.program },
    ]);
    // The name that old clients use; back again, and a second time to no effect.
    const old = `/api/tracker/ownership/transfer?trackedEntityInstance=${here.entity}&program=${here.program}&ou=${here.owner}`;
    expect((await put(old)).status).toBe(200);
    expect((await put(old)).status).toBe(200);
    expect(await owners(here.entity)).toEqual([{ unit: here.owner, by: 'admin' }]);
    expect((await history(here.entity)).map(({ unit }) => unit)).toEqual([here.owner, there.owner]);
  });

  it('at the same time to two units leaves one owner and both steps', async () => {
    const before = (await history(there.entity)).length;
    const answers = await Promise.all([
      put(transfer(there.entity, there.program, here.owner)),
      put(transfer(there.entity, there.program, here.owner)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await owners(there.entity)).toHaveLength(1);
    expect(await history(there.entity)).toHaveLength(before + 1);
    await put(transfer(there.entity, there.program, there.owner));
  });

  it('gives one to who was only enrolled', async () => {
    await sql`delete from trackedentityprogramowner where trackedentityid = (select trackedentityid from trackedentity where uid = ${here.entity})`.execute(
      server.db,
    );
    expect((await put(transfer(here.entity, here.program, here.owner))).status).toBe(200);
    expect(await owners(here.entity)).toEqual([{ unit: here.owner, by: 'admin' }]);
  });

  it('is for those who may read what they give', async () => {
    const outsider = await tracker.userIn({ capture: [there.district] });
    const refused = await outsider.ask(transfer(here.entity, here.program, there.owner), 'PUT');
    expect([refused.status, refused.json.message]).toEqual([
      403,
      'User does not have access to change ownership for the entity-program combination',
    ]);
    const insider = await tracker.userIn({ capture: [here.district] });
    const far = await insider.ask(transfer(here.entity, here.program, there.owner), 'PUT');
    expect([far.status, far.json.message]).toEqual([
      403,
      'Tracked entity not transferred. Org unit supplied is not in the user scope.',
    ]);
    const both = await tracker.userIn({ capture: [here.district], search: [here.district, there.district] });
    expect((await both.ask(transfer(here.entity, here.program, there.owner), 'PUT')).status).toBe(200);
    expect(await owners(here.entity)).toEqual([{ unit: there.owner, by: both.username }]);
    expect((await put(transfer(here.entity, here.program, here.owner))).status).toBe(200);
  });

  it('needs a program that is offered there, and the enrollment', async () => {
    const notOffered = await put(transfer(here.entity, here.program, here.district));
    expect([notOffered.status, notOffered.json.message]).toEqual([
      403,
      `The program ${here.program} is not associated to the org unit ${here.district}`,
    ]);
    const { rows } = await sql<{ uid: string; type: string; unit: string }>`
      select program.uid, program.type, (
        select unit.uid from program_organisationunits join organisationunit as unit using (organisationunitid) where programid = program.programid limit 1
      ) as unit from program where program.uid <> ${here.program} order by type = 'WITHOUT_REGISTRATION'
    `.execute(server.db);
    const [tracking, eventual] = rows;
    const stranger = await put(transfer(here.entity, tracking?.uid ?? '', tracking?.unit ?? ''));
    expect([stranger.status, stranger.json.message]).toEqual([
      409,
      `Tracked entity ${here.entity} is not enrolled in program ${tracking?.uid}`,
    ]);
    const event = await put(transfer(here.entity, eventual?.uid ?? '', eventual?.unit ?? ''));
    expect([event.status, event.json.message]).toEqual([
      400,
      `Program specified is not a tracker program: ${eventual?.uid}`,
    ]);
  });

  it.each([
    [
      'trackedEntity=abcdefghijk&program=abcdefghijk&ou=abcdefghijk',
      404,
      'TrackedEntity with id abcdefghijk could not be found.',
    ],
    [
      'trackedEntity={entity}&program=abcdefghijk&ou=abcdefghijk',
      404,
      'Program with id abcdefghijk could not be found.',
    ],
    [
      'trackedEntity={entity}&program={program}&ou=abcdefghijk',
      404,
      'OrganisationUnit with id abcdefghijk could not be found.',
    ],
    ['trackedEntity={entity}&program={program}', 400, "Required request parameter 'ou' is not present"],
    ['trackedEntity={entity}&ou=x', 400, "Required request parameter 'program' is not present"],
    ['program={program}&ou=x', 400, "Required request parameter 'trackedEntity' is not present"],
    [
      'trackedEntity=short&program={program}&ou=x',
      400,
      "Value 'short' is not valid for parameter trackedEntity. UID must be an alphanumeric string of 11 characters starting with a letter, but was: short",
    ],
    [
      'trackedEntity={entity}&trackedEntityInstance={entity}&program={program}&ou=x',
      400,
      "Only one parameter of 'trackedEntityInstance' and 'trackedEntity' must be specified. Prefer 'trackedEntity' as 'trackedEntityInstance' will be removed.",
    ],
  ])('refuses %s', async (query, status, message) => {
    const text = query.replaceAll('{entity}', here.entity).replaceAll('{program}', here.program);
    const { status: answered, json } = await put(`/api/tracker/ownership/transfer?${text}`);
    expect([answered, json.message]).toEqual([status, message]);
  });
});

describe('breaking the glass', () => {
  it('lets a user read what another unit owns, for a while, with the reason kept', async () => {
    await tracker.setAccessLevel(here.program, 'PROTECTED');
    await sql`update trackedentitytype set allowauditlog = true`.execute(server.db);
    const user = await tracker.userIn({ capture: [there.district], search: [here.district, there.district] });
    const read = `/api/tracker/trackedEntities/${here.entity}?program=${here.program}&fields=trackedEntity,enrollments[program]`;
    const refused = await user.ask(read);
    expect([refused.status, refused.json.message]).toEqual([403, 'OWNERSHIP_ACCESS_DENIED']);
    const granted = await user.ask(override(here.entity, here.program), 'POST');
    expect([granted.status, granted.json.message]).toEqual([200, 'Temporary Ownership granted']);
    expect((await user.ask(read)).json).toEqual({
      trackedEntity: here.entity,
      enrollments: [{ program: here.program }],
    });
    const { rows } = await sql<object>`
      select granted.reason, round(extract(epoch from granted.validtill - localtimestamp) / 3600)::integer as hours, audit.accessedby = ${user.username} as audited
      from programtempowner as granted join programtempownershipaudit as audit using (programid, trackedentityid)
    `.execute(server.db);
    expect(rows).toEqual([{ reason: 'patient came', hours: 3, audited: true }]);
    await sql`update programtempowner set validtill = localtimestamp - interval '1 second'`.execute(server.db);
    expect((await user.ask(read)).status).toBe(403);
  });

  it('is refused in the words of what stands against it', async () => {
    const user = await tracker.userIn({ capture: [there.district], search: [here.district, there.district] });
    const ask = async (who: typeof user, path = override(here.entity, here.program)) => {
      const { status, json } = await who.ask(path, 'POST');
      return [status, json.message];
    };
    const refused = (why: string) => [403, `Temporary ownership not created. ${why}`];
    const level = 'Temporary ownership can only be granted to protected programs.';
    expect(await ask(user)).toEqual(refused(`${level} ${here.program} access level is OPEN.`));
    await tracker.setAccessLevel(here.program, 'CLOSED');
    expect(await ask(user)).toEqual(refused(`${level} ${here.program} access level is CLOSED.`));
    await tracker.setAccessLevel(here.program, 'PROTECTED');
    const far = await tracker.userIn({ capture: [there.district] });
    expect(await ask(far)).toEqual(
      refused("The owner of the entity-program combination is not in the user's search scope."),
    );
    expect(await ask(user, override(here.entity, 'abcdefghijk'))).toEqual(refused('Program supplied does not exist.'));
    expect(await ask(user, override('abcdefghijk', here.program))).toEqual([
      404,
      'TrackedEntity with id abcdefghijk could not be found.',
    ]);
    expect(await ask(user, override(here.entity, here.program).replace(/&reason.*/, ''))).toEqual([
      400,
      "Required request parameter 'reason' is not present",
    ]);
    expect(await ask(user, override(here.entity, here.program).replace(/reason=.*/, 'reason=%00'))).toEqual([
      400,
      'The parameter reason must say why, in 50000 characters at most.',
    ]);
    await tracker.share('program', here.program, 'rw------');
    expect(await ask(user)).toEqual(refused(`User has no data read access to program: ${here.program}`));
    await tracker.share('program', here.program, 'rwrw----');
    const admin = await server.request(override(here.entity, here.program), { method: 'POST' });
    expect(admin.json.message).toBe('Temporary ownership not created. Current user is a superuser.');
    expect((await sql`select from programtempowner`.execute(server.db)).rows).toEqual([]);
  });
});
