import { beforeAll, describe, expect, it } from 'vitest';
import type { TrackerPayload } from '../../../src/features/tracker-import/index.js';
import { type CurrentUser, userByUid } from '../../../src/http/index.js';
import { testServer } from '../../support/server.js';
import { between, enrolled, person, single, T, visit } from '../../support/tracker-objects.js';
import { attributeValues, DELETE, statements, trackerTraps } from '../../support/tracker-traps.js';
import { makeUsers } from '../../support/users.js';

const server = testServer();
const { codes } = trackerTraps(server);
const { make } = makeUsers(server);
let clerk: CurrentUser;

beforeAll(async () => {
  clerk = (await userByUid(server.db, (await make(['F_DATAVALUE_ADD'])).uid)) as CurrentUser;
});

describe('access', () => {
  const share = (access: string) =>
    ['program', 'programstage', 'trackedentitytype', 'relationshiptype', 'categoryoption']
      .map((table) => `update ${table} set sharing = '{"public":"${access}"}'`)
      .join(';');
  const place = () =>
    `insert into usermembership (organisationunitid, userinfoid) select organisationunitid, ${clerk.id} from organisationunit where uid = '${T.unit}'`;
  const all: TrackerPayload = {
    trackedEntities: [person({ trackedEntity: 'NewPersonX1', enrollments: [enrolled({ events: [visit()] })] })],
    events: [single()],
    relationships: [between('NewPersonX1', 'StoredPer01')],
  };

  it('is for those who enter data in the unit and may write the data of the program', async () => {
    const before = statements(`${share('rwrw----')}; ${place()}`);
    expect(await codes({ payload: all, user: clerk, before })).toEqual([]);
  });

  it('is refused outside of their units', async () => {
    const found = await codes({ payload: all, user: clerk, before: statements(share('rwrw----')) });
    expect(found).toEqual(['E1000', 'E1000', 'E1102', 'E1000', 'E1000', 'E5000']);
  });

  it('is refused to those who would skip the checks, too', async () => {
    const options = { validationMode: 'SKIP' } as const;
    const found = await codes({
      payload: { events: [single()] },
      options,
      user: clerk,
      before: statements(share('rwrw----')),
    });
    expect(found).toEqual(['E1000']);
  });

  it('is refused without the right to the data', async () => {
    const before = statements(`${share('rw------')}; ${place()}`);
    const found = await codes({ payload: all, user: clerk, before });
    expect(found).toEqual(['E1001', 'E1091', 'E1104', 'E1095', 'E1096', 'E1104', 'E1091', 'E4020']);
  });

  it('is refused for who is owned by another unit', async () => {
    const before = statements(
      `${share('rwrw----')}; ${place()}; update program set accesslevel = 'CLOSED'; update trackedentityprogramowner set organisationunitid = (
        select organisationunitid from organisationunit where uid = '${T.otherUnit}')`,
    );
    const payload = { events: [visit({ enrollment: 'StoredEnr01' })] };
    expect(await codes({ payload, user: clerk, before })).toEqual(['E1102']);
  });

  it('is for those with the authority when much is deleted, or a completed event opened', async () => {
    const before = statements(`${share('rwrw----')}; ${place()}`);
    const payload = {
      trackedEntities: [{ trackedEntity: 'StoredPer01' }],
      enrollments: [{ enrollment: 'StoredEnr01' }],
    };
    expect(await codes({ payload, options: DELETE, user: clerk, before })).toEqual(['E1100', 'E1103']);
    const open = { events: [visit({ event: 'StoredEve01', enrollment: 'StoredEnr01' })] };
    expect(await codes({ payload: open, user: clerk, before })).toEqual(['E1083']);
  });

  it('is refused for who is outside of where they may look, and for options that they may not use', async () => {
    const before = statements(share('rwrw----'));
    const payload = { trackedEntities: [person({ trackedEntity: 'StoredPer01' })] };
    expect(await codes({ payload, user: clerk, before })).toEqual(['E1003']);
    const option = statements(
      `${share('rwrw----')}; ${place()}; update categoryoption set sharing = '{"public":"rw------"}'`,
    );
    const event = single({ program: T.comboProgram, programStage: T.comboStage, attributeOptionCombo: 'igZVvNyxlTM' });
    expect(await codes({ payload: { events: [event] }, user: clerk, before: option })).toEqual(['E1099']);
  });

  it('ends some days after the period or the completion', async () => {
    const before = statements(
      `${share('rwrw----')}; ${place()}; update program set expirydays = 14, completeeventsexpirydays = 3, expiryperiodtypeid = (
        select periodtypeid from periodtype where name = 'Monthly')`,
    );
    const on = (occurredAt: string, more = {}) => single({ occurredAt, ...more });
    const payload = {
      events: [
        on('2024-05-31'),
        on('2024-06-01'),
        on('2024-06-02', { status: 'COMPLETED', completedAt: '2024-06-12T12:00' }),
        on('2024-06-02', { status: 'COMPLETED', completedAt: '2024-06-12T11:59' }),
      ],
    };
    expect(await codes({ payload, user: clerk, before })).toEqual(['E1047', 'E1043']);
  });
});

describe('validationMode', () => {
  const payload = { trackedEntities: [{}, person({ attributes: attributeValues([T.age, 'old']) })] };

  it('FAIL_FAST tells the first error', async () => {
    expect(await codes({ payload, options: { validationMode: 'FAIL_FAST' } })).toEqual(['E1121']);
  });

  it('SKIP looks only at what the tables need', async () => {
    expect(await codes({ payload, options: { validationMode: 'SKIP' } })).toEqual(['E1121', 'E1121']);
  });
});
