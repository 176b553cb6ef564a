import type { EnrollmentRow, EntityRow, EventRow, ProgramRow, World } from './world.js';

/** A user as the rules see them. */
export interface Reader {
  readonly uid: string;
  readonly isSuper: boolean;
  /** Paths of units. */
  readonly capture: readonly string[];
  readonly search: readonly string[];
  readonly hiddenOptions: ReadonlySet<string>;
}

/** Parameters of a request by name; all are texts, as on the wire. */
export type Asked = Readonly<Record<string, string | undefined>>;

/** What a tracked entity's events have to be like. */
const ABOUT_EVENTS = ['programStage', 'eventStatus', 'assignedUserMode', 'assignedUsers'];

/** Goes through all rows one by one and says which of them a request finds, the newest first. It shares nothing with the statements that it is held against. */
export class Oracle {
  readonly #world: World;
  readonly #reader: Reader;
  readonly #asked: Asked;
  readonly #programs: ReadonlyMap<string, ProgramRow>;
  readonly #entities: ReadonlyMap<string, EntityRow>;
  readonly #enrollments: ReadonlyMap<string, EnrollmentRow>;
  readonly #today: string;
  readonly #now: string;

  constructor(world: World, reader: Reader, asked: Asked, now: string) {
    this.#world = world;
    this.#reader = reader;
    // ALL is every event, assigned or not, which is as much as to say nothing.
    this.#asked = asked.assignedUserMode === 'ALL' ? { ...asked, assignedUserMode: undefined } : asked;
    this.#programs = new Map(world.programs.map((row) => [row.uid, row]));
    this.#entities = new Map(world.entities.map((row) => [row.uid, row]));
    this.#enrollments = new Map(world.enrollments.map((row) => [row.uid, row]));
    const date = new Date();
    const two = (value: number) => String(value).padStart(2, '0');
    this.#today = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
    this.#now = now;
  }

  events(): readonly string[] {
    return newestFirst(this.#world.events.filter((event) => this.#findsEvent(event)));
  }

  enrollments(): readonly string[] {
    return newestFirst(this.#world.enrollments.filter((enrollment) => this.#findsEnrollment(enrollment)));
  }

  entities(): readonly string[] {
    return newestFirst(this.#world.entities.filter((entity) => this.#findsEntity(entity)));
  }

  get #mode(): string {
    return this.#asked.orgUnitMode ?? (this.#asked.orgUnits === undefined ? 'ACCESSIBLE' : 'SELECTED');
  }

  #findsEvent(event: EventRow): boolean {
    const asked = this.#asked;
    // From 2.43 of DHIS2 on, an event of an event program has none.
    const enrollment = this.#enrollments.get(event.enrollment ?? '');
    const entity = this.#entities.get(enrollment?.entity ?? '');
    const owner = entity ? (entity.owners[event.program] ?? entity.unit) : event.unit;
    if (event.deleted && asked.includeDeleted !== 'true') return false;
    if (!this.#mayRead(event.program, entity?.uid ?? null, owner) || !this.#shows(event)) return false;
    if (!this.#isAskedUnit(owner)) return false;
    return (
      is(asked.program, event.program) &&
      is(asked.programStage, event.stage) &&
      is(asked.trackedEntity, entity?.uid ?? null) &&
      isOneOf(asked.events, event.uid) &&
      isOneOf(asked.enrollments, event.enrollment) &&
      (asked.status === undefined || this.#hasStatus(event, asked.status)) &&
      is(asked.enrollmentStatus, enrollment?.status ?? null) &&
      is(asked.followUp, String(enrollment?.followUp ?? false)) &&
      this.#isAssigned(event) &&
      lies(event.occurred, asked.occurredAfter, asked.occurredBefore) &&
      lies(event.scheduled, asked.scheduledAfter, asked.scheduledBefore) &&
      lies(enrollment?.enrolled ?? null, asked.enrollmentEnrolledAfter, asked.enrollmentEnrolledBefore) &&
      lies(enrollment?.occurred ?? null, asked.enrollmentOccurredAfter, asked.enrollmentOccurredBefore) &&
      this.#isUpdated(event.updated) &&
      fulfils(asked.filter, (uid) => event.values[uid]?.value) &&
      fulfils(asked.filterAttributes, (uid) => entity?.values[uid])
    );
  }

  #findsEnrollment(enrollment: EnrollmentRow): boolean {
    const asked = this.#asked;
    const entity = this.#entities.get(enrollment.entity ?? '');
    if (!entity || (enrollment.deleted && asked.includeDeleted !== 'true')) return false;
    const owner = entity.owners[enrollment.program] ?? entity.unit;
    return (
      this.#mayRead(enrollment.program, entity.uid, owner) &&
      this.#isAskedUnit(owner) &&
      is(asked.program, enrollment.program) &&
      is(asked.trackedEntity, entity.uid) &&
      is(asked.trackedEntityType, entity.type) &&
      isOneOf(asked.enrollments, enrollment.uid) &&
      is(asked.status, enrollment.status) &&
      is(asked.followUp, String(enrollment.followUp)) &&
      lies(enrollment.enrolled, asked.enrolledAfter, asked.enrolledBefore) &&
      lies(enrollment.occurred, asked.occurredAfter, asked.occurredBefore) &&
      this.#isUpdated(enrollment.updated)
    );
  }

  #findsEntity(entity: EntityRow): boolean {
    const asked = this.#asked;
    if (entity.deleted && asked.includeDeleted !== 'true') return false;
    const own =
      is(asked.trackedEntityType, entity.type) &&
      isOneOf(asked.trackedEntities, entity.uid) &&
      is(asked.potentialDuplicate, String(entity.duplicate)) &&
      this.#isUpdated(entity.updated) &&
      fulfils(asked.filter, (uid) => entity.values[uid]);
    if (!own) return false;
    const offered = [...this.#programs.values()].filter(
      ({ uid, registration, type }) =>
        registration && (asked.program === undefined ? type === entity.type : uid === asked.program),
    );
    const visible = offered.some(({ uid }) => {
      const owner = entity.owners[uid] ?? entity.unit;
      return this.#mayRead(uid, entity.uid, owner) && this.#isAskedUnit(owner);
    });
    const registered = asked.program === undefined && this.#reader.isSuper && this.#isAskedUnit(entity.unit);
    const captured = this.#mode !== 'CAPTURE' || below(entity.unit, this.#reader.capture);
    if (!visible && !(registered && captured)) return false;
    if (asked.program === undefined && ABOUT_EVENTS.every((name) => asked[name] === undefined)) return true;
    return this.#world.enrollments.some(
      (enrollment) => enrollment.entity === entity.uid && this.#isEnrolledAsAsked(enrollment, entity),
    );
  }

  #isEnrolledAsAsked(enrollment: EnrollmentRow, entity: EntityRow): boolean {
    const asked = this.#asked;
    const includeDeleted = asked.includeDeleted === 'true';
    if (enrollment.deleted && !includeDeleted) return false;
    if (!is(asked.program, enrollment.program)) return false;
    const owner = entity.owners[enrollment.program] ?? entity.unit;
    if (asked.program === undefined && !this.#mayRead(enrollment.program, entity.uid, owner, 'ACCESSIBLE'))
      return false;
    const matches =
      is(asked.enrollmentStatus, enrollment.status) &&
      is(asked.followUp, String(enrollment.followUp)) &&
      lies(enrollment.enrolled, asked.enrollmentEnrolledAfter, asked.enrollmentEnrolledBefore) &&
      lies(enrollment.occurred, asked.enrollmentOccurredAfter, asked.enrollmentOccurredBefore);
    if (!matches || ABOUT_EVENTS.every((name) => asked[name] === undefined)) return matches;
    return this.#world.events.some(
      (event) =>
        event.enrollment === enrollment.uid &&
        (includeDeleted || !event.deleted) &&
        is(asked.programStage, event.stage) &&
        this.#isAssigned(event) &&
        this.#happened(event),
    );
  }

  #mayRead(program: string, entity: string | null, owner: string, as = this.#mode): boolean {
    const { capture, search, isSuper, uid } = this.#reader;
    if (as === 'CAPTURE' && !below(owner, capture)) return false;
    if (isSuper || as === 'CAPTURE' || this.#mode === 'ALL') return true;
    const level = this.#programs.get(program)?.level ?? 'OPEN';
    if (level === 'OPEN' || level === 'AUDITED') return below(owner, search.length > 0 ? search : capture);
    if (below(owner, capture)) return true;
    return level === 'PROTECTED' && this.#world.granted.has(`${uid} ${program} ${entity}`);
  }

  #shows(event: EventRow): boolean {
    return this.#reader.isSuper || !event.options.some((option) => this.#reader.hiddenOptions.has(option));
  }

  #isAskedUnit(path: string): boolean {
    if (this.#asked.orgUnits === undefined) return true;
    return this.#asked.orgUnits.split(',').some((uid) => {
      const asked = this.#world.units.find((unit) => unit.uid === uid)?.path ?? '?';
      const parent = path.slice(0, path.lastIndexOf('/'));
      if (this.#mode === 'SELECTED') return path === asked;
      return this.#mode === 'CHILDREN' ? path === asked || parent === asked : below(path, [asked]);
    });
  }

  #hasStatus({ status, occurred, scheduled }: EventRow, asked: string): boolean {
    if (asked === 'VISITED') return (status === 'ACTIVE' || status === 'VISITED') && occurred !== null;
    if (asked !== 'OVERDUE') return status === asked;
    return (
      status === 'OVERDUE' || (status === 'SCHEDULE' && scheduled !== null && scheduled.slice(0, 10) < this.#today)
    );
  }

  #happened(event: EventRow): boolean {
    const { eventStatus, eventOccurredAfter: after, eventOccurredBefore: before } = this.#asked;
    const { status, occurred, scheduled } = event;
    const waits = status !== 'SKIPPED' && occurred === null && lies(scheduled, after, before);
    switch (eventStatus) {
      case undefined:
        return true;
      case 'COMPLETED':
        return status === 'COMPLETED' && lies(occurred, after, before);
      case 'SCHEDULE':
        return waits && (scheduled ?? '').slice(0, 10) >= this.#today;
      case 'OVERDUE':
        return waits && (scheduled ?? '').slice(0, 10) < this.#today;
      case 'SKIPPED':
        return status === 'SKIPPED' && lies(scheduled, after, before);
      default:
        return (status === 'ACTIVE' || status === 'VISITED') && lies(occurred, after, before);
    }
  }

  #isAssigned({ assigned }: EventRow): boolean {
    const { assignedUserMode: mode, assignedUsers } = this.#asked;
    if (assignedUsers !== undefined) return assigned !== null && assignedUsers.split(',').includes(assigned);
    if (mode === 'CURRENT') return assigned === this.#reader.uid;
    if (mode === 'NONE') return assigned === null;
    return mode !== 'ANY' || assigned !== null;
  }

  #isUpdated(updated: string): boolean {
    const { updatedAfter, updatedBefore, updatedWithin } = this.#asked;
    if (updatedWithin === undefined) return lies(updated, updatedAfter, updatedBefore);
    const since = new Date(new Date(this.#now).getTime() - Number.parseInt(updatedWithin, 10) * 86_400_000);
    return new Date(updated) >= since;
  }
}

const newestFirst = (rows: readonly { readonly key: number; readonly uid: string }[]): readonly string[] =>
  rows.toSorted((a, b) => b.key - a.key).map(({ uid }) => uid);

const is = (asked: string | undefined, value: string | null): boolean => asked === undefined || asked === value;
const isOneOf = (asked: string | undefined, value: string | null): boolean =>
  asked === undefined || (value !== null && asked.split(/[,;]/).includes(value));
const below = (path: string, tops: readonly string[]): boolean =>
  tops.some((top) => path === top || path.startsWith(`${top}/`));

/** Both ends belong to the span; a day at its end counts whole. */
function lies(moment: string | null, after: string | undefined, before: string | undefined): boolean {
  if (after === undefined && before === undefined) return true;
  if (moment === null) return false;
  if (after !== undefined && moment < (after.includes('T') ? after : `${after}T00:00:00.000`)) return false;
  return before === undefined || moment <= (before.includes('T') ? before : `${before}T23:59:59.999`);
}

/** Filters of the form `uid:operator:value`, separated by commas; numbers are compared as such where both are. */
function fulfils(asked: string | undefined, stored: (uid: string) => string | undefined): boolean {
  if (asked === undefined) return true;
  return asked.split(',').every((filter) => {
    const [uid = '', operator = '!null', text = ''] = filter.split(':');
    const value = stored(uid)?.toLowerCase();
    const wanted = text.toLowerCase();
    if (operator === 'null') return value === undefined;
    if (value === undefined) return false;
    switch (operator) {
      case '!null':
        return true;
      case 'eq':
        return same(value, wanted);
      case 'ne':
        return !same(value, wanted);
      case 'in':
        return wanted.split(';').some((one) => same(value, one));
      case 'like':
        return value.includes(wanted);
      case '!like':
        return !value.includes(wanted);
      case 'sw':
        return value.startsWith(wanted);
      case 'ew':
        return value.endsWith(wanted);
      case 'gt':
        return Number(value) > Number(wanted);
      case 'le':
        return Number(value) <= Number(wanted);
      default:
        throw new Error(`The oracle knows no operator ${operator}.`);
    }
  });
}

const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);
const same = (value: string, wanted: string): boolean =>
  value === wanted || (isNumber(value) && isNumber(wanted) && Number(value) === Number(wanted));
