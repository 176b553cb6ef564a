import { addDays } from '../kernel/calendar.js';
import type { Row } from './copy.js';
import { at, type Country, PUBLIC } from './country.js';
import type { DataElement } from './data-elements.js';
import type { OrgUnit } from './organisation-units.js';
import { between, chance } from './random.js';
import { loadActivity } from './tracker-activity.js';
import { type Attribute, type Client, dayOf, USER_INFO } from './tracker-model.js';
import { loadPrograms } from './tracker-programs.js';
import { loadRelationships } from './tracker-relationships.js';

const ATTRIBUTES = [
  ['Client number', 'TEXT', true],
  ['Given name', 'TEXT', false],
  ['Family name', 'TEXT', false],
  ['Date of birth', 'AGE', false],
  ['Sex of client', 'TEXT', false],
  ['Phone number of client', 'PHONE_NUMBER', false],
] as const;

/** Programs with and without registration, clients, enrollments, events, relationships, ownership, notes and soft-deleted rows. */
export async function loadTracker(
  country: Country,
  units: readonly OrgUnit[],
  elements: readonly DataElement[],
): Promise<void> {
  const { load, now, id, uid, sizes } = country;
  const type = { id: id(), uid: uid() };
  await load(
    'trackedentitytype',
    ['trackedentitytypeid', 'uid', 'created', 'lastupdated', 'name', 'shortname', 'sharing'],
    [[type.id, type.uid, now, now, 'Client', 'Client', PUBLIC]],
  );
  const attributes = ATTRIBUTES.map(
    ([name, valueType, unique]): Attribute => ({ id: id(), uid: uid(), name, valueType, unique }),
  );
  await load(
    'trackedentityattribute',
    [
      'trackedentityattributeid',
      'uid',
      'created',
      'lastupdated',
      'name',
      'shortname',
      'valuetype',
      'aggregationtype',
      'uniquefield',
      'generated',
      'pattern',
      'skipsynchronization',
      'sharing',
    ],
    attributes.map((attribute) => [
      attribute.id,
      attribute.uid,
      now,
      now,
      attribute.name,
      attribute.name,
      attribute.valueType,
      'NONE',
      attribute.unique,
      attribute.unique,
      attribute.unique ? 'SEQUENTIAL(######)' : null,
      false,
      PUBLIC,
    ]),
  );
  await load(
    'trackedentitytypeattribute',
    [
      'trackedentitytypeattributeid',
      'uid',
      'created',
      'lastupdated',
      'trackedentitytypeid',
      'trackedentityattributeid',
      'mandatory',
      'searchable',
      'displayinlist',
      'sort_order',
    ],
    attributes.map((attribute, index) => [
      id(),
      uid(),
      now,
      now,
      type.id,
      attribute.id,
      index === 0,
      true,
      true,
      index + 1,
    ]),
  );
  const programs = await loadPrograms(
    country,
    type.id,
    attributes,
    units,
    elements.filter(({ tracker }) => tracker),
  );
  const registering = programs.filter(({ registration }) => registration);
  const clients = Array.from({ length: sizes.trackedEntities }, (_, index): Client => {
    const program = registering[index % registering.length];
    const unit = program?.units[between(0, program.units.length - 1, index, 137)] ?? units[0];
    if (!unit) throw new Error('There are no organisation units.');
    return {
      id: id(),
      uid: uid(),
      unit,
      deleted: chance(index, 139) < 0.01,
      created: at(dayOf(country, index), index),
    };
  });
  await country.loadLarge(
    'trackedentity',
    [
      'trackedentityid',
      'uid',
      'created',
      'lastupdated',
      'inactive',
      'deleted',
      'lastsynchronized',
      'organisationunitid',
      'trackedentitytypeid',
      'storedby',
      'createdbyuserinfo',
      'lastupdatedbyuserinfo',
      'potentialduplicate',
    ],
    clients.map((client) => [
      client.id,
      client.uid,
      client.created,
      client.created,
      false,
      client.deleted,
      '1970-01-01',
      client.unit.id,
      type.id,
      'system',
      USER_INFO,
      USER_INFO,
      false,
    ]),
  );
  await country.loadLarge(
    'trackedentityattributevalue',
    ['trackedentityid', 'trackedentityattributeid', 'created', 'lastupdated', 'value', 'storedby'],
    attributeValues(clients, attributes),
  );
  await loadActivity(country, programs, clients);
  await loadRelationships(country, clients);
}

function* attributeValues(clients: readonly Client[], attributes: readonly Attribute[]): Generator<Row> {
  for (const [index, client] of clients.entries()) {
    const values = [
      String(index + 1).padStart(6, '0'),
      `Client ${String(index + 1).padStart(6, '0')}`,
      `Household ${String(between(1, 40_000, index, 157))}`,
      addDays('1950-01-01', between(0, 26_000, index, 163)),
      chance(index, 167) < 0.5 ? 'Female' : 'Male',
      `+000 ${between(100_000, 999_999, index, 173)}`,
    ];
    for (const [position, attribute] of attributes.entries()) {
      yield [client.id, attribute.id, client.created, client.created, values[position], 'system'];
    }
  }
}
