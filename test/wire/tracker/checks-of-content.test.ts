import { testServer } from '../../support/server.js';
import { enrolled, person, single, T, visit } from '../../support/tracker-objects.js';
import {
  attributeValues,
  dataValues,
  statements,
  stored,
  type Trap,
  trackerTraps,
} from '../../support/tracker-traps.js';

const { set } = trackerTraps(testServer());

const point = { type: 'Point', coordinates: [1, 2] };
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
      before: statements('update program set onlyenrollonce = true'),
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
    { payload: { trackedEntities: [person({ attributes: attributeValues(['x', 'y'], ['', 'z']) })] } },
    ['E1006', 'E1075'],
  ],
  [
    'attributes of the wrong type',
    {
      payload: {
        trackedEntities: [
          person({
            attributes: attributeValues([T.age, 'old'], ['x5yfLot5VCM', '2023-02-30'], ['xuAl9UIMcmI', 'NobodyAtAll']),
          }),
        ],
      },
    },
    ['E1007', 'E1007', 'E1007'],
  ],
  [
    'an attribute that is no option',
    { payload: { trackedEntities: [person({ attributes: attributeValues([T.sex, 'x']) })] } },
    ['E1125'],
  ],
  [
    'an attribute that is too long',
    { payload: { trackedEntities: [person({ attributes: attributeValues([T.lastName, 'x'.repeat(1201)]) })] } },
    ['E1077'],
  ],
  [
    'a confidential attribute',
    {
      payload: { trackedEntities: [person({ attributes: attributeValues([T.lastName, 'x']) })] },
      before: statements(`update trackedentityattribute set confidential = true where uid = '${T.lastName}'`),
    },
    ['E1112'],
  ],
  [
    'a value that somebody else has',
    {
      payload: { trackedEntities: [person({ attributes: attributeValues([T.firstName, 'ANNA']) })] },
      before: statements(`update trackedentityattribute set uniquefield = true where uid = '${T.firstName}'`),
    },
    ['E1064'],
  ],
  [
    'a value that two want',
    {
      payload: {
        trackedEntities: [
          person({ attributes: attributeValues([T.firstName, 'Eva']) }),
          person({ attributes: attributeValues([T.firstName, 'Eva']) }),
        ],
      },
      before: statements(`update trackedentityattribute set uniquefield = true where uid = '${T.firstName}'`),
    },
    ['E1064'],
  ],
  [
    'the own value again',
    {
      payload: {
        trackedEntities: [person({ trackedEntity: 'StoredPer01', attributes: attributeValues([T.firstName, 'Anna']) })],
      },
      before: statements(`update trackedentityattribute set uniquefield = true where uid = '${T.firstName}'`),
    },
    [],
  ],
  [
    'attributes that the type demands',
    {
      payload: {
        trackedEntities: [
          person(),
          person({ attributes: attributeValues([T.firstName, null]) }),
          person({ trackedEntity: 'StoredPer01' }),
        ],
      },
      before: statements(
        `update trackedentitytypeattribute set mandatory = true where trackedentityattributeid = (select trackedentityattributeid from trackedentityattribute where uid = '${T.firstName}')`,
      ),
    },
    ['E1090', 'E1076'],
  ],
  [
    'attributes that the program demands',
    {
      payload: { enrollments: [enrolled({ trackedEntity: 'StoredPer02' })] },
      before: statements(
        `update program_attributes set mandatory = true where trackedentityattributeid = (select trackedentityattributeid from trackedentityattribute where uid = '${T.firstName}')`,
      ),
    },
    ['E1018'],
  ],
  [
    'an attribute that the program has not',
    {
      payload: {
        enrollments: [enrolled({ trackedEntity: 'StoredPer02', attributes: attributeValues(['zaFORM1InP3', 'x']) })],
      },
    },
    ['E1019'],
  ],
  [
    'values of the wrong type, of no element and of another stage',
    { payload: { events: [single({ dataValues: dataValues([T.number, 'x'], ['y', '1'], ['vbZ5LGNfGyy', '1']) })] } },
    ['E1304', 'E1305', 'E1302', 'E1125'],
  ],
  [
    'a value of another stage',
    { payload: { events: [visit({ enrollment: 'StoredEnr01', dataValues: dataValues([T.number, '1']) })] } },
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
            dataValues: dataValues([T.text, '1']),
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
      before: statements(
        `update programstagedataelement set compulsory = true where dataelementid = (select dataelementid from dataelement where uid = '${T.number}')`,
      ),
    },
    ['E1303'],
  ],
  [
    'a demanded value taken away',
    {
      payload: {
        events: [single({ event: 'StoredEve03', status: 'COMPLETED', dataValues: dataValues([T.number, null]) })],
      },
      before: statements(
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
      before: statements('update programstage set blockentryform = true'),
    },
    ['E1326'],
  ],
  [
    'an event for nobody',
    {
      payload: { events: [single({ assignedUser: { username: 'nobody' } })] },
      before: statements('update programstage set enableuserassignment = true'),
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
      payload: { events: [single({ dataValues: dataValues([T.text, 'NobodyAtAll']) })] },
      before: statements(`update dataelement set valuetype = 'FILE_RESOURCE' where uid = '${T.text}'`),
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
      before: statements(
        "update categoryoption set startdate = '2020-03-01', enddate = '2021-01-01' where name = 'default'",
      ),
    },
    ['E1056', 'E1057'],
  ],
  [
    'a file of something else',
    {
      payload: { events: [single({ dataValues: dataValues([T.text, 'SomebodysFi']) })] },
      before: statements(
        `update dataelement set valuetype = 'FILE_RESOURCE' where uid = '${T.text}'; insert into fileresource (fileresourceid, uid, created, lastupdated, name, contenttype, contentlength, contentmd5, storagekey, isassigned, fileresourceowner) values (-1, 'SomebodysFi', now(), now(), 'x', 'x', 1, 'x', 'x', true, 'SomebodyEls')`,
      ),
    },
    ['E1009'],
  ],
];

set({ content: CONTENT });
