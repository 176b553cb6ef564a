import { type Db, type Rows, readTogether } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { lostStatement } from '../../analytics-tables/index.js';
import { type SettingValues, settingsOf, settingsStatement } from '../../settings/index.js';
import { type DataSelection, resolveData } from '../data-kinds/index.js';
import type { AnalyticsRequest, OrgUnitItem, OrgUnitSelection } from '../query.js';
import { resolveApproval } from '../statements/approval.js';
import { readStaticCells } from '../statements/static-columns.js';
import { readRoots } from './org-unit-statements.js';
import type { AnalyticsParameters } from './parameters.js';
import { type DimensionParameter, parseDimensions } from './parse.js';
import { columnStatements, resolveColumns } from './resolve-columns.js';
import { DATA_GROUP_PREFIX, type DataOptions, type ElementLists, elementStatements } from './resolve-data.js';
import { resolveOrgUnits, unitStatements } from './resolve-org-units.js';
import { resolvePeriods } from './resolve-periods.js';
import { validateRequest } from './validate.js';

export interface UnderstandOptions {
  readonly user: CurrentUser;
  readonly now: Date;
}

/** A request, and what was read with it. */
export interface Understood {
  readonly request: AnalyticsRequest;
  readonly settings: SettingValues;
  /** Whether a crash emptied the table of values, which has not been built since. */
  readonly isLost: boolean;
}

const FIXED = new Set(['dx', 'pe', 'ou']);

/**
 * What a request asks for: its names looked up, what the user may see taken into account, and the whole checked, in this order
 * (contract: analytics-query.md §3, §5.7). What its parameters name is read in one round trip.
 */
export async function understand(
  db: Db,
  parameters: AnalyticsParameters,
  { user, now }: UnderstandOptions,
): Promise<Understood> {
  const dimensions = parseDimensions(parameters.dimension);
  const filters = parseDimensions(parameters.filter);
  const { startDate, endDate, relativePeriodDate, aggregationType, approvalLevel } = parameters;
  const all = [...dimensions, ...filters];
  const itemsOf = (name: string) => all.find((dimension) => dimension.name === name)?.items;
  const shortNames = parameters.displayProperty === 'SHORTNAME';
  const override = aggregationType === 'DEFAULT' ? undefined : aggregationType;
  const ofColumns = distinctColumns(all);
  const dataOptions = { user, shortNames, override };
  const unitOptions = {
    user,
    shortNames,
    userOrgUnits: (parameters.userOrgUnit ?? '').split(';').filter((uid) => uid !== ''),
    userOrgUnitType: parameters.userOrgUnitType,
  };
  const [texts, units] = [itemsOf('dx'), itemsOf('ou')];
  const read = await readTogether(db, {
    settings: settingsStatement(),
    lost: lostStatement('DATA_VALUE'),
    ...columnStatements(ofColumns, user, shortNames),
    ...(texts ? elementStatements(texts, dataOptions) : { elements: undefined, combos: undefined }),
    ...unitStatements(units, unitOptions),
  });
  const settings = settingsOf(read.settings);
  const { columns, dataGroups } = await resolveColumns(db, ofColumns, user, shortNames, read);
  const { data, derived, dx, ignored } = await dataOf(db, texts, dataGroups, { ...dataOptions, read });
  const periods = resolvePeriods(itemsOf('pe'), {
    now,
    relativePeriodDate,
    financialYearStart: settings.analyticsFinancialYearStart,
    startDate,
    endDate,
  });
  const orgUnits = await resolveOrgUnits(db, units, unitOptions, read);
  const dataGroupSets = [...dataGroups.keys()];
  validateRequest({ dimensions, filters, startDate, endDate, dataGroupSets, data, columns, derived });
  const request: AnalyticsRequest = {
    dimensions: dimensions.map(({ name }) => name),
    filters: filters.map(({ name }) => name),
    data,
    derived,
    dx,
    periods: periods.periods,
    orgUnits,
    columns,
    ...(columns.some(({ isStatic }) => isStatic) && { staticCells: await readStaticCells(db, unitUids(orgUnits)) }),
    approval: await approvalOf(db, user, settings, approvalLevel, read.view),
    keywords: [...periods.keywords, ...orgUnits.keywords],
    ignored,
  };
  return { request, settings, isLost: read.lost[0]?.lost === true };
}

const unitUids = ({ units }: OrgUnitSelection): readonly string[] => units.map(({ uid }) => uid);

/** A dimension given twice is refused later, by its name; until then its first form counts. */
const distinctColumns = (all: readonly DimensionParameter[]): readonly DimensionParameter[] =>
  all.filter(({ name }, index) => !FIXED.has(name) && all.findIndex((other) => other.name === name) === index);

/** The items of `dx`; without it, the elements of the data element groups that are a dimension, as far as they can be aggregated. */
async function dataOf(
  db: Db,
  items: readonly string[] | undefined,
  dataGroups: ReadonlyMap<string, readonly string[]>,
  { read, ...options }: DataOptions & { readonly read: Rows<ElementLists> },
): Promise<DataSelection> {
  if (items !== undefined) return await resolveData(db, items, options, read);
  const groups = [...dataGroups.values()].flat();
  if (groups.length === 0) return { data: [], derived: [], dx: [], ignored: [] };
  const { data } = await resolveData(
    db,
    groups.map((uid) => `${DATA_GROUP_PREFIX}${uid}`),
    options,
  );
  const whole = data.filter(({ aggregationType, isText }) => aggregationType !== undefined && !isText);
  return { data: whole, derived: [], dx: whole, ignored: [] };
}

async function approvalOf(
  db: Db,
  user: CurrentUser,
  settings: SettingValues,
  approvalLevel: string | undefined,
  view: readonly OrgUnitItem[],
): Promise<AnalyticsRequest['approval']> {
  const yearThreshold = settings.keyIgnoreAnalyticsApprovalYearThreshold;
  const isOn = yearThreshold >= 0;
  const roots = isOn && view.length === 0 ? await readRoots(db, false) : view;
  return await resolveApproval(db, { user, yearThreshold, approvalLevel, roots });
}
