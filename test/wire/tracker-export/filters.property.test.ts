import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { trackerOf } from '../../support/tracker-cases.js';
import { type Asked, Oracle, type Reader } from '../../support/tracker-oracle/evaluate.js';
import { readWorld, unsettle, type World } from '../../support/tracker-oracle/world.js';

const NOW = '2026-03-15T10:30:00.000';
const server = testServer({ demo: true, clock: { now: () => new Date(NOW) } });
const tracker = trackerOf(server);
const RUNS = 40;

interface Person extends Reader {
  readonly everywhere: boolean;
  readonly ask: (path: string) => Promise<{ readonly status: number; readonly text: string; readonly json: never }>;
}

let world: World;
let people: readonly Person[];
/** Data elements and attributes of which one is a number, with values that occur. */
const filters = { events: [] as string[], entities: [] as string[] };

beforeAll(async () => {
  const [here, there] = await tracker.cases();
  const pathOf = async (uid: string) =>
    (await sql<{ path: string }>`select path from organisationunit where uid = ${uid}`.execute(server.db)).rows[0]
      ?.path ?? '';
  const [nearby, far] = [await pathOf(here.district), await pathOf(there.district)];
  const made = {
    both: await tracker.userIn({ capture: [here.district], search: [here.district, there.district] }),
    one: await tracker.userIn({ capture: [there.district] }),
    all: await tracker.userIn({ capture: [here.owner] }, ['F_TRACKED_ENTITY_INSTANCE_SEARCH_IN_ALL_ORGUNITS']),
  };
  await tracker.setAccessLevel(here.program, 'PROTECTED');
  await unsettle(server.db);
  await sql`update program set accesslevel = 'CLOSED' where type = 'WITH_REGISTRATION' and accesslevel is null`.execute(
    server.db,
  );
  const { rows: options } = await sql<{ uid: string }>`
    update categoryoption set sharing = '{"public": "rw------"}' where categoryoptionid in (
      select link.categoryoptionid from event
      join categoryoptioncombos_categoryoptions as link on link.categoryoptioncomboid = event.attributeoptioncomboid
      where event.eventid % 4 = 0 and event.eventid % 5 = 1
    ) and name <> 'default' returning uid
  `.execute(server.db);
  const hiddenOptions = new Set(options.map(({ uid }) => uid));
  world = await readWorld(server.db);
  const root = world.units[0]?.path ?? '';
  const limits = { isSuper: false, hiddenOptions, everywhere: false };
  people = [
    {
      ...limits,
      uid: 'M5zQapPyTZI',
      isSuper: true,
      everywhere: true,
      capture: [root],
      search: [root],
      ask: (path) => server.request(path) as never,
    },
    {
      ...limits,
      uid: made.both.uid,
      capture: [nearby],
      search: [nearby, far],
      ask: (path) => made.both.ask(path) as never,
    },
    { ...limits, uid: made.one.uid, capture: [far], search: [], ask: (path) => made.one.ask(path) as never },
    {
      ...limits,
      uid: made.all.uid,
      everywhere: true,
      capture: [await pathOf(here.owner)],
      search: [],
      ask: (path) => made.all.ask(path) as never,
    },
  ];
  filters.events = [
    ...valueFilters(
      world.events.map(({ values }) => entriesOf(values)),
      true,
    ),
  ];
  filters.entities = [
    ...valueFilters(
      world.entities.map(({ values }) => Object.entries(values)),
      false,
    ),
  ];
});

const entriesOf = (values: Readonly<Record<string, { readonly value: string }>>): [string, string][] =>
  Object.entries(values).map(([uid, { value }]) => [uid, value]);

/** Filters on values that occur, with every operator. Only numbers have an order that does not depend on a language. */
function* valueFilters(rows: readonly [string, string][][], ordered: boolean): Generator<string> {
  const seen = new Map<string, string[]>();
  for (const row of rows) {
    for (const [uid, value] of row) {
      const values = seen.get(uid) ?? [];
      if (!values.includes(value) && values.length < 8) values.push(value);
      seen.set(uid, values);
    }
  }
  for (const [uid, [first = '', second = first, third = second]] of seen) {
    const numeric = [first, second, third].every((value) => /^-?\d+(\.\d+)?$/.test(value));
    yield* [`${uid}`, `${uid}:null`, `${uid}:!null`, `${uid}:eq:${first}`, `${uid}:ne:${second}`];
    yield* [`${uid}:in:${first};${second};${third}`, `${uid}:like:${first.slice(-3).toUpperCase()}`];
    yield* [`${uid}:sw:${second.slice(0, 2)}`, `${uid}:ew:${third.slice(-1)}`, `${uid}:!like:${first.slice(0, 1)}`];
    if (ordered && numeric) yield* [`${uid}:gt:${first}`, `${uid}:le:${second}`];
  }
}

/** Any of the values, as they are needed: the world is read after the properties are written. */
const oneOf = (values: () => readonly string[]): fc.Arbitrary<string> =>
  fc.nat().map((index) => values()[index % values().length] ?? '');
const several = (values: () => readonly string[]): fc.Arbitrary<string> =>
  fc.array(fc.nat(), { minLength: 1, maxLength: 40 }).map((indexes) => {
    const all = values();
    return [...new Set(indexes.map((index) => all[index % all.length] ?? ''))].join(',');
  });
const day = fc
  .date({ min: new Date('2023-01-01'), max: new Date('2026-06-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const moment = fc.oneof(
  day,
  day.map((date) => `${date}T12:30:00.000`),
);
/** In so many of a hundred requests the parameter is sent. */
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>, percent: number): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: 100 - percent, arbitrary: fc.constant(undefined) }, { weight: percent, arbitrary });

const spans = (...names: readonly string[]) =>
  Object.fromEntries(
    names.flatMap((name) => [
      [`${name}After`, maybe(moment, 12)],
      [`${name}Before`, maybe(moment, 12)],
    ]),
  );
const choice = (...words: readonly string[]) => maybe(fc.constantFrom(...words), 15);

/** Units and modes that the person may ask about. */
const place = fc.record({
  person: fc.nat(),
  mode: fc.constantFrom(undefined, 'SELECTED', 'CHILDREN', 'DESCENDANTS', 'ACCESSIBLE', 'CAPTURE', 'ALL'),
  units: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
});
type Place = typeof place extends fc.Arbitrary<infer Value> ? Value : never;

function whoAndWhere({ person: index, mode, units }: Place): { readonly person: Person; readonly asked: Asked } {
  const person = people[index % people.length];
  if (!person) throw new Error('Nobody is there.');
  const scope = person.search.length > 0 ? person.search : person.capture;
  const reach = person.isSuper
    ? world.units
    : world.units.filter(({ path }) => scope.some((top) => path.startsWith(top)));
  // Every other unit is a high one, under which something is.
  const high = reach.filter(({ path }) => path.split('/').length <= 4);
  const uids = units.map((unit, position) => {
    const pool = position % 2 === 0 && high.length > 0 ? high : reach;
    return pool[unit % pool.length]?.uid ?? '';
  });
  const orgUnits = [...new Set(uids)].join(',');
  switch (mode) {
    case 'ALL':
      return { person, asked: person.everywhere ? { orgUnitMode: mode } : {} };
    case 'ACCESSIBLE':
    case 'CAPTURE':
      return { person, asked: { orgUnitMode: mode } };
    case undefined:
      return { person, asked: units.length % 2 === 0 ? { orgUnits } : {} };
    default:
      return { person, asked: { orgUnitMode: mode, orgUnits } };
  }
}

const COMMON = {
  includeDeleted: choice('true', 'false'),
  followUp: choice('true', 'false'),
};
const assignment = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('CURRENT', 'NONE', 'ANY', 'ALL').map((assignedUserMode) => ({ assignedUserMode })),
  },
  {
    weight: 1,
    arbitrary: several(() => world.events.flatMap(({ assigned }) => assigned ?? [])).map((assignedUsers) => ({
      assignedUsers,
    })),
  },
);
const updates = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.record(spans('updated')) },
  { weight: 1, arbitrary: fc.constantFrom('200d', '400d', '700d').map((updatedWithin) => ({ updatedWithin })) },
);

const without = (asked: Asked): Asked =>
  Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));

async function compare(
  plural: 'events' | 'enrollments' | 'trackedEntities',
  name: string,
  where: Place,
  wanted: Asked,
): Promise<void> {
  const { person, asked: units } = whoAndWhere(where);
  const asked = without({ ...wanted, ...units });
  const oracle = new Oracle(world, person, asked, NOW);
  const expected =
    plural === 'events' ? oracle.events() : plural === 'enrollments' ? oracle.enrollments() : oracle.entities();
  const query = new URLSearchParams(asked as Record<string, string>).toString();
  const answer = await person.ask(`/api/tracker/${plural}?${query}&paging=false&fields=${name}`);
  expect(answer.status, answer.text).toBe(200);
  const found = (answer.json as Record<string, Record<string, string>[]>)[plural]?.map((object) => object[name]);
  expect(found).toEqual(expected);
  const page = await person.ask(`/api/tracker/${plural}?${query}&pageSize=7&page=2&totalPages=true&fields=${name}`);
  const { pager, [plural]: objects } = page.json as unknown as { readonly pager: object } & Record<
    string,
    Record<string, string>[]
  >;
  expect(objects?.map((object) => object[name])).toEqual(expected.slice(7, 14));
  expect(pager).toMatchObject({
    page: 2,
    pageSize: 7,
    total: expected.length,
    pageCount: Math.ceil(expected.length / 7),
  });
  sizes.push(expected.length);
}

/** How many objects the requests found. */
const sizes: number[] = [];

describe('a request finds what going through all rows one by one finds', () => {
  it('events', async () => {
    const wanted = fc.record({
      ...COMMON,
      ...spans('occurred', 'scheduled', 'enrollmentEnrolled', 'enrollmentOccurred'),
      program: maybe(
        oneOf(() => world.programs.map(({ uid }) => uid)),
        40,
      ),
      programStage: maybe(
        oneOf(() => world.events.map(({ stage }) => stage)),
        25,
      ),
      status: choice('ACTIVE', 'COMPLETED', 'VISITED', 'SCHEDULE', 'OVERDUE', 'SKIPPED'),
      enrollmentStatus: choice('ACTIVE', 'COMPLETED', 'CANCELLED'),
      trackedEntity: maybe(
        oneOf(() => world.entities.map(({ uid }) => uid)),
        8,
      ),
      enrollments: maybe(
        several(() => world.enrollments.map(({ uid }) => uid)),
        15,
      ),
      filter: maybe(
        fc
          .uniqueArray(
            oneOf(() => filters.events),
            { minLength: 1, maxLength: 2, selector: (text) => text.slice(0, 11) },
          )
          .map((list) => list.join(',')),
        25,
      ),
      filterAttributes: maybe(
        oneOf(() => filters.entities),
        15,
      ),
    });
    await fc.assert(
      fc.asyncProperty(place, wanted, assignment, updates, async (where, asked, assigned, updated) => {
        await compare('events', 'event', where, { ...asked, ...assigned, ...updated });
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  it('named events', async () => {
    await fc.assert(
      fc.asyncProperty(
        place,
        several(() => world.events.map(({ uid }) => uid)),
        async (where, events) => {
          await compare('events', 'event', where, { events, includeDeleted: 'true' });
        },
      ),
      { numRuns: 8 },
    );
  });

  it('enrollments', async () => {
    const tracking = () => world.programs.filter(({ registration }) => registration).map(({ uid }) => uid);
    const wanted = fc.record({
      ...COMMON,
      ...spans('enrolled', 'occurred'),
      program: maybe(oneOf(tracking), 40),
      status: choice('ACTIVE', 'COMPLETED', 'CANCELLED'),
      trackedEntityType: maybe(
        oneOf(() => world.entities.map(({ type }) => type)),
        25,
      ),
      trackedEntity: maybe(
        oneOf(() => world.entities.map(({ uid }) => uid)),
        8,
      ),
      enrollments: maybe(
        several(() => world.enrollments.map(({ uid }) => uid)),
        15,
      ),
    });
    await fc.assert(
      fc.asyncProperty(place, wanted, updates, async (where, asked, updated) => {
        await compare('enrollments', 'enrollment', where, { ...asked, ...updated });
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  it('tracked entities', async () => {
    const common = {
      includeDeleted: COMMON.includeDeleted,
      potentialDuplicate: choice('true', 'false'),
      trackedEntities: maybe(
        several(() => world.entities.map(({ uid }) => uid)),
        15,
      ),
      filter: maybe(
        fc
          .uniqueArray(
            oneOf(() => filters.entities),
            { minLength: 1, maxLength: 3, selector: (text) => text.slice(0, 11) },
          )
          .map((list) => list.join(',')),
        25,
      ),
    };
    const ofType = fc.record({ ...common, trackedEntityType: oneOf(() => world.entities.map(({ type }) => type)) });
    const tracking = () => world.programs.filter(({ registration }) => registration).map(({ uid }) => uid);
    const stageOf = (program: string): string =>
      world.events.find(
        ({ enrollment }) => world.enrollments.find(({ uid }) => uid === enrollment)?.program === program,
      )?.stage ?? '';
    const inProgram = fc
      .record({
        ...common,
        ...spans('enrollmentEnrolled', 'enrollmentOccurred'),
        followUp: COMMON.followUp,
        program: oneOf(tracking),
        enrollmentStatus: choice('ACTIVE', 'COMPLETED', 'CANCELLED'),
        staged: fc.boolean(),
        happened: maybe(
          fc.tuple(fc.constantFrom('ACTIVE', 'COMPLETED', 'VISITED', 'SCHEDULE', 'OVERDUE', 'SKIPPED'), moment, moment),
          25,
        ),
      })
      .map(({ staged, happened, ...asked }) => ({
        ...asked,
        ...(staged && { programStage: stageOf(asked.program) }),
        ...(happened && {
          eventStatus: happened[0],
          eventOccurredAfter: happened[1],
          eventOccurredBefore: happened[2],
        }),
      }));
    await fc.assert(
      fc.asyncProperty(
        place,
        fc.oneof(ofType, inProgram),
        assignment,
        updates,
        async (where, asked, assigned, updated) => {
          await compare('trackedEntities', 'trackedEntity', where, { ...asked, ...assigned, ...updated } as Asked);
        },
      ),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  it('and something was found at all', () => {
    expect(sizes.filter((count) => count > 0).length).toBeGreaterThan(sizes.length / 4);
  });
});
