import type { Db } from '../../database/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import { prepareQuery, type QueryContext } from './answer-query.js';
import type { AnalyticsParameters } from './request/parameters.js';
import { parseDimensions } from './request/parse.js';

/**
 * A statement that lists the stored values behind a query, for somebody who looks into the database (contract: analytics-query.md §1).
 *
 * @throws OrderlyError E7400 unless data, periods and organisation units are all named, and what any query throws
 */
export async function debugSql(db: Db, parameters: AnalyticsParameters, context: QueryContext): Promise<string> {
  const named = new Set(parseDimensions([...parameters.dimension, ...parameters.filter]).map(({ name }) => name));
  const hasDays = parameters.startDate !== undefined && parameters.endDate !== undefined;
  if (!named.has('dx') || !named.has('ou') || !(named.has('pe') || hasDays)) throw catalogued('E7400');
  const { request } = await prepareQuery(db, parameters, context);
  const elements = [...new Set(request.data.map(({ element }) => element))];
  if (elements.length === 0) throw catalogued('E7400');
  const periods = request.periods.map(
    ({ startDate, endDate }) =>
      `(period.startdate >= date ${literal(startDate)} and period.enddate <= date ${literal(endDate)})`,
  );
  const units = request.orgUnits.units.map(({ path }) => `starts_with(unit.path, ${literal(path)})`);
  return `select
  element.uid as de_uid, element.name as de_name, element.dataelementid as de_id,
  period.startdate as start_date, period.enddate as end_date, periodtype.name as pt_name,
  unit.uid as ou_uid, unit.name as ou_name, unit.organisationunitid as ou_id,
  combo.uid as coc_uid, combo.name as coc_name, combo.categoryoptioncomboid as coc_id,
  attributecombo.uid as aoc_uid, attributecombo.name as aoc_name, attributecombo.categoryoptioncomboid as aoc_id,
  datavalue.value as datavalue
from datavalue
join dataelement as element on element.dataelementid = datavalue.dataelementid
join period on period.periodid = datavalue.periodid
join periodtype on periodtype.periodtypeid = period.periodtypeid
join organisationunit as unit on unit.organisationunitid = datavalue.sourceid
join categoryoptioncombo as combo on combo.categoryoptioncomboid = datavalue.categoryoptioncomboid
join categoryoptioncombo as attributecombo on attributecombo.categoryoptioncomboid = datavalue.attributeoptioncomboid
where element.uid in (${elements.map(literal).join(', ')})
  and (${periods.join('\n    or ')})
  and (${units.join('\n    or ')})
  and not datavalue.deleted
limit 100000
`;
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
