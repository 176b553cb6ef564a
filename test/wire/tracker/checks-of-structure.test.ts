import { testServer } from '../../support/server.js';
import { between, enrolled, person, single, T, visit } from '../../support/tracker-objects.js';
import {
  CREATE,
  DELETE,
  deletedBefore,
  statements,
  stored,
  type Trap,
  trackerTraps,
  UPDATE,
} from '../../support/tracker-traps.js';

const { set } = trackerTraps(testServer());

const pair = (one: string, other: string) => [person({ trackedEntity: one }), person({ trackedEntity: other })];
const anotherType = statements(
  "insert into trackedentitytype (trackedentitytypeid, uid, created, lastupdated, name, shortname) values (-1, 'OtherTypeXX', now(), now(), 'x', 'x')",
);
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
      before: deletedBefore('trackedentity', 'StoredPer02'),
    },
    ['E1114'],
  ],
  [
    'an enrollment that is deleted',
    { payload: { enrollments: [enrolled(stored)] }, before: deletedBefore('enrollment', 'StoredEnr01') },
    ['E1113'],
  ],
  [
    'an event that is deleted',
    {
      payload: { events: [single({ event: 'StoredEve03' })] },
      options: DELETE,
      before: deletedBefore('event', 'StoredEve03'),
    },
    ['E1082'],
  ],
  [
    'a relationship that is deleted',
    {
      payload: { relationships: [{ relationship: 'StoredRel01' }] },
      options: DELETE,
      before: deletedBefore('relationship', 'StoredRel01'),
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
      before: statements(`update programstage set programid = null where uid = '${T.eventStage}'`),
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
      before: statements('delete from program_organisationunits'),
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
    { payload: { events: [visit({ enrollment: 'StoredEnr01' })] }, before: deletedBefore('enrollment', 'StoredEnr01') },
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
  [
    'a person of another type than before',
    {
      payload: { trackedEntities: [person({ trackedEntity: 'StoredPer01', trackedEntityType: 'OtherTypeXX' })] },
      before: anotherType,
    },
    ['E1126'],
  ],
  [
    'a person of another type than the program',
    {
      payload: { trackedEntities: [person({ trackedEntityType: 'OtherTypeXX', enrollments: [enrolled()] })] },
      before: anotherType,
    },
    ['E1022'],
  ],
  [
    'an option combo of another program',
    { payload: { events: [single({ attributeOptionCombo: 'igZVvNyxlTM' })] } },
    ['E1054'],
  ],
  [
    'an option that no combo of the program has',
    { payload: { events: [single({ attributeCategoryOptions: 'fjvZIRlTBrp' })] } },
    ['E1117'],
  ],
  [
    'an option combo that is not of the options',
    {
      payload: {
        events: [
          single({
            program: T.comboProgram,
            programStage: T.comboStage,
            attributeOptionCombo: 'igZVvNyxlTM',
            attributeCategoryOptions: 'xYerKDKCefk',
          }),
        ],
      },
    },
    ['E1117'],
  ],
];

set({
  existence: EXISTENCE,
  mandatory: MANDATORY,
  metadata: METADATA,
  relations: RELATIONS,
});
