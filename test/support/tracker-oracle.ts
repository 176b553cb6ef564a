import { T } from './tracker-objects.js';

/** A tracker in memory, and an import that takes one object after the other, written after the contract (imports.md §7) without a look at how the server does it. */

export interface World {
  readonly entities: Map<string, { deleted: boolean; attributes: Record<string, string> }>;
  readonly enrollments: Map<string, { deleted: boolean; entity: string; program: string; status: string }>;
  readonly events: Map<
    string,
    { deleted: boolean; enrollment: string | null; stage: string; status: string; values: Record<string, string> }
  >;
  readonly relationships: Map<string, { deleted: boolean; from: string; to: string }>;
}
export const emptyWorld = (): World => ({
  entities: new Map(),
  enrollments: new Map(),
  events: new Map(),
  relationships: new Map(),
});

type Pairs = readonly (readonly [string, string])[];
export interface GivenEntity {
  readonly uid: string;
  readonly unit: string;
  readonly type: string;
  readonly attributes: Pairs;
}
export interface GivenEnrollment {
  readonly uid: string;
  readonly entity: string;
  readonly unit: string;
  readonly program: string;
  readonly status: string;
  readonly attributes: Pairs;
}
export interface GivenEvent {
  readonly uid: string;
  readonly enrollment: string | null;
  readonly unit: string;
  readonly stage: string;
  readonly status: string;
  readonly values: Pairs;
}
export interface GivenRelationship {
  readonly uid: string;
  readonly from: string;
  readonly to: string;
}
export interface GivenPayload {
  readonly entities: readonly GivenEntity[];
  readonly enrollments: readonly GivenEnrollment[];
  readonly events: readonly GivenEvent[];
  readonly relationships: readonly GivenRelationship[];
}
export type Strategy = 'CREATE' | 'UPDATE' | 'CREATE_AND_UPDATE' | 'DELETE';

/** The unit that the programs are for; another that is there but has no program. */
export const UNITS = { good: T.unit, bare: 'DiszpKrYNg8', unknown: 'NobodyAtAll' } as const;
/** Program of each stage. */
export const STAGES: Readonly<Record<string, string>> = {
  [T.once]: T.program,
  [T.often]: T.program,
  [T.eventStage]: T.eventProgram,
};
/** Data elements of each stage. */
const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  [T.once]: [T.number, T.text],
  [T.often]: [T.text],
  [T.eventStage]: [T.number, T.text],
};

interface Job<Given> {
  readonly given: Given;
  readonly errors: string[];
  readonly action: 'create' | 'update' | 'delete';
  readonly repeated: boolean;
}

/** What an import gives: the errors of each object as `type uid code`, sorted, and the counts; the world is changed as it says. */
export function importNaively(world: World, payload: GivenPayload, strategy: Strategy) {
  const entities = jobs(payload.entities, world.entities, strategy, ['E1002', 'E1063', 'E1114']);
  const enrollments = jobs(payload.enrollments, world.enrollments, strategy, ['E1080', 'E1081', 'E1113']);
  const events = jobs(payload.events, world.events, strategy, ['E1030', 'E1032', 'E1082']);
  const relationships = jobs(payload.relationships, world.relationships, strategy, ['E4015', 'E4016', 'E4017']);
  const all = { entities, enrollments, events, relationships };
  if (strategy !== 'DELETE') {
    for (const job of entities) judgeEntity(world, all, job);
    for (const job of enrollments) judgeEnrollment(world, all, job);
    const open = enrollments.filter(isFine);
    for (const job of open) judgeOthers(world, open, job);
    for (const job of enrollments) judgeAttributes(world, all, job, job.given.entity, !open.includes(job));
    for (const job of events) judgeEvent(world, all, job);
    judgeRepeats(world, events.filter(isFine));
    for (const job of relationships) judgeRelationship(world, all, job);
    judgePairs(world, relationships.filter(isFine));
    refuseDependants(world, all);
  }
  const errors = Object.entries(all).flatMap(([type, list]) =>
    (list as readonly Job<{ uid: string }>[]).flatMap(({ given, errors: own }) =>
      own.map((code) => `${type} ${given.uid} ${code}`),
    ),
  );
  const counts = { created: 0, updated: 0, deleted: 0 };
  for (const { action } of [...entities, ...enrollments, ...events].filter(isFine))
    counts[`${action}d` as keyof typeof counts] += 1;
  for (const { action } of relationships.filter(isFine))
    if (action !== 'update') counts[`${action}d` as keyof typeof counts] += 1;
  if (strategy === 'DELETE') removeAll(world, all);
  else storeAll(world, all);
  return { errors: errors.sort(), counts };
}

type All = {
  readonly entities: readonly Job<GivenEntity>[];
  readonly enrollments: readonly Job<GivenEnrollment>[];
  readonly events: readonly Job<GivenEvent>[];
  readonly relationships: readonly Job<GivenRelationship>[];
};

const isFine = ({ errors }: { readonly errors: readonly string[] }): boolean => errors.length === 0;

function jobs<Given extends { readonly uid: string }>(
  given: readonly Given[],
  stored: ReadonlyMap<string, { readonly deleted: boolean }>,
  strategy: Strategy,
  [there, missing, gone]: readonly [string, string, string],
): readonly Job<Given>[] {
  const seen = new Set<string>();
  return given.map((one) => {
    const before = stored.get(one.uid);
    const action =
      strategy === 'CREATE_AND_UPDATE' ? (before ? 'update' : 'create') : (strategy.toLowerCase() as 'create');
    const repeated = seen.has(one.uid);
    seen.add(one.uid);
    const errors: string[] = [];
    if (before?.deleted) errors.push(gone);
    else if (repeated || (action === 'create' && before)) errors.push(there);
    else if (action !== 'create' && !before) errors.push(missing);
    return { given: one, errors, action, repeated };
  });
}

const alive = <Row extends { readonly deleted: boolean }>(
  rows: ReadonlyMap<string, Row>,
  uid: string,
): Row | undefined => {
  const row = rows.get(uid);
  return row && !row.deleted ? row : undefined;
};
const first = <Given extends { readonly uid: string }>(list: readonly Job<Given>[], uid: string) =>
  list.find(({ given, repeated }) => given.uid === uid && !repeated);

function judgeEntity(world: World, all: All, job: Job<GivenEntity>): void {
  if (!isFine(job)) return;
  if (job.given.unit === UNITS.unknown) job.errors.push('E1049');
  if (job.given.type !== T.type) job.errors.push('E1005');
  judgeAttributes(world, all, job, job.given.uid, !isFine(job));
}

function judgeAttributes(
  world: World,
  all: All,
  job: Job<GivenEntity | GivenEnrollment>,
  entity: string,
  skip: boolean,
): void {
  if (skip) return;
  const order = [
    ...all.entities.map((one) => [one, one.given.uid] as const),
    ...all.enrollments.map((one) => [one, one.given.entity] as const),
  ];
  const earlier = order.slice(
    0,
    order.findIndex(([one]) => one === job),
  );
  for (const [attribute, value] of job.given.attributes) {
    if (value === '') continue;
    if (attribute === T.age && !/^(0|[1-9]\d*)$/.test(value)) job.errors.push('E1007');
    if (attribute !== T.firstName) continue;
    const same = (other: string | undefined) => other?.toLowerCase() === value.toLowerCase();
    const stored = [...world.entities].some(
      ([uid, row]) => uid !== entity && !row.deleted && same(row.attributes[T.firstName]),
    );
    const given = earlier.some(
      ([one, uid]) =>
        uid !== entity && one.given.attributes.some(([name, other]) => name === T.firstName && same(other)),
    );
    if (stored || given) job.errors.push('E1064');
  }
}

function judgeEnrollment(world: World, all: All, job: Job<GivenEnrollment>): void {
  if (!isFine(job)) return;
  const { uid, entity, unit, program } = job.given;
  if (unit === UNITS.unknown) job.errors.push('E1070');
  if (!alive(world.entities, entity) && !all.entities.some(({ given }) => given.uid === entity))
    job.errors.push('E1068');
  if (!isFine(job)) return;
  const stored = world.enrollments.get(uid);
  if (stored && stored.program !== program) job.errors.push('E1127');
  if (stored && stored.entity !== entity) job.errors.push('E1127');
  if (!isFine(job)) return;
  if (program === T.eventProgram) job.errors.push('E1014');
  if (unit === UNITS.bare) job.errors.push('E1041');
}

function judgeOthers(world: World, open: readonly Job<GivenEnrollment>[], job: Job<GivenEnrollment>): void {
  const { uid, entity, status } = job.given;
  if (status !== 'ACTIVE') return;
  const there = alive(world.entities, entity)
    ? [...world.enrollments].filter(
        ([own, row]) => row.entity === entity && !row.deleted && !open.some(({ given }) => given.uid === own),
      )
    : [];
  const others = [
    ...there.map(([own, row]) => ({ uid: own, status: row.status })),
    ...open.map(({ given }) => given).filter((given) => given.entity === entity),
  ];
  if (others.some((other) => other.uid !== uid && other.status === 'ACTIVE')) job.errors.push('E1015');
}

function judgeEvent(world: World, all: All, job: Job<GivenEvent>): void {
  if (!isFine(job)) return;
  const { uid, enrollment, unit, stage, status, values } = job.given;
  const stored = world.events.get(uid);
  if (unit === UNITS.unknown) job.errors.push('E1011');
  if (!isFine(job)) return;
  const registration = STAGES[stage] === T.program;
  if (stored && stored.stage !== stage) job.errors.push('E1128');
  if (stored && registration && enrollment !== null && stored.enrollment !== enrollment) job.errors.push('E1128');
  if (!isFine(job)) return;
  if (registration && enrollment === null) job.errors.push('E1033');
  if (registration && enrollment !== null) {
    const before = world.enrollments.get(enrollment);
    const fresh = first(all.enrollments, enrollment)?.given;
    const parent = before ?? fresh;
    if (!parent) job.errors.push('E1313');
    if (parent?.program !== T.program) job.errors.push('E1079');
    if (before?.deleted) job.errors.push('E1113');
  }
  if (unit === UNITS.bare) job.errors.push('E1029');
  if (!isFine(job)) return;
  for (const [element, value] of values) {
    if (!ELEMENTS[stage]?.includes(element)) job.errors.push('E1305');
    if (element === T.number && value !== '' && !/^-?(0|[1-9]\d*)(\.\d+)?$/.test(value)) job.errors.push('E1302');
  }
  if (status === 'SKIPPED' && values.length > 0) job.errors.push('E1315');
  if (stored && registration && stored.status !== 'SKIPPED' && status === 'SKIPPED') job.errors.push('E1316');
}

function judgeRepeats(world: World, fine: readonly Job<GivenEvent>[]): void {
  const once = fine.filter(({ given }) => given.stage === T.once);
  const refused = once.filter(({ given, action }) => {
    const mates = once.filter((other) => other.given.enrollment === given.enrollment);
    const stored = [...world.events.values()].some(
      (row) => row.enrollment === given.enrollment && row.stage === T.once && !row.deleted,
    );
    return mates.length > 1 || (action === 'create' && stored);
  });
  for (const { errors } of refused) errors.push('E1039');
}

function judgeRelationship(world: World, all: All, job: Job<GivenRelationship>): void {
  if (!isFine(job) || job.action !== 'create') return;
  const { from, to } = job.given;
  if (from === to) job.errors.push('E4000');
  if (!isFine(job)) return;
  for (const end of [from, to])
    if (!alive(world.entities, end) && !all.entities.some(({ given }) => given.uid === end)) job.errors.push('E4012');
}

function judgePairs(world: World, fine: readonly Job<GivenRelationship>[]): void {
  const created = fine.filter(({ action }) => action === 'create');
  const refused = created.filter(({ given: { from, to } }, index) => {
    const stored = [...world.relationships.values()].some((row) => !row.deleted && row.from === from && row.to === to);
    return stored || created.slice(0, index).some(({ given }) => given.from === from && given.to === to);
  });
  for (const { errors } of refused) errors.push('E4018');
}

/** What hangs on something new that is refused is refused, too. */
function refuseDependants(world: World, all: All): void {
  const isRefused = <Given extends { readonly uid: string }>(list: readonly Job<Given>[], uid: string): boolean => {
    const own = list.filter(({ given }) => given.uid === uid);
    return own.length > 0 && !own.some(isFine);
  };
  for (const job of all.enrollments)
    if (isFine(job) && !alive(world.entities, job.given.entity) && isRefused(all.entities, job.given.entity))
      job.errors.push('E5000');
  for (const job of all.events) {
    const { enrollment, stage } = job.given;
    if (!isFine(job) || enrollment === null || STAGES[stage] !== T.program) continue;
    if (!world.enrollments.has(enrollment) && isRefused(all.enrollments, enrollment)) job.errors.push('E5000');
  }
  for (const job of all.relationships) {
    if (!isFine(job) || job.action !== 'create') continue;
    const gone = [job.given.from, job.given.to].filter(
      (end) => !world.entities.has(end) && isRefused(all.entities, end),
    );
    job.errors.push(...gone.map(() => 'E5000'));
  }
}

function storeAll(world: World, all: All): void {
  for (const { given } of all.entities.filter(isFine)) {
    const before = world.entities.get(given.uid);
    world.entities.set(given.uid, { deleted: false, attributes: before?.attributes ?? {} });
  }
  for (const { given } of all.enrollments.filter(isFine)) {
    const { uid, entity, program, status } = given;
    world.enrollments.set(uid, { deleted: false, entity, program, status });
  }
  const bringing = [
    ...all.entities.filter(isFine).map(({ given }) => [given.uid, given.attributes] as const),
    ...all.enrollments.filter(isFine).map(({ given }) => [given.entity, given.attributes] as const),
  ];
  for (const [uid, attributes] of bringing) {
    const row = world.entities.get(uid);
    if (row) row.attributes = merged(row.attributes, attributes);
  }
  for (const { given, action } of all.events.filter(isFine)) {
    const { uid, stage, status, values } = given;
    const before = world.events.get(uid);
    const enrollment =
      action === 'update' ? (before?.enrollment ?? null) : STAGES[stage] === T.program ? given.enrollment : null;
    world.events.set(uid, { deleted: false, enrollment, stage, status, values: merged(before?.values ?? {}, values) });
  }
  for (const { given, action } of all.relationships.filter(isFine))
    if (action === 'create') world.relationships.set(given.uid, { deleted: false, from: given.from, to: given.to });
}

function merged(before: Readonly<Record<string, string>>, given: Pairs): Record<string, string> {
  const after = { ...before };
  for (const [name, value] of given) {
    if (value === '') delete after[name];
    else after[name] = value;
  }
  return after;
}

function removeAll(world: World, all: All): void {
  const removeEvent = (uid: string): void => {
    const row = world.events.get(uid);
    if (row) row.deleted = true;
  };
  const removeEnrollment = (uid: string): void => {
    const row = world.enrollments.get(uid);
    if (row) row.deleted = true;
    for (const [event, own] of world.events) if (own.enrollment === uid) removeEvent(event);
  };
  for (const { given } of all.relationships.filter(isFine)) {
    const row = world.relationships.get(given.uid);
    if (row) row.deleted = true;
  }
  for (const { given } of all.events.filter(isFine)) removeEvent(given.uid);
  for (const { given } of all.enrollments.filter(isFine)) removeEnrollment(given.uid);
  for (const { given } of all.entities.filter(isFine)) {
    const row = world.entities.get(given.uid);
    if (row) row.deleted = true;
    for (const [enrollment, own] of world.enrollments) if (own.entity === given.uid) removeEnrollment(enrollment);
    for (const own of world.relationships.values())
      if (own.from === given.uid || own.to === given.uid) own.deleted = true;
  }
}
