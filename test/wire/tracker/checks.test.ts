import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Db, onTrial } from '../../../src/database/index.js';
import {
  DEFAULT_OPTIONS,
  importTracker,
  type TrackerImportOptions,
  type TrackerPayload,
} from '../../../src/features/tracker-import/index.js';
import { type CurrentUser, userByUid } from '../../../src/http/index.js';
import { testServer } from '../../support/server.js';
import { loadTrackerMetadata } from '../../support/tracker.js';
import { between, enrolled, person, single, T, visit } from '../../support/tracker-objects.js';
import { makeUsers } from '../../support/users.js';

const server = testServer();
const { make } = makeUsers(server);
const clock = { now: () => new Date(2024, 5, 15, 12, 0) };
let admin: CurrentUser;
let clerk: CurrentUser;

beforeAll(async () => {
  await loadTrackerMetadata(server);
  admin = (await userByUid(server.db, 'M5zQapPyTZI')) as CurrentUser;
  clerk = (await userByUid(server.db, (await make(['F_DATAVALUE_ADD'])).uid)) as CurrentUser;
  const { status } = await server.request('/api/tracker?async=false', { method: 'POST', body: STORED });
  expect(status).toBe(200);
});

/** What is there before each import. */
const STORED: TrackerPayload = {
  trackedEntities: [
    person({
      trackedEntity: 'StoredPer01',
      attributes: [{ attribute: T.firstName, value: 'Anna' }],
      enrollments: [
        enrolled({
          enrollment: 'StoredEnr01',
          notes: [{ note: 'StoredNote1', value: 'seen' }],
          events: [
            visit({ event: 'StoredEve01', status: 'COMPLETED', dataValues: [{ dataElement: T.text, value: 'a' }] }),
            visit({ event: 'StoredEve02', programStage: T.once }),
          ],
        }),
      ],
    }),
    person({ trackedEntity: 'StoredPer02' }),
  ],
  events: [single({ event: 'StoredEve03', dataValues: [{ dataElement: T.number, value: '5' }] })],
  relationships: [between('StoredPer01', 'StoredPer02', { relationship: 'StoredRel01' })],
};

interface Given {
  readonly payload: TrackerPayload;
  readonly options?: Partial<TrackerImportOptions>;
  readonly user?: CurrentUser;
  readonly before?: (db: Db) => Promise<unknown>;
}

/** Codes of errors, and with `!` of warnings, of an import that is taken back. */
async function codes({ payload, options = {}, user = admin, before }: Given): Promise<readonly string[]> {
  return await onTrial(server.db, async (db) => {
    await before?.(db);
    const report = await importTracker(
      db,
      payload,
      { ...DEFAULT_OPTIONS, atomicMode: 'OBJECT', ...options },
      { user, clock },
    );
    const { errorReports, warningReports } = report.validationReport;
    return [
      ...errorReports.map(({ errorCode }) => errorCode),
      ...warningReports.map(({ warningCode }) => `!${warningCode}`),
    ];
  });
}

const values = (...given: (readonly [string, string | null])[]) =>
  given.map(([dataElement, value]) => ({ dataElement, value }));
const attributes = (...given: (readonly [string, string | null])[]) =>
  given.map(([attribute, value]) => ({ attribute, value }));
const CREATE = { importStrategy: 'CREATE' } as const;
const UPDATE = { importStrategy: 'UPDATE' } as const;
const DELETE = { importStrategy: 'DELETE' } as const;
const run =
  (text: string) =>
  async (db: Db): Promise<unknown> =>
    await sql.raw(text).execute(db);
const deleted = (table: string, uid: string) => run(`update ${table} set deleted = true where uid = '${uid}'`);
const stored = { trackedEntity: 'StoredPer01', enrollment: 'StoredEnr01' };
const point = { type: 'Point', coordinates: [1, 2] };
const pair = (one: string, other: string) => [person({ trackedEntity: one }), person({ trackedEntity: other })];

type Trap = readonly [name: string, given: Given, expected: readonly string[]];

const EXISTENCE: readonly Trap[] = [
  [
    'a person that is there',
    { payload: { trackedEntities: [person({ trackedEntity: 'StoredPer01' })] }, options: CREATE },
    ['E1002'],
  ],
  ['an enrollment that is there', { payload: { enrollments: [enrolled(stored)] }, options: CREATE }, ['E1080']],
  ['an event that is there', { payload: { events: [single({ event: 'StoredEve03' })] }, options: CREATE }, ['E1030']],
  [
    'a relationship that is there',
    {
      payload: { relationships: [between('StoredPer01', 'StoredPer02', { relationship: 'StoredRel01' })] },
      options: CREATE,
    },
    ['E4015'],
  ],
  [
    'the same when it may be changed',
    { payload: { relationships: [between('StoredPer01', 'StoredPer02', { relationship: 'StoredRel01' })] } },
    ['!E4015'],
  ],
  [
    'a person that is not there',
    { payload: { trackedEntities: [person({ trackedEntity: 'NobodyAtAll' })] }, options: UPDATE },
    ['E1063'],
  ],
  [
    'an enrollment that is not there',
    { payload: { enrollments: [enrolled({ ...stored, enrollment: 'NobodyAtAll' })] }, options: UPDATE },
    ['E1081'],
  ],
  ['an event that is not there', { payload: { events: [{ event: 'NobodyAtAll' }] }, options: DELETE }, ['E1032']],
  [
    'a relationship that is not there',
    { payload: { relationships: [{ relationship: 'NobodyAtAll' }] }, options: DELETE },
    ['E4016'],
  ],
  [
    'a person that is deleted',
    {
      payload: { trackedEntities: [person({ trackedEntity: 'StoredPer02' })] },
      before: deleted('trackedentity', 'StoredPer02'),
    },
    ['E1114'],
  ],
  [
    'an enrollment that is deleted',
    { payload: { enrollments: [enrolled(stored)] }, before: deleted('enrollment', 'StoredEnr01') },
    ['E1113'],
  ],
  [
    'an event that is deleted',
    {
      payload: { events: [single({ event: 'StoredEve03' })] },
      options: DELETE,
      before: deleted('event', 'StoredEve03'),
    },
    ['E1082'],
  ],
  [
    'a relationship that is deleted',
    {
      payload: { relationships: [{ relationship: 'StoredRel01' }] },
      options: DELETE,
      before: deleted('relationship', 'StoredRel01'),
    },
    ['E4017'],
  ],
  ['two persons of one uid', { payload: { trackedEntities: pair('TwiceTheSam', 'TwiceTheSam') } }, ['E1002']],
];

const MANDATORY: readonly Trap[] = [
  ['a person without anything', { payload: { trackedEntities: [{}] } }, ['E1121', 'E1121']],
  ['an enrollment without anything', { payload: { enrollments: [{}] } }, ['E1122', 'E1122', 'E1122']],
  ['an event without anything', { payload: { events: [{}] } }, ['E1123', 'E1123', 'E1123']],
  ['a relationship without anything', { payload: { relationships: [{}] } }, ['E1124', 'E1124', 'E1124']],
  [
    'an event that names its program or its stage',
    { payload: { events: [single({ programStage: null }), single({ program: null })] } },
    [],
  ],
];

const METADATA: readonly Trap[] = [
  [
    'a person of nothing',
    { payload: { trackedEntities: [{ trackedEntityType: 'x', orgUnit: 'y' }] } },
    ['E1049', 'E1005'],
  ],
  [
    'an enrollment of nothing',
    { payload: { enrollments: [enrolled({ trackedEntity: 'NobodyAtAll', program: 'x', orgUnit: 'y' })] } },
    ['E1070', 'E1069', 'E1068'],
  ],
  [
    'an event of nothing',
    { payload: { events: [single({ program: 'x', programStage: 'z', orgUnit: 'y' })] } },
    ['E1011', 'E1010', 'E1013'],
  ],
  [
    'a relationship of nothing',
    { payload: { relationships: [between('StoredPer01', 'StoredPer02', { relationshipType: 'x' })] } },
    ['E4006'],
  ],
  [
    'a stage without program',
    {
      payload: { events: [single()] },
      before: run(`update programstage set programid = null where uid = '${T.eventStage}'`),
    },
    ['E1008'],
  ],
];

const RELATIONS: readonly Trap[] = [
  [
    'an enrollment moved to another program and person',
    { payload: { enrollments: [enrolled({ ...stored, trackedEntity: 'StoredPer02', program: 'f1AyMswryyX' })] } },
    ['E1127', 'E1127'],
  ],
  [
    'an event moved to another stage',
    { payload: { events: [visit({ event: 'StoredEve01', enrollment: 'StoredEnr01', programStage: T.once })] } },
    ['E1128'],
  ],
  [
    'an enrollment in an event program',
    { payload: { enrollments: [enrolled({ trackedEntity: 'StoredPer02', program: T.eventProgram })] } },
    ['E1014'],
  ],
  [
    'a program that is not for the unit',
    {
      payload: { enrollments: [enrolled({ trackedEntity: 'StoredPer02' })], events: [single()] },
      before: run('delete from program_organisationunits'),
    },
    ['E1041', 'E1029'],
  ],
  ['an event without enrollment', { payload: { events: [visit()] } }, ['E1033']],
  ['an event of no enrollment', { payload: { events: [visit({ enrollment: 'NobodyAtAll' })] } }, ['E1313', 'E1079']],
  [
    'an event of another program',
    {
      payload: { events: [visit({ enrollment: 'StoredEnr01', program: 'f1AyMswryyX', programStage: 'PaOOjwLVW2X' })] },
    },
    ['E1079'],
  ],
  ['a stage of another program', { payload: { events: [single({ programStage: T.often })] } }, ['E1089']],
  [
    'an event of a deleted enrollment',
    { payload: { events: [visit({ enrollment: 'StoredEnr01' })] }, before: deleted('enrollment', 'StoredEnr01') },
    ['E1113'],
  ],
  ['an unknown option combo', { payload: { events: [single({ attributeOptionCombo: 'x' })] } }, ['E1115']],
  ['an unknown category option', { payload: { events: [single({ attributeCategoryOptions: 'x' })] } }, ['E1116']],
  [
    'no option combo where one is needed',
    { payload: { events: [single({ program: T.comboProgram, programStage: T.comboStage })] } },
    ['E1055'],
  ],
  [
    'the default option combo where another is needed',
    {
      payload: {
        events: [single({ program: T.comboProgram, programStage: T.comboStage, attributeOptionCombo: 'HllvX50cXC0' })],
      },
    },
    ['E1055'],
  ],
];

const CONTENT: readonly Trap[] = [
  [
    'dates of an enrollment to come',
    {
      payload: {
        enrollments: [enrolled({ trackedEntity: 'StoredPer02', enrolledAt: '2024-06-16', occurredAt: '2024-06-16' })],
      },
    },
    ['E1020', 'E1021'],
  ],
  [
    'an enrollment without dates',
    { payload: { enrollments: [enrolled({ trackedEntity: 'StoredPer02', enrolledAt: null, occurredAt: null })] } },
    ['E1025', 'E1023'],
  ],
  [
    'an open enrollment that was completed',
    { payload: { enrollments: [enrolled({ trackedEntity: 'StoredPer02', completedAt: '2020-01-01' })] } },
    ['E1052'],
  ],
  ['a second open enrollment', { payload: { enrollments: [enrolled({ trackedEntity: 'StoredPer01' })] } }, ['E1015']],
  [
    'two open enrollments at once',
    {
      payload: {
        enrollments: [enrolled({ trackedEntity: 'StoredPer02' }), enrolled({ trackedEntity: 'StoredPer02' })],
      },
    },
    ['E1015', 'E1015'],
  ],
  [
    'a second enrollment where one is all',
    {
      payload: { enrollments: [enrolled({ trackedEntity: 'StoredPer01', status: 'COMPLETED' })] },
      before: run('update program set onlyenrollonce = true'),
    },
    ['E1016'],
  ],
  [
    'a cancelled enrollment more',
    { payload: { enrollments: [enrolled({ trackedEntity: 'StoredPer01', status: 'CANCELLED' })] } },
    [],
  ],
  ['an event without date', { payload: { events: [single({ occurredAt: null })] } }, ['E1031']],
  [
    'a planned event without date',
    { payload: { events: [visit({ enrollment: 'StoredEnr01', status: 'SCHEDULE', occurredAt: null })] } },
    ['E1050'],
  ],
  ['an open event that was completed', { payload: { events: [single({ completedAt: '2020-01-01' })] } }, ['E1051']],
  ['a point where nothing is placed', { payload: { events: [single({ geometry: point })] } }, ['E1074']],
  ['a point where areas are', { payload: { trackedEntities: [person({ geometry: point })] } }, ['E1012']],
  [
    'an unknown attribute, and none',
    { payload: { trackedEntities: [person({ attributes: attributes(['x', 'y'], ['', 'z']) })] } },
    ['E1006', 'E1075'],
  ],
  [
    'attributes of the wrong type',
    {
      payload: {
        trackedEntities: [
          person({
            attributes: attributes([T.age, 'old'], ['x5yfLot5VCM', '2023-02-30'], ['xuAl9UIMcmI', 'NobodyAtAll']),
          }),
        ],
      },
    },
    ['E1007', 'E1007', 'E1007'],
  ],
  [
    'an attribute that is no option',
    { payload: { trackedEntities: [person({ attributes: attributes([T.sex, 'x']) })] } },
    ['E1125'],
  ],
  [
    'an attribute that is too long',
    { payload: { trackedEntities: [person({ attributes: attributes([T.lastName, 'x'.repeat(1201)]) })] } },
    ['E1077'],
  ],
  [
    'a confidential attribute',
    {
      payload: { trackedEntities: [person({ attributes: attributes([T.lastName, 'x']) })] },
      before: run(`update trackedentityattribute set confidential = true where uid = '${T.lastName}'`),
    },
    ['E1112'],
  ],
  [
    'a value that somebody else has',
    {
      payload: { trackedEntities: [person({ attributes: attributes([T.firstName, 'ANNA']) })] },
      before: run(`update trackedentityattribute set uniquefield = true where uid = '${T.firstName}'`),
    },
    ['E1064'],
  ],
  [
    'a value that two want',
    {
      payload: {
        trackedEntities: [
          person({ attributes: attributes([T.firstName, 'Eva']) }),
          person({ attributes: attributes([T.firstName, 'Eva']) }),
        ],
      },
      before: run(`update trackedentityattribute set uniquefield = true where uid = '${T.firstName}'`),
    },
    ['E1064'],
  ],
  [
    'the own value again',
    {
      payload: {
        trackedEntities: [person({ trackedEntity: 'StoredPer01', attributes: attributes([T.firstName, 'Anna']) })],
      },
      before: run(`update trackedentityattribute set uniquefield = true where uid = '${T.firstName}'`),
    },
    [],
  ],
  [
    'attributes that the type demands',
    {
      payload: {
        trackedEntities: [
          person(),
          person({ attributes: attributes([T.firstName, null]) }),
          person({ trackedEntity: 'StoredPer01' }),
        ],
      },
      before: run(
        `update trackedentitytypeattribute set mandatory = true where trackedentityattributeid = (select trackedentityattributeid from trackedentityattribute where uid = '${T.firstName}')`,
      ),
    },
    ['E1090', 'E1076'],
  ],
  [
    'attributes that the program demands',
    {
      payload: { enrollments: [enrolled({ trackedEntity: 'StoredPer02' })] },
      before: run(
        `update program_attributes set mandatory = true where trackedentityattributeid = (select trackedentityattributeid from trackedentityattribute where uid = '${T.firstName}')`,
      ),
    },
    ['E1018'],
  ],
  [
    'an attribute that the program has not',
    {
      payload: {
        enrollments: [enrolled({ trackedEntity: 'StoredPer02', attributes: attributes(['zaFORM1InP3', 'x']) })],
      },
    },
    ['E1019'],
  ],
  [
    'values of the wrong type, of no element and of another stage',
    { payload: { events: [single({ dataValues: values([T.number, 'x'], ['y', '1'], ['vbZ5LGNfGyy', '1']) })] } },
    ['E1304', 'E1305', 'E1302', 'E1125'],
  ],
  [
    'a value of another stage',
    { payload: { events: [visit({ enrollment: 'StoredEnr01', dataValues: values([T.number, '1']) })] } },
    ['E1305'],
  ],
  [
    'values of an event that is planned',
    {
      payload: {
        events: [
          visit({
            enrollment: 'StoredEnr01',
            status: 'SCHEDULE',
            scheduledAt: '2024-07-01',
            dataValues: values([T.text, '1']),
          }),
        ],
      },
    },
    ['E1315'],
  ],
  [
    'a value that the stage demands',
    {
      payload: { events: [single({ status: 'COMPLETED' }), single()] },
      before: run(
        `update programstagedataelement set compulsory = true where dataelementid = (select dataelementid from dataelement where uid = '${T.number}')`,
      ),
    },
    ['E1303'],
  ],
  [
    'a demanded value taken away',
    {
      payload: {
        events: [single({ event: 'StoredEve03', status: 'COMPLETED', dataValues: values([T.number, null]) })],
      },
      before: run(
        `update programstagedataelement set compulsory = true where dataelementid = (select dataelementid from dataelement where uid = '${T.number}')`,
      ),
    },
    ['E1076'],
  ],
  [
    'a completed event that is planned again',
    { payload: { events: [visit({ event: 'StoredEve01', enrollment: 'StoredEnr01', status: 'SKIPPED' })] } },
    ['E1316'],
  ],
  [
    'a completed event whose form is locked',
    {
      payload: { events: [visit({ event: 'StoredEve01', enrollment: 'StoredEnr01', status: 'COMPLETED' })] },
      before: run('update programstage set blockentryform = true'),
    },
    ['E1326'],
  ],
  [
    'an event for nobody',
    {
      payload: { events: [single({ assignedUser: { username: 'nobody' } })] },
      before: run('update programstage set enableuserassignment = true'),
    },
    ['E1118'],
  ],
  [
    'an event for somebody where that is not done',
    { payload: { events: [single({ assignedUser: { username: 'admin' } })] } },
    ['!E1120'],
  ],
  [
    'a note that is there',
    { payload: { enrollments: [enrolled({ ...stored, notes: [{ note: 'StoredNote1', value: 'again' }] })] } },
    ['!E1119'],
  ],
  [
    'a file that is not there',
    {
      payload: { events: [single({ dataValues: values([T.text, 'NobodyAtAll']) })] },
      before: run(`update dataelement set valuetype = 'FILE_RESOURCE' where uid = '${T.text}'`),
    },
    ['E1084'],
  ],
  [
    'a second event where one is all',
    { payload: { events: [visit({ enrollment: 'StoredEnr01', programStage: T.once })] } },
    ['E1039'],
  ],
  [
    'dates outside those of an option',
    {
      payload: { events: [single(), single({ occurredAt: '2024-01-01' })] },
      before: run("update categoryoption set startdate = '2020-03-01', enddate = '2021-01-01' where name = 'default'"),
    },
    ['E1056', 'E1057'],
  ],
];

const RELATIONSHIPS: readonly Trap[] = [
  ['a person and itself', { payload: { relationships: [between('StoredPer01', 'StoredPer01')] } }, ['E4000']],
  [
    'an end that is two things',
    {
      payload: {
        relationships: [
          {
            ...between('StoredPer01', 'StoredPer02'),
            to: { trackedEntity: { trackedEntity: 'StoredPer02' }, event: { event: 'StoredEve01' } },
          },
        ],
      },
    },
    ['E4001'],
  ],
  [
    'an end of the wrong kind',
    {
      payload: {
        relationships: [{ ...between('StoredPer01', 'StoredPer02'), to: { event: { event: 'StoredEve01' } } }],
      },
    },
    ['E4010'],
  ],
  ['an end that is not there', { payload: { relationships: [between('StoredPer01', 'NobodyAtAll')] } }, ['E4012']],
  ['the same pair again', { payload: { relationships: [between('StoredPer01', 'StoredPer02')] } }, ['E4018']],
  ['the same pair the other way round', { payload: { relationships: [between('StoredPer02', 'StoredPer01')] } }, []],
  [
    'the same pair of a type that goes both ways',
    {
      payload: {
        relationships: [
          between('StoredPer01', 'StoredPer02', { relationshipType: T.sibling }),
          between('StoredPer02', 'StoredPer01', { relationshipType: T.sibling }),
        ],
      },
    },
    ['E4018'],
  ],
];

const DEPENDANTS: readonly Trap[] = [
  [
    'what is in a person that is refused',
    { payload: { trackedEntities: [person({ orgUnit: 'x', enrollments: [enrolled({ events: [visit()] })] })] } },
    ['E1049', 'E5000', 'E5000'],
  ],
  [
    'a relationship with who is refused',
    {
      payload: {
        trackedEntities: [person({ trackedEntity: 'RefusedPers', orgUnit: 'x' })],
        relationships: [between('RefusedPers', 'StoredPer01')],
      },
    },
    ['E1049', 'E5000'],
  ],
  [
    'an event in a change that is refused',
    { payload: { enrollments: [enrolled({ ...stored, orgUnit: 'x', events: [visit()] })] } },
    ['E1070'],
  ],
];

const groups = { EXISTENCE, MANDATORY, METADATA, RELATIONS, CONTENT, RELATIONSHIPS, DEPENDANTS };
for (const [group, traps] of Object.entries(groups))
  describe(group.toLowerCase(), () => {
    it.each(traps)('%s', async (_name, given, expected) => {
      expect(await codes(given)).toEqual(expected);
    });
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
    const before = run(`${share('rwrw----')}; ${place()}`);
    expect(await codes({ payload: all, user: clerk, before })).toEqual([]);
  });

  it('is refused outside of their units', async () => {
    const found = await codes({ payload: all, user: clerk, before: run(share('rwrw----')) });
    expect(found).toEqual(['E1000', 'E1000', 'E1102', 'E1000', 'E1000', 'E5000']);
  });

  it('is refused without the right to the data', async () => {
    const before = run(`${share('rw------')}; ${place()}`);
    const found = await codes({ payload: all, user: clerk, before });
    expect(found).toEqual(['E1001', 'E1091', 'E1104', 'E1095', 'E1096', 'E1104', 'E1091', 'E4020']);
  });

  it('is refused for who is owned by another unit', async () => {
    const before = run(
      `${share('rwrw----')}; ${place()}; update program set accesslevel = 'CLOSED'; update trackedentityprogramowner set organisationunitid = (
        select organisationunitid from organisationunit where uid = '${T.otherUnit}')`,
    );
    const payload = { events: [visit({ enrollment: 'StoredEnr01' })] };
    expect(await codes({ payload, user: clerk, before })).toEqual(['E1102']);
  });

  it('is for those with the authority when much is deleted, or a completed event opened', async () => {
    const before = run(`${share('rwrw----')}; ${place()}`);
    const payload = {
      trackedEntities: [{ trackedEntity: 'StoredPer01' }],
      enrollments: [{ enrollment: 'StoredEnr01' }],
    };
    expect(await codes({ payload, options: DELETE, user: clerk, before })).toEqual(['E1100', 'E1103']);
    const open = { events: [visit({ event: 'StoredEve01', enrollment: 'StoredEnr01' })] };
    expect(await codes({ payload: open, user: clerk, before })).toEqual(['E1083']);
  });

  it('ends some days after the period or the completion', async () => {
    const before = run(
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
  const payload = { trackedEntities: [{}, person({ attributes: attributes([T.age, 'old']) })] };

  it('FAIL_FAST tells the first error', async () => {
    expect(await codes({ payload, options: { validationMode: 'FAIL_FAST' } })).toEqual(['E1121']);
  });

  it('SKIP looks only at what the tables need', async () => {
    expect(await codes({ payload, options: { validationMode: 'SKIP' } })).toEqual(['E1121', 'E1121']);
  });
});
