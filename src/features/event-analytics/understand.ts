import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { catalogued, OrderlyError } from '../../kernel/errors/index.js';
import {
  type ColumnDimension,
  type DimensionText,
  parseItems,
  resolveColumns,
  resolveOrgUnits,
  splitDimensions,
} from '../analytics-query/index.js';
import type { SettingValues } from '../settings/index.js';
import { dateColumnOf, resolveDates, spanOf } from './dates.js';
import { tablesOfIndicators } from './indicators.js';
import { resolveItems } from './items.js';
import type { OrgUnitMode, Program, ProgramItem, ProgramRequest, Subject } from './model.js';
import type { SharedParameters } from './parameters.js';
import { demandEventAnalytics, readProgram, readPrograms, stageOf } from './program.js';
import { resolvePlace } from './resolve-place.js';
import { readTable } from './table.js';
import { readOwnAttributes, readTrackedEntityType } from './tracked-entity-type.js';
import { withUnits } from './unit-items.js';
import { resolveUnitField } from './units.js';

export interface QueryContext {
  readonly user: CurrentUser;
  readonly now: Date;
  readonly settings: SettingValues;
}

export interface Purpose {
  /** Rows are answered one by one. */
  readonly isList: boolean;
  readonly ouMode: OrgUnitMode;
  /** Only rows that are somewhere on the map. */
  readonly isMap: boolean;
}

const FIXED = new Set(['ou', 'pe']);

/**
 * What a request on a program asks for: its names looked up, what the user may see taken into account, and the whole checked (contract: analytics-query.md §3, §7).
 *
 * @throws OrderlyError with the peer's code
 */
export async function understandProgram(
  db: Db,
  subject: 'EVENT' | 'ENROLLMENT',
  uid: string,
  parameters: SharedParameters,
  purpose: Purpose,
  context: QueryContext,
): Promise<ProgramRequest> {
  demandEventAnalytics(context.user);
  const program = await readProgram(db, uid, context.user, parameters.displayProperty === 'SHORTNAME');
  const parts = await understandParts(db, subject, [program], undefined, parameters, purpose, context);
  if (subject === 'EVENT' && parts.periods.length === 0 && parts.dates.length === 0) throw catalogued('E7205');
  const table = await readTable(db, subject, uid);
  const ofEvents = subject === 'ENROLLMENT' && [...parts.items, ...parts.itemFilters].some(isElement);
  const events = ofEvents ? await readTable(db, 'EVENT', uid) : undefined;
  return await complete(
    db,
    { ...parts, subject, table, events, enrollments: undefined, program, programs: [program] },
    parameters,
    purpose,
  );
}

/** The same for tracked entities of a type, of one of its programs or of all (contract: analytics-query.md §7). */
export async function understandTrackedEntities(
  db: Db,
  type: string,
  parameters: SharedParameters & { readonly program?: string | undefined },
  context: QueryContext,
): Promise<ProgramRequest> {
  demandEventAnalytics(context.user);
  await readTrackedEntityType(db, type, context.user);
  const shortNames = parameters.displayProperty === 'SHORTNAME';
  const all = await readPrograms(db, { trackedEntityType: type }, context.user, shortNames);
  const programs = all.filter(({ dataReadable }) => dataReadable);
  const asked = parameters.program;
  const program = all.find(({ uid }) => uid === asked);
  if (asked !== undefined && !program) throw catalogued('E7129', asked);
  if (program && !program.dataReadable) throw catalogued('E7121', context.user.username, 'Program', program.uid);
  const purpose = { isList: true, ouMode: 'DESCENDANTS', isMap: false } as const;
  const table = await readTable(db, 'TRACKED_ENTITY_INSTANCE', type);
  const own = (await readOwnAttributes(db, type, program)).filter((uid) => table.columns.has(uid));
  const dimension = [...own, ...parameters.dimension];
  const parts = await understandParts(
    db,
    'TRACKED_ENTITY',
    programs,
    type,
    { ...parameters, dimension },
    purpose,
    context,
  );
  const ofEvents = [...parts.items, ...parts.itemFilters].some(isElement);
  const events = ofEvents ? await readTable(db, 'TRACKED_ENTITY_INSTANCE_EVENTS', type) : undefined;
  const ofEnrollments = parts.enrollmentStatus.length > 0;
  const enrollments = ofEnrollments ? await readTable(db, 'TRACKED_ENTITY_INSTANCE_ENROLLMENTS', type) : undefined;
  return await complete(
    db,
    { ...parts, subject: 'TRACKED_ENTITY', table, events, enrollments, program, programs },
    parameters,
    purpose,
  );
}

const isElement = ({ kind }: ProgramItem): boolean => kind === 'DATA_ELEMENT';

type Parts = Omit<
  ProgramRequest,
  | 'subject'
  | 'table'
  | 'events'
  | 'enrollments'
  | 'program'
  | 'programs'
  | 'place'
  | 'unitField'
  | 'dateColumn'
  | 'formulaTables'
>;

async function understandParts(
  db: Db,
  subject: Subject,
  programs: readonly Program[],
  trackedEntityType: string | undefined,
  parameters: SharedParameters,
  { isList, ouMode }: Purpose,
  { user, now, settings }: QueryContext,
): Promise<Parts> {
  const stage = parameters.stage === undefined ? undefined : stageOf(programs, parameters.stage, user);
  const dimensions = splitDimensions(parameters.dimension);
  const filters = splitDimensions(parameters.filter);
  const all = [...dimensions, ...filters];
  demandOnce(all.filter(({ name }) => FIXED.has(name)));
  const textOf = (name: string) => all.find((one) => one.name === name)?.text;
  const shortNames = parameters.displayProperty === 'SHORTNAME';
  const dates = resolveDates(textOf('pe'), parameters, {
    subject,
    now,
    relativePeriodDate: parameters.relativePeriodDate,
    financialYearStart: settings.analyticsFinancialYearStart,
    startDate: parameters.startDate,
    endDate: parameters.endDate,
  });
  const options = {
    programs: programs.map(({ uid }) => uid),
    ...(trackedEntityType !== undefined && { trackedEntityType }),
    user,
    shortNames,
    of: programs,
    needsStage: subject !== 'EVENT',
    takesOffset: subject !== 'EVENT',
    isList,
    period: spanOf(dates),
  };
  const loose = (texts: readonly DimensionText[]) => texts.filter(({ name }) => !FIXED.has(name));
  const items = await resolveItems(db, loose(dimensions), options);
  const itemFilters = await resolveItems(db, loose(filters), options);
  const others = [...items.others, ...itemFilters.others];
  demandOnce(others);
  const columns = await columnsOf(db, others, user, shortNames);
  const ou = textOf('ou');
  if (ou === undefined && subject !== 'TRACKED_ENTITY') throw catalogued('E7200');
  const unitOptions = {
    user,
    shortNames,
    userOrgUnits: parseItems(parameters.userOrgUnit ?? ''),
    userOrgUnitType: parameters.userOrgUnitType,
  };
  const orgUnits = await resolveOrgUnits(db, ou === undefined ? undefined : parseItems(ou), unitOptions);
  const isDimension = ({ name }: DimensionText) => FIXED.has(name) || items.others.some((other) => other.name === name);
  return {
    stage,
    dimensions: dimensions.filter(isDimension).map(({ name }) => name),
    filters: [...filters.filter(({ name }) => FIXED.has(name)), ...itemFilters.others].map(({ name }) => name),
    items: await withUnits(db, items.items, unitOptions),
    itemFilters: await withUnits(db, itemFilters.items, unitOptions),
    columns,
    orgUnits: ou === undefined && orgUnits.groups.length === 0 ? undefined : orgUnits,
    ouMode,
    periods: dates.periods,
    dates: dates.dates,
    eventStatus: parameters.eventStatus,
    enrollmentStatus: [...parameters.programStatus, ...parameters.enrollmentStatus],
    completedOnly: parameters.completedOnly,
    keywords: [...dates.keywords, ...orgUnits.keywords],
  };
}

function demandOnce(texts: readonly DimensionText[]): void {
  const names = texts.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0) throw catalogued('E7201', `[${[...new Set(twice)].join(', ')}]`);
}

/** Group sets and categories; what is none of them is no item either. */
async function columnsOf(
  db: Db,
  texts: readonly DimensionText[],
  user: CurrentUser,
  shortNames: boolean,
): Promise<readonly ColumnDimension[]> {
  const asked = texts.map(({ name, text }) => ({ name, items: parseItems(text) }));
  try {
    const { columns } = await resolveColumns(db, asked, user, shortNames);
    return columns;
  } catch (error) {
    if (!(error instanceof OrderlyError) || error.code !== 'E7125') throw error;
    const unknown = asked.find(({ name }) => error.message.includes(`\`${name}\``));
    throw catalogued('E7224', unknown?.name ?? '');
  }
}

/** What can be said only when the columns of the table are known. */
async function complete(
  db: Db,
  request: Omit<ProgramRequest, 'place' | 'unitField' | 'dateColumn' | 'formulaTables'>,
  parameters: SharedParameters,
  purpose: Purpose,
): Promise<ProgramRequest> {
  const missing = [...request.dimensions, ...request.filters].find(
    (name) => !FIXED.has(name) && !request.table.columns.has(name),
  );
  if (missing !== undefined) throw catalogued('E7224', missing);
  return {
    ...request,
    place: resolvePlace(request, parameters, purpose.isMap),
    unitField: await resolveUnitField(db, request, parameters.orgUnitField),
    dateColumn: dateColumn(request, parameters, purpose.isList),
    formulaTables: await tablesOfIndicators(db, request.subject, [...request.items, ...request.itemFilters]),
  };
}

const UID = /^(?:[a-zA-Z][a-zA-Z0-9]{10}\.)?([a-zA-Z][a-zA-Z0-9]{10})$/;

/**
 * The date that counts where a request names none. In lists it is the day on which the event took place, unless planned ones are asked for, or the enrollments of
 * the events are.
 *
 * @throws OrderlyError E7210 for what is no date of the row
 */
function dateColumn(
  { subject, table, eventStatus }: Omit<ProgramRequest, 'place' | 'unitField' | 'dateColumn' | 'formulaTables'>,
  { timeField, outputType }: SharedParameters,
  isList: boolean,
): string | undefined {
  if (timeField !== undefined) {
    const own = dateColumnOf(subject, timeField) ?? UID.exec(timeField)?.[1] ?? '';
    const isDate = table.columns.get(own)?.startsWith('timestamp') || table.columns.get(own) === 'date';
    if (!isDate) throw catalogued('E7210', timeField);
    return own;
  }
  if (subject === 'TRACKED_ENTITY') return 'lastupdated';
  if (subject === 'ENROLLMENT' || !isList) return undefined;
  if (outputType === 'ENROLLMENT') return 'enrollmentdate';
  return eventStatus.includes('SCHEDULE') ? undefined : 'occurreddate';
}
