import { addDays } from '../kernel/calendar.js';
import type { Row } from './copy.js';
import { at, type Country } from './country.js';
import type { DataElement } from './data-elements.js';
import { between, chance } from './random.js';
import { type Client, dayOf, type Program, USER_INFO } from './tracker-model.js';

/** Enrollments (one technical one for each event program), events, owners, and notes also on what was deleted. */
export async function loadActivity(
  country: Country,
  programs: readonly Program[],
  clients: readonly Client[],
): Promise<void> {
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
