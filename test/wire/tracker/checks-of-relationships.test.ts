import { testServer } from '../../support/server.js';
import { between, enrolled, person, T, visit } from '../../support/tracker-objects.js';
import { statements, stored, type Trap, trackerTraps } from '../../support/tracker-traps.js';

const { set } = trackerTraps(testServer());

const anotherType = statements(
  "insert into trackedentitytype (trackedentitytypeid, uid, created, lastupdated, name, shortname) values (-1, 'OtherTypeXX', now(), now(), 'x', 'x')",
);
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
  [
    'a person of the wrong type',
    {
      payload: {
        trackedEntities: [person({ trackedEntity: 'OtherPerson', trackedEntityType: 'OtherTypeXX' })],
        relationships: [between('OtherPerson', 'StoredPer01')],
      },
      before: anotherType,
    },
    ['E4014'],
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

set({ relationships: RELATIONSHIPS, dependants: DEPENDANTS });
