import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { share } from '../../support/metadata-fixture.js';
import { type RequestOptions, testServer } from '../../support/server.js';
import { type MadeUser, makeUsers } from '../../support/users.js';

const server = testServer({ demo: true });
const users = makeUsers(server);

/** The monthly data set of the demo. */
const DATA_SET = 'lyLU2wR22tC';
const EDITOR = ['F_DATASET_PUBLIC_ADD', 'F_DATASET_DELETE'];
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** Uids of units that have the data set, and of one that does not. */
let assigned: readonly string[];
let stranger: string;
let editor: MadeUser;

interface Stored {
  readonly unit: string;
  readonly period: string;
  readonly dataSet: string;
}

const stored = async (): Promise<readonly Stored[]> => {
  const { rows } = await sql<Stored>`
    select organisationunit.uid as unit, orderly.period_iso(periodtype.name, period.startdate) as period, dataset.uid as "dataSet"
    from lockexception
    join organisationunit using (organisationunitid)
    join dataset on dataset.datasetid = lockexception.datasetid
    join period on period.periodid = lockexception.periodid
    join periodtype on periodtype.periodtypeid = period.periodtypeid
    order by lockexception.lockexceptionid
  `.execute(server.db);
  return rows;
};
const unitsStored = async () => (await stored()).map(({ unit }) => unit).toSorted();
const audits = async () => {
  const { rows } = await sql`
    select audittype, auditscope, createdby, klass, attributes from audit order by auditid
  `.execute(server.db);
  return rows;
};
const query = (parameters: Readonly<Record<string, string | readonly string[]>>) => {
  const text = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) for (const one of [value].flat()) text.append(name, one);
  return text.toString();
};
type Parameters = Readonly<Record<string, string | readonly string[]>>;
const post = (parameters: Parameters, options: RequestOptions = {}) =>
  server.request(`/api/lockExceptions?${query(parameters)}`, { method: 'POST', ...options });
const remove = (parameters: Parameters, options: RequestOptions = {}) =>
  server.request(`/api/lockExceptions?${query(parameters)}`, { method: 'DELETE', ...options });

const unitAt = (index: number): string => assigned[index] ?? '';

beforeAll(async () => {
  const { rows } = await sql<{ uid: string; has: boolean }>`
    select organisationunit.uid, exists (
      select from datasetsource
      join dataset on dataset.datasetid = datasetsource.datasetid
      where dataset.uid = ${DATA_SET} and datasetsource.sourceid = organisationunit.organisationunitid
    ) as has
    from organisationunit order by organisationunit.organisationunitid
  `.execute(server.db);
  assigned = rows.filter(({ has }) => has).map(({ uid }) => uid);
  stranger = rows.find(({ has }) => !has)?.uid ?? '';
  editor = await users.make(EDITOR);
  await sql`
    insert into usermembership (organisationunitid, userinfoid)
    select organisationunit.organisationunitid, userinfo.userinfoid from organisationunit, userinfo
    where organisationunit.uid = ${unitAt(0)} and userinfo.uid = ${editor.uid}
  `.execute(server.db);
});

beforeEach(async () => {
  await sql`delete from lockexception`.execute(server.db);
  await sql`delete from audit`.execute(server.db);
  await share(server.db, 'dataset', DATA_SET, { public: 'rwrw----', owner: null, users: {}, userGroups: {} });
});

describe('making exceptions', () => {
  it('makes one, and is harmless when it is there already', async () => {
    const parameters = { ds: DATA_SET, pe: '201709', ou: unitAt(0) };
    for (let time = 0; time < 2; time += 1) {
      const { status, json } = await post(parameters);
      expect([status, json]).toEqual([
        201,
        { httpStatus: 'Created', httpStatusCode: 201, status: 'OK', message: 'LockException created successfully.' },
      ]);
    }
    expect(await stored()).toEqual([{ unit: unitAt(0), period: '201709', dataSet: DATA_SET }]);
    expect(await audits()).toHaveLength(1);
  });

  it('takes lists of units in every spelling, and names those that it skipped', async () => {
    const [a, b, c] = [unitAt(0), unitAt(1), unitAt(2)];
    for (const ou of [`[${a},${b},${c}]`, `${a},${b},${c}`, [a, b, c], [`[${a},${b}]`, c], `[${a},${a},${b},${c}]`]) {
      await sql`delete from lockexception`.execute(server.db);
      expect((await post({ ds: DATA_SET, pe: '2017-09', ou })).json.devMessage).toBeUndefined();
      expect(await unitsStored()).toEqual([a, b, c].toSorted());
    }
    const { status, json } = await post({ ds: DATA_SET, pe: '201710', ou: `[${a},${stranger}]` });
    expect(status).toBe(201);
    expect(json.devMessage).toBe(`Skipped, because the data set is not assigned to them: ${stranger}`);
    expect((await stored()).filter(({ period }) => period === '201710').map(({ unit }) => unit)).toEqual([a]);
  });

  it('takes thousands of units in the query, and the same parameters from a form', async () => {
    const many = [...assigned, ...Array.from({ length: 5_000 }, () => unitAt(0))];
    const { status } = await post({ ds: DATA_SET, pe: '201709', ou: `[${many.join(',')}]` });
    expect(status).toBe(201);
    expect(await unitsStored()).toEqual([...assigned].toSorted());
    await sql`delete from lockexception`.execute(server.db);
    const body = query({ ds: DATA_SET, pe: '201709', ou: [unitAt(0), unitAt(1)], reason: 'late returns' });
    const answer = await server.request('/api/lockExceptions', { method: 'POST', headers: FORM, body });
    expect(answer.status).toBe(201);
    expect(await unitsStored()).toEqual([unitAt(0), unitAt(1)].toSorted());
  });

  it('makes the period row that is missing, once for all who need it', async () => {
    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        post({ ds: DATA_SET, pe: '199103', ou: [...assigned.slice(index), ...assigned.slice(0, index)] }),
      ),
    ).then((answers) => expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201)));
    const { rows } =
      await sql`select from period where period.startdate = '1991-03-01' and period.enddate = '1991-03-31'`.execute(
        server.db,
      );
    expect(rows).toHaveLength(1);
    expect(await unitsStored()).toEqual([...assigned].toSorted());
  });

  it('refuses what makes no sense in the words of the peer, and stores nothing', async () => {
    const good = { ds: DATA_SET, pe: '201709', ou: unitAt(0) };
    const unknown = 'Nobody12345';
    const cases: readonly (readonly [Parameters, number, string])[] = [
      [{ pe: '201709', ou: unitAt(0) }, 400, "Required request parameter 'ds' is not present"],
      [{ ds: DATA_SET, ou: unitAt(0) }, 400, "Required request parameter 'pe' is not present"],
      [{ ds: DATA_SET, pe: '201709' }, 400, "Required request parameter 'ou' is not present"],
      [{ ...good, pe: 'nonsense' }, 409, ' DataSet or Period is invalid'],
      [{ ...good, pe: '201713' }, 409, ' DataSet or Period is invalid'],
      [{ ...good, pe: '' }, 409, ' DataSet or Period is invalid'],
      [{ ...good, pe: '\0' }, 409, ' DataSet or Period is invalid'],
      [{ ...good, ds: unknown }, 409, ' DataSet or Period is invalid'],
      [{ ...good, ds: '\0' }, 409, ' DataSet or Period is invalid'],
      [
        { ...good, pe: '2017' },
        409,
        'Period type of period: 2017 is not equal to the period type of data set: Monthly',
      ],
      [{ ...good, ou: '' }, 409, 'OrganisationUnit ID is invalid.'],
      [{ ...good, ou: '[]' }, 409, "Can't find OrganisationUnit with id ="],
      [{ ...good, ou: unknown }, 409, `Can't find OrganisationUnit with id =${unknown}`],
      [{ ...good, ou: '\0' }, 409, "Can't find OrganisationUnit with id =\0"],
      [{ ...good, ou: `[${unitAt(0)}, ${unitAt(1)}]` }, 409, `Can't find OrganisationUnit with id = ${unitAt(1)}`],
      [
        { ...good, ou: `[${unitAt(0)},${unitAt(1)},${unknown}]` },
        409,
        `Can't find OrganisationUnit with id =${unknown}`,
      ],
      [
        { ...good, ou: stranger },
        409,
        `None of the target organisation unit(s) ${stranger} is linked to the specified data set: ${DATA_SET}`,
      ],
      [{ ...good, reason: '\0' }, 400, 'The reason can have 1000 characters at most, and no null characters.'],
      [
        { ...good, reason: 'x'.repeat(1001) },
        400,
        'The reason can have 1000 characters at most, and no null characters.',
      ],
    ];
    for (const [parameters, status, message] of cases) {
      const answer = await post(parameters);
      expect([answer.status, answer.json.message], query(parameters)).toEqual([status, message]);
    }
    expect(await stored()).toEqual([]);
    expect(await audits()).toEqual([]);
  });

  it('asks for the right to change the data set and for units of the user, all or nothing', async () => {
    const ours = { ds: DATA_SET, pe: '201709', ou: unitAt(0) };
    const plain = await users.make([]);
    const noRight = { status: 403, message: "You don't have the proper permissions to update this object" };
    const noUnit = {
      status: 403,
      message: 'You can only add a lock exceptions to your data capture organisation units.',
    };
    const ask = async (parameters: Parameters, user: string) => {
      const { status, json } = await post(parameters, { user });
      return { status, message: json.message };
    };
    expect(await ask(ours, plain.login)).toEqual(noRight);
    expect(await ask({ ...ours, ou: 'Nobody12345' }, plain.login)).toEqual(noRight);
    expect(await ask({ ...ours, ou: `[${unitAt(0)},${unitAt(1)}]` }, editor.login)).toEqual(noUnit);
    expect(await stored()).toEqual([]);
    expect(await ask(ours, editor.login)).toEqual({ status: 201, message: 'LockException created successfully.' });
    await share(server.db, 'dataset', DATA_SET, { public: 'r-rw----', owner: null, users: {}, userGroups: {} });
    expect(await ask(ours, editor.login)).toEqual(noRight);
    expect((await post(ours)).status).toBe(201);
    expect((await post(ours, { user: null })).status).toBe(401);
  });

  it('takes units below those of the user', async () => {
    const { rows } = await sql<{ uid: string }>`
      select top.uid from organisationunit as top
      join organisationunit as unit on unit.parentid = top.organisationunitid and unit.uid = ${unitAt(0)}
    `.execute(server.db);
    const head = await users.make(EDITOR);
    await sql`
      insert into usermembership (organisationunitid, userinfoid)
      select organisationunit.organisationunitid, userinfo.userinfoid from organisationunit, userinfo
      where organisationunit.uid = ${rows[0]?.uid} and userinfo.uid = ${head.uid}
    `.execute(server.db);
    expect((await post({ ds: DATA_SET, pe: '201709', ou: unitAt(0) }, { user: head.login })).status).toBe(201);
  });
});

describe('removing exceptions', () => {
  beforeEach(async () => {
    await post({ ds: DATA_SET, pe: '201709', ou: `[${unitAt(0)},${unitAt(1)},${unitAt(2)}]` });
    await post({ ds: DATA_SET, pe: '201710', ou: unitAt(0) });
    await sql`delete from audit`.execute(server.db);
  });
  const left = async () => (await stored()).map(({ period, unit }) => `${period} ${unit}`).toSorted();
  const keys = (...pairs: readonly (readonly [string, number])[]) =>
    pairs.map(([period, index]) => `${period} ${unitAt(index)}`).toSorted();

  it('removes that of one unit', async () => {
    const { status, text } = await remove({ pe: '2017-09', ds: DATA_SET, ou: unitAt(0) });
    expect([status, text]).toEqual([204, '']);
    expect(await left()).toEqual(keys(['201709', 1], ['201709', 2], ['201710', 0]));
    expect((await remove({ pe: '201709', ds: DATA_SET, ou: unitAt(0) })).status).toBe(204);
    expect((await remove({ pe: '200101', ds: DATA_SET })).status).toBe(204);
    expect(await left()).toHaveLength(3);
  });

  it('removes those of all units, also while others do', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        index % 2 === 0
          ? remove({ pe: '201709', ds: DATA_SET })
          : remove({ pe: '201709', ds: DATA_SET, ou: unitAt(index % 3) }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(204));
    expect(await left()).toEqual(keys(['201710', 0]));
    expect(await audits()).toHaveLength(3);
  });

  it('removes nothing when the request makes no sense', async () => {
    const combination = (ds: string, pe: string) =>
      `Can't find LockException with combination: dataSet=${ds}, period=${pe}`;
    const cases: readonly (readonly [Parameters, number, string])[] = [
      [{ pe: '201709' }, 400, "Required request parameter 'ds' is not present"],
      [{ ds: DATA_SET }, 400, "Required request parameter 'pe' is not present"],
      [{ ds: 'Nobody12345', pe: '201709' }, 409, combination('Nobody12345', '201709')],
      [{ ds: DATA_SET, pe: 'nonsense' }, 409, combination(DATA_SET, 'nonsense')],
      [{ ds: DATA_SET, pe: '201709', ou: '' }, 409, "Can't find OrganisationUnit with id ="],
      [{ ds: DATA_SET, pe: '201709', ou: 'Nobody12345' }, 409, "Can't find OrganisationUnit with id =Nobody12345"],
      [
        { ds: DATA_SET, pe: '201709', ou: `[${unitAt(0)}]` },
        409,
        `Can't find OrganisationUnit with id =[${unitAt(0)}]`,
      ],
      [
        { ds: DATA_SET, pe: '201709', ou: [unitAt(0), unitAt(1)] },
        409,
        `Can't find OrganisationUnit with id =${unitAt(0)},${unitAt(1)}`,
      ],
    ];
    for (const [parameters, status, message] of cases) {
      const answer = await remove(parameters);
      expect([answer.status, answer.json.message], query(parameters)).toEqual([status, message]);
    }
    expect(await left()).toHaveLength(4);
    expect(await audits()).toEqual([]);
  });

  it('asks for the right to delete the data set', async () => {
    const changer = await users.make(['F_DATASET_PUBLIC_ADD']);
    const { status, json } = await remove({ ds: DATA_SET, pe: '201709' }, { user: changer.login });
    expect([status, json.message, json.errorCode]).toEqual([
      403,
      "You don't have the proper permissions to delete this object.",
      'E1006',
    ]);
    expect(await left()).toHaveLength(4);
    expect((await remove({ ds: DATA_SET, pe: '201709' }, { user: editor.login })).status).toBe(204);
    expect(await left()).toEqual(keys(['201710', 0]));
  });
});

it('writes into the audit who changed what and why', async () => {
  const parameters = { ds: DATA_SET, pe: '2017-09', ou: unitAt(0) };
  await post({ ...parameters, reason: 'the report came late' }, { user: editor.login });
  await remove(parameters);
  const entry = {
    auditscope: 'AGGREGATE',
    klass: 'org.hisp.dhis.dataset.LockException',
    attributes: { dataSet: DATA_SET, period: '201709', organisationUnit: unitAt(0) },
  };
  expect(await audits()).toEqual([
    {
      ...entry,
      audittype: 'CREATE',
      createdby: editor.username,
      attributes: { ...entry.attributes, reason: 'the report came late' },
    },
    { ...entry, audittype: 'DELETE', createdby: 'admin' },
  ]);
});
