import { isRelativePeriod, storedRelativePeriods } from '../../../kernel/periods/index.js';
import type { MetadataObject } from '../../model/type.js';
import { isObject } from '../bundle.js';
import { elementsOf } from '../references.js';
import { AXES, dimensionsIn, itemsOf } from './items.js';

/** What the uids of data items belong to. */
export type DataItemTypes = ReadonlyMap<string, 'dataElement' | 'indicator' | 'programIndicator' | 'dataSet'>;

const LEVEL = /^LEVEL-(\d+)$/;
const GROUP = /^OU_GROUP-([a-zA-Z][a-zA-Z0-9]{10})$/;
const USER_UNITS: Readonly<Record<string, string>> = {
  USER_ORGUNIT: 'userOrganisationUnit',
  USER_ORGUNIT_CHILDREN: 'userOrganisationUnitChildren',
  USER_ORGUNIT_GRANDCHILDREN: 'userOrganisationUnitGrandChildren',
};

/**
 * A favourite as it is stored. Clients send what it shows as `columns`, `rows` and `filters` with items; the database keeps the names of the dimensions, and data
 * items, periods and organisation units each in a list of their own. Where a payload has both, what clients work with counts.
 */
export function expandLayout(favourite: MetadataObject, types: DataItemTypes): MetadataObject {
  const expanded: Record<string, unknown> = { ...favourite };
  for (const { list, dimensions } of AXES)
    if (Array.isArray(favourite[list])) expanded[dimensions] = dimensionsIn(favourite[list]).map(({ name }) => name);
  const data = itemsOf(favourite, 'dx').flatMap((item) => dataItem(item, types));
  expanded.dataDimensionItems = data.length > 0 ? data : elementsOf(favourite.dataDimensionItems).map(storedDataItem);
  const periods = itemsOf(favourite, 'pe');
  if (periods.length > 0) {
    expanded.periods = periods.filter((item) => !isRelativePeriod(item)).map((id) => ({ id }));
    expanded.relativePeriods = storedRelativePeriods(periods.filter(isRelativePeriod));
  }
  const units = itemsOf(favourite, 'ou');
  return units.length > 0 ? { ...expanded, ...unitLists(units) } : expanded;
}

/** `uid`, `dataSet.METRIC` or `dataElement.optionCombo`. An unknown uid is taken for a data element, so that the import says that it is not there. */
function dataItem(item: string, types: DataItemTypes): readonly MetadataObject[] {
  const [uid = '', second] = item.split('.');
  const type = types.get(uid) ?? 'dataElement';
  if (second === undefined) return [{ [type]: { id: uid } }];
  return type === 'dataSet'
    ? [{ dataSet: { id: uid }, metric: second }]
    : [{ operandDataElement: { id: uid }, operandCategoryOptionCombo: { id: second } }];
}

/** The wire's own forms of data items. */
function storedDataItem(item: unknown): unknown {
  if (!isObject(item)) return item;
  const { reportingRate, dataElementOperand, ...rest } = item;
  if (isObject(reportingRate)) {
    const [uid, metric] = String(reportingRate.dimensionItem ?? reportingRate.id ?? '').split('.');
    return {
      dataSet: reportingRate.dataSet ?? { id: uid },
      metric: reportingRate.metric ?? metric ?? 'REPORTING_RATE',
    };
  }
  if (!isObject(dataElementOperand)) return rest;
  const [element, combo] = String(dataElementOperand.dimensionItem ?? dataElementOperand.id ?? '').split('.');
  return {
    operandDataElement: dataElementOperand.dataElement ?? { id: element },
    operandCategoryOptionCombo:
      dataElementOperand.categoryOptionCombo ?? (combo === undefined ? undefined : { id: combo }),
  };
}

function unitLists(items: readonly string[]): MetadataObject {
  const units: unknown[] = [];
  const levels: number[] = [];
  const groups: unknown[] = [];
  const flags: Record<string, boolean> = {};
  for (const item of items) {
    const [level, group, flag] = [LEVEL.exec(item)?.[1], GROUP.exec(item)?.[1], USER_UNITS[item]];
    if (level !== undefined) levels.push(Number(level));
    else if (group !== undefined) groups.push({ id: group });
    else if (flag !== undefined) flags[flag] = true;
    else units.push({ id: item });
  }
  return { organisationUnits: units, organisationUnitLevels: levels, itemOrganisationUnitGroups: groups, ...flags };
}
