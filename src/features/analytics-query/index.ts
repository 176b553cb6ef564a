import type { ApiServer, CurrentUser } from '../../http/index.js';
import { catalogued, conflict } from '../../kernel/errors/index.js';
import { isLost } from '../analytics-tables/index.js';
import type { Feature, Services } from '../feature.js';
import { readSettings } from '../settings/index.js';
import { answer } from './answer.js';
import { execute } from './execute.js';
import { type AnalyticsParameters, analyticsQuery } from './parameters.js';
import { parseCriteria, parseDimensions } from './parse.js';
import type { AnalyticsRequest } from './query.js';
import { resolveColumns } from './resolve-columns.js';
import { resolveData } from './resolve-data.js';
import { hasLimitedView, resolveOrgUnits, viewRoots } from './resolve-org-units.js';
import { resolvePeriods } from './resolve-periods.js';
import { validateShape } from './validate.js';

const FIXED = new Set(['dx', 'pe', 'ou']);

/** `GET /api/analytics` for aggregate data (contract: analytics-query.md). */
export function createAnalyticsQuery({ database, clock }: Services): Feature {
  const { db } = database;

  const understand = async (parameters: AnalyticsParameters, user: CurrentUser): Promise<AnalyticsRequest> => {
    const dimensions = parseDimensions(parameters.dimension);
    const filters = parseDimensions(parameters.filter);
    const { startDate, endDate } = parameters;
    if (parameters.columns !== undefined || parameters.rows !== undefined) {
      throw conflict('Cross tables (columns, rows) are not available in this version; leave these parameters out.');
    }
    validateShape({ dimensions, filters, startDate, endDate });
    const all = [...dimensions, ...filters];
    const itemsOf = (name: string) => all.find((dimension) => dimension.name === name)?.items;
    const shortNames = parameters.displayProperty === 'SHORTNAME';
    const settings = await readSettings(db);
    const data = await resolveData(db, itemsOf('dx') ?? [], {
      user,
      shortNames,
      override: aggregationOverride(parameters),
    });
    const { keywords: periodWords, ...periods } = resolvePeriods(itemsOf('pe'), {
      now: clock.now(),
      relativePeriodDate: parameters.relativePeriodDate,
      financialYearStart: settings.analyticsFinancialYearStart,
      startDate,
      endDate,
    });
    const asked = itemsOf('ou');
    const userOrgUnits = (parameters.userOrgUnit ?? '').split(';').filter((uid) => uid !== '');
    const units = await orgUnits(asked, { user, shortNames, userOrgUnits });
    return {
      dimensions: dimensions.map(({ name }) => name),
      filters: filters.map(({ name }) => name),
      data,
      periods,
      orgUnits: units.groups,
      columns: await resolveColumns(
        db,
        all.filter(({ name }) => !FIXED.has(name)),
        user,
        shortNames,
      ),
      keywords: [...periodWords, ...units.keywords],
    };
  };

  /** Without `ou` a user whose view is limited sees what lies within it, everybody else everything. */
  const orgUnits = async (items: readonly string[] | undefined, options: Parameters<typeof resolveOrgUnits>[2]) => {
    if (items !== undefined) return await resolveOrgUnits(db, items, options);
    if (!(await hasLimitedView(db, options.user))) return { groups: [], keywords: [] };
    const roots = await viewRoots(db, options);
    return { groups: roots.map((unit) => ({ level: unit.level, units: [unit], boundaries: undefined })), keywords: [] };
  };

  const routes = (api: ApiServer): void => {
    api.get(
      '/analytics',
      { config: { cache: 'private', produces: ['json', 'jsonp'] }, schema: { querystring: analyticsQuery } },
      async (request) => {
        const parameters = request.query;
        // Empty after a crash is as good as not built: an answer without rows would be a lie.
        if (await isLost(db, 'DATA_VALUE')) throw catalogued('E7144');
        const understood = await understand(parameters, request.user);
        const settings = await readSettings(db);
        const limit =
          parameters.ignoreLimit || settings.keyAnalyticsMaxLimit <= 0 ? undefined : settings.keyAnalyticsMaxLimit;
        const rows = parameters.skipData
          ? []
          : await execute(db, understood, {
              preAggregation: parseCriteria(parameters.preAggregationMeasureCriteria),
              criteria: parseCriteria(parameters.measureCriteria),
              limit,
              order: parameters.order,
            });
        return await answer(db, understood, rows, parameters);
      },
    );
  };
  return { name: 'analytics-query', routes };
}

function aggregationOverride({ aggregationType }: AnalyticsParameters): string | undefined {
  if (aggregationType === undefined || aggregationType === 'DEFAULT') return undefined;
  if (!/^[A-Za-z_]{1,40}$/.test(aggregationType)) throw catalogued('E7115', aggregationType.slice(0, 40));
  return aggregationType.toUpperCase();
}
