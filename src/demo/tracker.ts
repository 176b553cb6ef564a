import { addDays } from '../kernel/calendar.js';
import type { Row } from './copy.js';
import { at, type Country, PUBLIC } from './country.js';
import type { DataElement } from './data-elements.js';
import type { OrgUnit } from './organisation-units.js';
import { between, chance } from './random.js';

interface Program {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly registration: boolean;
  readonly stage: { readonly id: number; readonly uid: string };
  readonly elements: readonly DataElement[];
  readonly units: readonly OrgUnit[];
}

interface Attribute {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly valueType: string;
  readonly unique: boolean;
}

interface Client {
  readonly id: number;
  readonly uid: string;
  readonly unit: OrgUnit;
  readonly deleted: boolean;
  readonly created: string;
}

const ATTRIBUTES = [
  ['Client number', 'TEXT', true],
  ['Given name', 'TEXT', false],
  ['Family name', 'TEXT', false],
  ['Date of birth', 'AGE', false],
  ['Sex of client', 'TEXT', false],
  ['Phone number of client', 'PHONE_NUMBER', false],
] as const;

const USER_INFO = { id: 26, uid: 'M5zQapPyTZI', username: 'admin', firstName: 'admin', surname: 'admin' };

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

const dayOf = ({ firstDay, sizes }: Country, index: number): string =>
  addDays(firstDay, between(0, sizes.years * 365 - 40, index, 149));

async function loadPrograms(
  country: Country,
  type: number,
  attributes: readonly Attribute[],
  units: readonly OrgUnit[],
  elements: readonly DataElement[],
): Promise<readonly Program[]> {
  const { sizes, load, now, id, uid } = country;
  const facilities = units.filter(({ level }) => level === 4);
  const programs = Array.from({ length: sizes.programs }, (_, index): Program => {
    const registration = index % 2 === 0;
    return {
      id: id(),
      uid: uid(),
      name: `${registration ? 'Client programme' : 'Event register'} ${String(index + 1).padStart(2, '0')}`,
      registration,
      stage: { id: id(), uid: uid() },
      elements: elements.filter((_, position) => position % sizes.programs === index),
      units: facilities.filter((_, position) => chance(position, index, 151) < 0.6),
    };
  });
  await load(
    'program',
    [
      'programid',
      'uid',
      'created',
      'lastupdated',
      'name',
      'shortname',
      'type',
      'skipoffline',
      'categorycomboid',
      'trackedentitytypeid',
      'sharing',
    ],
    programs.map((program) => [
      program.id,
      program.uid,
      now,
      now,
      program.name,
      program.name,
      program.registration ? 'WITH_REGISTRATION' : 'WITHOUT_REGISTRATION',
      false,
      23,
      program.registration ? type : null,
      PUBLIC,
    ]),
  );
  await load(
    'programstage',
    [
      'programstageid',
      'uid',
      'created',
      'lastupdated',
      'name',
      'programid',
      'mindaysfromstart',
      'repeatable',
      'validationstrategy',
      'enableuserassignment',
      'referral',
      'sort_order',
      'sharing',
    ],
    programs.map((program) => [
      program.stage.id,
      program.stage.uid,
      now,
      now,
      `${program.name}: visit`,
      program.id,
      0,
      true,
      'ON_COMPLETE',
      false,
      false,
      1,
      PUBLIC,
    ]),
  );
  await load(
    'programstagedataelement',
    [
      'programstagedataelementid',
      'uid',
      'created',
      'lastupdated',
      'programstageid',
      'dataelementid',
      'compulsory',
      'skipsynchronization',
      'skipanalytics',
      'sort_order',
    ],
    programs.flatMap((program) =>
      program.elements.map((element, index) => [
        id(),
        uid(),
        now,
        now,
        program.stage.id,
        element.id,
        false,
        false,
        false,
        index + 1,
      ]),
    ),
  );
  await load(
    'program_organisationunits',
    ['programid', 'organisationunitid'],
    programs.flatMap((program) => program.units.map((unit) => [program.id, unit.id])),
  );
  await load(
    'program_attributes',
    [
      'programtrackedentityattributeid',
      'uid',
      'created',
      'lastupdated',
      'programid',
      'trackedentityattributeid',
      'displayinlist',
      'mandatory',
      'sort_order',
    ],
    programs
      .filter(({ registration }) => registration)
      .flatMap((program) =>
        attributes.map((attribute, index) => [
          id(),
          uid(),
          now,
          now,
          program.id,
          attribute.id,
          true,
          index === 0,
          index + 1,
        ]),
      ),
  );
  return programs;
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

/** Enrollments (one technical one for each event program), events, owners, and notes also on what was deleted. */
async function loadActivity(country: Country, programs: readonly Program[], clients: readonly Client[]): Promise<void> {
  const { load, id, uid, now, sizes } = country;
  const registering = programs.filter(({ registration }) => registration);
  const technical = programs.filter(({ registration }) => !registration).map((program) => ({ id: id(), program }));
  const enrollments = clients.map((client, index) => ({
    id: id(),
    client,
    program: registering[index % registering.length],
    deleted: client.deleted || chance(index, 179) < 0.01,
  }));
  await country.loadLarge(
    'enrollment',
    [
      'enrollmentid',
      'uid',
      'created',
      'lastupdated',
      'enrollmentdate',
      'occurreddate',
      'completeddate',
      'status',
      'deleted',
      'programid',
      'trackedentityid',
      'organisationunitid',
      'storedby',
    ],
    [
      ...technical.map(({ id: enrollmentId, program }) => [
        enrollmentId,
        uid(),
        now,
        now,
        now,
        now,
        null,
        'ACTIVE',
        false,
        program.id,
        null,
        program.units[0]?.id,
      ]),
      ...enrollments.map(({ id: enrollmentId, client, program, deleted }, index) => {
        const completed = chance(index, 181) < 0.4;
        return [
          enrollmentId,
          uid(),
          client.created,
          client.created,
          client.created,
          client.created,
          completed ? client.created : null,
          completed ? 'COMPLETED' : 'ACTIVE',
          deleted,
          program?.id,
          client.id,
          client.unit.id,
          'system',
        ];
      }),
    ].map((row) => (row.length === 13 ? row : [...row, 'system'])),
  );
  await load(
    'trackedentityprogramowner',
    [
      'trackedentityprogramownerid',
      'trackedentityid',
      'programid',
      'created',
      'lastupdated',
      'organisationunitid',
      'createdby',
    ],
    enrollments.map(({ client, program }) => [
      id(),
      client.id,
      program?.id,
      client.created,
      client.created,
      client.unit.id,
      'system',
    ]),
  );
  await country.loadLarge(
    'event',
    [
      'eventid',
      'uid',
      'created',
      'lastupdated',
      'lastsynchronized',
      'enrollmentid',
      'programstageid',
      'attributeoptioncomboid',
      'deleted',
      'organisationunitid',
      'status',
      'occurreddate',
      'scheduleddate',
      'completeddate',
      'eventdatavalues',
      'storedby',
      'createdbyuserinfo',
      'lastupdatedbyuserinfo',
    ],
    eventRows(country, programs, technical, enrollments),
  );
  const noted = enrollments
    .filter(({ deleted }, index) => deleted || index % 100 === 0)
    .slice(0, Math.max(10, sizes.trackedEntities / 100));
  const notes = noted.map((enrollment) => ({ id: id(), enrollment: enrollment.id }));
  await load(
    'note',
    ['noteid', 'uid', 'created', 'notetext', 'creator'],
    notes.map((note) => [note.id, uid(), now, 'Moved to another facility', 'system']),
  );
  await load(
    'enrollment_notes',
    ['enrollmentid', 'sort_order', 'noteid'],
    notes.map((note) => [note.enrollment, 1, note.id]),
  );
}

function* eventRows(
  country: Country,
  programs: readonly Program[],
  technical: readonly { readonly id: number; readonly program: Program }[],
  enrollments: readonly {
    readonly id: number;
    readonly client: Client;
    readonly program: Program | undefined;
    readonly deleted: boolean;
  }[],
): Generator<Row> {
  const { sizes, id, uid } = country;
  const registering = programs.filter(({ registration }) => registration).length;
  for (let index = 0; index < sizes.events; index += 1) {
    const tracked = registering > 0 && enrollments.length > 0 && chance(index, 191) < 0.5;
    const enrollment = tracked ? enrollments[between(0, enrollments.length - 1, index, 193)] : undefined;
    const open = tracked ? undefined : technical[index % Math.max(1, technical.length)];
    const program = enrollment?.program ?? open?.program;
    if (!program) continue;
    const unit = enrollment?.client.unit ?? program.units[between(0, program.units.length - 1, index, 197)];
    const time = at(dayOf(country, index), index);
    const status = ['ACTIVE', 'COMPLETED', 'COMPLETED', 'SCHEDULE', 'SKIPPED'][between(0, 4, index, 199)] ?? 'ACTIVE';
    const done = status === 'COMPLETED';
    yield [
      id(),
      uid(),
      time,
      time,
      '1970-01-01',
      enrollment?.id ?? open?.id,
      program.stage.id,
      24,
      enrollment?.deleted === true || chance(index, 211) < 0.01,
      unit?.id,
      status,
      status === 'SCHEDULE' ? null : time,
      time,
      done ? time : null,
      eventValues(program, index, time),
      'system',
      USER_INFO,
      USER_INFO,
    ];
  }
}

function eventValues({ elements }: Program, index: number, time: string): object {
  const stamp = `${time.replace(' ', 'T')}.000`;
  return Object.fromEntries(
    elements.slice(0, 6).map((element) => [
      element.uid,
      {
        value: eventValue(element, index),
        created: stamp,
        lastUpdated: stamp,
        storedBy: 'system',
        providedElsewhere: false,
      },
    ]),
  );
}

function eventValue({ valueType, id }: DataElement, index: number): string {
  switch (valueType) {
    case 'NUMBER':
      return (chance(index, id, 223) * 100).toFixed(1);
    case 'INTEGER':
      return String(between(0, 50, index, id, 227));
    case 'BOOLEAN':
      return chance(index, id, 229) < 0.5 ? 'true' : 'false';
    case 'DATE':
      return addDays('2020-01-01', between(0, 1_000, index, id, 233));
    default:
      return `Answer ${between(1, 20, index, id, 239)}`;
  }
}

async function loadRelationships({ load, sizes, id, uid, now }: Country, clients: readonly Client[]): Promise<void> {
  const constraints = [id(), id()];
  const type = { id: id(), uid: uid() };
  await load(
    'relationshipconstraint',
    ['relationshipconstraintid', 'entity'],
    constraints.map((constraint) => [constraint, 'TRACKED_ENTITY_INSTANCE']),
  );
  await load(
    'relationshiptype',
    [
      'relationshiptypeid',
      'uid',
      'created',
      'lastupdated',
      'name',
      'bidirectional',
      'fromtoname',
      'tofromname',
      'referral',
      'from_relationshipconstraintid',
      'to_relationshipconstraintid',
      'sharing',
    ],
    [
      [
        type.id,
        type.uid,
        now,
        now,
        'Mother and child',
        true,
        'Mother of',
        'Child of',
        false,
        constraints[0],
        constraints[1],
        PUBLIC,
      ],
    ],
  );
  const pairs = Array.from({ length: Math.min(sizes.relationships, Math.floor(clients.length / 2)) }, (_, index) => ({
    id: id(),
    uid: uid(),
    from: { item: id(), client: clients[index * 2] },
    to: { item: id(), client: clients[index * 2 + 1] },
    deleted: index % 50 === 0,
  }));
  const items = pairs.flatMap((pair) => [pair.from, pair.to].map((end) => ({ ...end, relationship: pair.id })));
  // Relationships and their items refer to each other: the ends are filled in when both stand.
  await load(
    'relationship',
    ['relationshipid', 'uid', 'created', 'lastupdated', 'relationshiptypeid', 'key', 'inverted_key', 'deleted'],
    pairs.map(({ id: pair, uid: own, from, to, deleted }) => [
      pair,
      own,
      now,
      now,
      type.id,
      `${type.uid}_${from.client?.uid}_${to.client?.uid}`,
      `${type.uid}_${to.client?.uid}_${from.client?.uid}`,
      deleted,
    ]),
  );
  await load(
    'relationshipitem',
    ['relationshipitemid', 'relationshipid', 'trackedentityid'],
    items.map((item) => [item.item, item.relationship, item.client?.id]),
  );
}
