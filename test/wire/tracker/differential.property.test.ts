import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { type Db, onTrial } from '../../../src/database/index.js';
import { DEFAULT_OPTIONS, importTracker, type TrackerPayload } from '../../../src/features/tracker-import/index.js';
import { type CurrentUser, userByUid } from '../../../src/http/index.js';
import { testServer } from '../../support/server.js';
import { loadTrackerMetadata } from '../../support/tracker.js';
import { T } from '../../support/tracker-objects.js';
import {
  emptyWorld,
  type GivenPayload,
  importNaively,
  STAGES,
  type Strategy,
  UNITS,
  type World,
} from '../../support/tracker-oracle.js';

const server = testServer();
const clock = { now: () => new Date(2024, 5, 15, 12, 0) };
let admin: CurrentUser;

beforeAll(async () => {
  await loadTrackerMetadata(server);
  admin = (await userByUid(server.db, 'M5zQapPyTZI')) as CurrentUser;
  await sql`
    delete from program_organisationunits where organisationunitid = (select organisationunitid from organisationunit where uid = ${UNITS.bare})
  `.execute(server.db);
  await sql`update trackedentityattribute set uniquefield = true where uid = ${T.firstName}`.execute(server.db);
});

const pool = (letter: string, size: number): readonly string[] =>
  Array.from({ length: size }, (_, index) => `${letter}${String(index).padStart(10, '0')}`);
const entity = fc.constantFrom(...pool('A', 4));
const enrollment = fc.constantFrom(...pool('B', 4));
const mostly = <Value>(good: Value, ...bad: Value[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(good) }, ...bad.map((one) => fc.constant(one)));
const unit = mostly<string>(UNITS.good, UNITS.bare, UNITS.unknown);
const pairs = (names: readonly string[], values: readonly string[]) =>
  fc.uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...values)), {
    maxLength: 2,
    selector: ([name]) => name,
  });
const attributes = pairs([T.firstName, T.age], ['1', '2', '3', 'Eva', '']);

const payload: fc.Arbitrary<GivenPayload> = fc.record({
  entities: fc.array(
    fc.record({
      uid: entity,
      unit: mostly<string>(UNITS.good, UNITS.unknown),
      type: mostly<string>(T.type, 'x'),
      attributes,
    }),
    {
      maxLength: 4,
    },
  ),
  enrollments: fc.array(
    fc.record({
      uid: enrollment,
      entity,
      unit,
      program: mostly<string>(T.program, T.eventProgram),
      status: fc.constantFrom('ACTIVE', 'COMPLETED', 'CANCELLED'),
      attributes,
    }),
    { maxLength: 4 },
  ),
  events: fc.array(
    fc.record({
      uid: fc.constantFrom(...pool('C', 6)),
      enrollment: fc.oneof({ weight: 6, arbitrary: enrollment }, fc.constant(null)),
      unit,
      stage: fc.constantFrom(...Object.keys(STAGES)),
      status: mostly('ACTIVE', 'COMPLETED', 'SKIPPED'),
      values: pairs([T.number, T.text], ['1', 'x', '']),
    }),
    { maxLength: 5 },
  ),
  relationships: fc.array(fc.record({ uid: fc.constantFrom(...pool('D', 3)), from: entity, to: entity }), {
    maxLength: 3,
  }),
});
const strategy = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Strategy>('CREATE_AND_UPDATE') },
  fc.constantFrom<Strategy>('CREATE', 'UPDATE', 'DELETE'),
);

/** A relationship that is there is sent again with other ends, before a new one between those ends: only the new one counts. */
const UPDATE_BESIDE_CREATION: [GivenPayload, Strategy][] = [
  [between('D0000000002', 'A0000000000', 'A0000000003'), 'CREATE_AND_UPDATE'],
  [
    between('D0000000002', 'A0000000002', 'A0000000001', ['D0000000000', 'A0000000002', 'A0000000001']),
    'CREATE_AND_UPDATE',
  ],
];

function between(uid: string, from: string, to: string, ...others: readonly [string, string, string][]): GivenPayload {
  const relationships = [[uid, from, to] as const, ...others];
  const ends = [...new Set(relationships.flatMap(([, ...both]) => both))];
  return {
    entities: ends.map((end) => ({ uid: end, unit: UNITS.good, type: T.type, attributes: [] })),
    enrollments: [],
    events: [],
    relationships: relationships.map(([own, source, target]) => ({ uid: own, from: source, to: target })),
  };
}

it('does what taking one object after the other does', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(payload, strategy), { minLength: 2, maxLength: 4 }), async (imports) => {
      await onTrial(server.db, async (db) => {
        const world = emptyWorld();
        for (const [given, importStrategy] of imports) {
          const options = { ...DEFAULT_OPTIONS, importStrategy, atomicMode: 'OBJECT' } as const;
          const report = await importTracker(db, asPayload(given), options, { user: admin, clock });
          const errors = report.validationReport.errorReports.map(
            ({ path, errorCode }) => `${nameOf(given, path)} ${errorCode}`,
          );
          const expected = importNaively(world, given, importStrategy);
          for (const error of expected.errors) seen.add(error.split(' ')[2] ?? '');
          const { created, updated, deleted } = report.stats;
          expect({ errors: errors.toSorted(), counts: { created, updated, deleted } }).toEqual(expected);
          expect(await stateOf(db)).toEqual(asState(world));
        }
      });
    }),
    { numRuns: 40, examples: [[UPDATE_BESIDE_CREATION]] },
  );
  // Every kind of fault came up.
  expect(seen.size).toBeGreaterThan(25);
}, 300_000);

/** `entities A0000000000` for `trackedEntities[0]`. */
function nameOf(given: GivenPayload, path: string): string {
  const [, list = '', index = ''] = /^(\w+)\[(\d+)\]$/.exec(path) ?? [];
  const type = (list === 'trackedEntities' ? 'entities' : list) as keyof GivenPayload;
  return `${type} ${given[type][Number(index)]?.uid}`;
}

const asPayload = ({ entities, enrollments, events, relationships }: GivenPayload): TrackerPayload => ({
  trackedEntities: entities.map(({ uid, unit: orgUnit, type, attributes: own }) => ({
    trackedEntity: uid,
    orgUnit,
    trackedEntityType: type,
    attributes: own.map(([attribute, value]) => ({ attribute, value })),
  })),
  enrollments: enrollments.map(({ uid, entity: trackedEntity, unit: orgUnit, program, status, attributes: own }) => ({
    enrollment: uid,
    trackedEntity,
    orgUnit,
    program,
    status,
    enrolledAt: '2020-01-01',
    occurredAt: '2020-01-01',
    attributes: own.map(([attribute, value]) => ({ attribute, value })),
  })),
  events: events.map(({ uid, enrollment: parent, unit: orgUnit, stage, status, values }) => ({
    event: uid,
    enrollment: parent,
    orgUnit,
    program: STAGES[stage] ?? '',
    programStage: stage,
    status,
    occurredAt: '2020-02-01',
    dataValues: values.map(([dataElement, value]) => ({ dataElement, value })),
  })),
  relationships: relationships.map(({ uid, from, to }) => ({
    relationship: uid,
    relationshipType: T.parent,
    from: { trackedEntity: { trackedEntity: from } },
    to: { trackedEntity: { trackedEntity: to } },
  })),
});

const asState = ({ entities, enrollments, events, relationships }: World) => ({
  entities: Object.fromEntries(entities),
  enrollments: Object.fromEntries(enrollments),
  events: Object.fromEntries(events),
  relationships: Object.fromEntries(relationships),
});

async function stateOf(db: Db) {
  const { rows } = await sql<{ state: ReturnType<typeof asState> }>`
    select json_build_object(
      'entities', (
        select coalesce(json_object_agg(entity.uid, json_build_object('deleted', entity.deleted, 'attributes', (
          select coalesce(json_object_agg(attribute.uid, stored.value), '{}') from trackedentityattributevalue as stored
          join trackedentityattribute as attribute using (trackedentityattributeid) where stored.trackedentityid = entity.trackedentityid
        ))), '{}') from trackedentity as entity
      ),
      'enrollments', (
        select coalesce(json_object_agg(enrollment.uid, json_build_object(
          'deleted', enrollment.deleted, 'entity', entity.uid, 'program', program.uid, 'status', enrollment.status
        )), '{}')
        from enrollment join trackedentity as entity using (trackedentityid) join program using (programid)
      ),
      'events', (
        select coalesce(json_object_agg(event.uid, json_build_object(
          'deleted', event.deleted, 'enrollment', case when enrollment.trackedentityid is not null then enrollment.uid end, 'stage', stage.uid,
          'status', event.status, 'values', (
            select coalesce(json_object_agg(entry.key, entry.value ->> 'value'), '{}') from jsonb_each(event.eventdatavalues) as entry
          )
        )), '{}')
        from event join enrollment using (enrollmentid) join programstage as stage using (programstageid)
      ),
      'relationships', (
        select coalesce(json_object_agg(relationship.uid, json_build_object('deleted', relationship.deleted, 'from', starting.uid, 'to', ending.uid)), '{}')
        from relationship
        join relationshipitem as source on source.relationshipitemid = relationship.from_relationshipitemid
        join relationshipitem as target on target.relationshipitemid = relationship.to_relationshipitemid
        join trackedentity as starting on starting.trackedentityid = source.trackedentityid
        join trackedentity as ending on ending.trackedentityid = target.trackedentityid
      )
    ) as state
  `.execute(db);
  return rows[0]?.state;
}
