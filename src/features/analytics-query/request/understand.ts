import type { Db } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import type { SettingValues } from '../../settings/index.js';
import { type DataSelection, resolveData } from '../data-kinds/index.js';
import type { AnalyticsRequest, OrgUnitSelection } from '../query.js';
import { resolveApproval } from '../statements/approval.js';
import { readStaticCells } from '../statements/static-columns.js';
import { readRoots, readUserUnits } from './org-unit-statements.js';
import type { AnalyticsParameters } from './parameters.js';
import { type DimensionParameter, parseDimensions } from './parse.js';
import { resolveColumns } from './resolve-columns.js';
import { DATA_GROUP_PREFIX, type DataOptions } from './resolve-data.js';
import { resolveOrgUnits } from './resolve-org-units.js';
import { resolvePeriods } from './resolve-periods.js';
import { validateRequest } from './validate.js';

export interface UnderstandOptions {
  readonly user: CurrentUser;
  readonly now: Date;
  readonly settings: SettingValues;
}

const FIXED = new Set(['dx', 'pe', 'ou']);

/**
 * What a request asks for: its names looked up, what the user may see taken into account, and the whole checked, in this order
 * (contract: analytics-query.md §3, §5.7).
 */
export async function understand(
  db: Db,
  parameters: AnalyticsParameters,
  { user, now, settings }: UnderstandOptions,
): Promise<AnalyticsRequest> {
  const dimensions = parseDimensions(parameters.dimension);
  const filters = parseDimensions(parameters.filter);
  const { startDate, endDate, relativePeriodDate, aggregationType, approvalLevel } = parameters;
  const all = [...dimensions, ...filters];
  const itemsOf = (name: string) => all.find((dimension) => dimension.name === name)?.items;
  const shortNames = parameters.displayProperty === 'SHORTNAME';
  const override = aggregationType === 'DEFAULT' ? undefined : aggregationType;
  const { columns, dataGroups } = await resolveColumns(db, distinctColumns(all), user, shortNames);
  const { data, derived, dx, ignored } = await dataOf(db, itemsOf('dx'), dataGroups, { user, shortNames, override });
  const periods = resolvePeriods(itemsOf('pe'), {
    now,
    relativePeriodDate,
    financialYearStart: settings.analyticsFinancialYearStart,
    startDate,
    endDate,
  });
  const orgUnits = await resolveOrgUnits(db, itemsOf('ou'), {
    user,
    shortNames,
    userOrgUnits: (parameters.userOrgUnit ?? '').split(';').filter((uid) => uid !== ''),
    userOrgUnitType: parameters.userOrgUnitType,
  });
  const dataGroupSets = [...dataGroups.keys()];
  validateRequest({ dimensions, filters, startDate, endDate, dataGroupSets, data, columns, derived });
  return {
    dimensions: dimensions.map(({ name }) => name),
    filters: filters.map(({ name }) => name),
    data,
    derived,
    dx,
    periods: periods.periods,
    orgUnits,
    columns,
    ...(columns.some(({ isStatic }) => isStatic) && { staticCells: await readStaticCells(db, unitUids(orgUnits)) }),
    approval: await approvalOf(db, user, settings, approvalLevel),
    keywords: [...periods.keywords, ...orgUnits.keywords],
    ignored,
  };
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
  options: DataOptions,
): Promise<DataSelection> {
  if (items !== undefined) return await resolveData(db, items, options);
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
): Promise<AnalyticsRequest['approval']> {
  const yearThreshold = settings.keyIgnoreAnalyticsApprovalYearThreshold;
  const isOn = yearThreshold >= 0;
  const view = isOn ? await readUserUnits(db, user, 'DATA_OUTPUT', false) : [];
  const roots = isOn && view.length === 0 ? await readRoots(db, false) : view;
  return await resolveApproval(db, { user, yearThreshold, approvalLevel, roots });
}
