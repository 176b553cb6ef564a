import { catalogued } from '../../../kernel/errors/index.js';
import type { ColumnDimension, DataItem, DerivedItem } from '../query.js';
import type { DimensionParameter } from './parse.js';

export interface ValidationInput {
  readonly dimensions: readonly DimensionParameter[];
  readonly filters: readonly DimensionParameter[];
  readonly startDate: string | undefined;
  readonly endDate: string | undefined;
  /** Group sets of data elements among the dimensions: each stands for the elements of its groups. */
  readonly dataGroupSets: readonly string[];
  readonly data: readonly DataItem[];
  readonly columns: readonly Pick<ColumnDimension, 'name' | 'kind'>[];
  /** Items of other kinds. */
  readonly derived: readonly Pick<DerivedItem, 'kind'>[];
}

/** Dimensions by which reports can be counted. */
const REPORT_DIMENSIONS = new Set(['ORGANISATION_UNIT_GROUP_SET', 'CATEGORY_OPTION_GROUP_SET', 'CATEGORY']);

/** Refuses what no query can be made of, in the peer's order (contract: analytics-query.md §5.7). */
export function validateRequest({ dimensions, filters, startDate, endDate, ...request }: ValidationInput): void {
  const names = dimensions.map(({ name }) => name);
  const filterNames = filters.map(({ name }) => name);
  const has = (name: string): boolean => names.includes(name) || filterNames.includes(name);
  if (dimensions.length === 0) throw catalogued('E7101');
  if (!has('dx') && request.dataGroupSets.length === 0) throw catalogued('E7102');
  const both = names.filter((name) => filterNames.includes(name));
  if (both.length > 0) throw catalogued('E7103', listed(both));
  const ranged = startDate !== undefined && endDate !== undefined;
  if (!has('pe') && !ranged) throw catalogued('E7104');
  if (has('pe') && (startDate !== undefined || endDate !== undefined)) throw catalogued('E7105');
  if (ranged && startDate > endDate) throw catalogued('E7106');
  const count = (kind: string): number => request.derived.filter((item) => item.kind === kind).length;
  const rates = count('reportingRate');
  if (rates > 0 && (startDate !== undefined || endDate !== undefined)) throw catalogued('E7107');
  const inFilter = filterNames.includes('dx');
  if (inFilter && count('indicator') > 1) throw catalogued('E7108');
  if (inFilter && rates > 1) throw catalogued('E7109');
  if (filterNames.includes('co')) throw catalogued('E7110');
  const all = [...names, ...filterNames];
  const twice = all.filter((name, index) => all.indexOf(name) !== index);
  if (twice.length > 0) throw catalogued('E7111', listed(twice));
  if (rates > 0 && !request.columns.every(({ kind }) => REPORT_DIMENSIONS.has(kind ?? ''))) {
    throw catalogued('E7112', listed(['DATA_X', 'PERIOD', 'ORGANISATION_UNIT', ...REPORT_DIMENSIONS]));
  }
  if (has('co')) validateCombos(has('dx') ? request.data : [], request.derived);
  validateData(request);
}

/** Only data elements have option combos to tell apart; an operand has chosen its own. */
function validateCombos(data: readonly DataItem[], derived: readonly unknown[]): void {
  const elements = data.filter(({ combo, attributeCombo }) => combo === undefined && attributeCombo === undefined);
  if (elements.length === 0) throw catalogued('E7113');
  if (elements.length < data.length + derived.length) throw catalogued('E7114');
}

function validateData({ data, columns }: Pick<ValidationInput, 'data' | 'columns'>): void {
  const loose = data.filter(({ aggregationType }) => aggregationType === undefined).map(({ element }) => element);
  if (loose.length > 0) throw catalogued('E7115', listed(loose));
  const named = new Set(columns.map(({ name }) => name));
  const isWhole = ({ combo, neededCategories }: DataItem): boolean =>
    combo !== undefined || named.has('co') || neededCategories.every((uid) => named.has(uid));
  if (!data.every(isWhole)) throw catalogued('E7134');
}

const listed = (names: readonly string[]): string => `[${[...new Set(names)].join(', ')}]`;
