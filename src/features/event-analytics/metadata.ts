import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { parsePeriod, periodLabel } from '../../kernel/periods/index.js';
import { ancestors, type Item, type QueryPeriod, readHierarchy } from '../analytics-query/index.js';
import type { DataScheme } from './cells.js';
import type { OptionItem, ProgramItem, ProgramRequest } from './model.js';

export type MetaItem = Readonly<Record<string, unknown>>;

export interface MetadataOptions {
  readonly user: CurrentUser;
  readonly shortNames: boolean;
  readonly withDetails: boolean;
  readonly hierarchyMeta: boolean;
  readonly showHierarchy: boolean;
  /** How units and members of group sets are written in the rows. */
  readonly scheme: DataScheme;
  /** Whether the periods are told apart in the answer. */
  readonly listsPeriods: boolean;
  /** Codes of options that the rows have, by item; undefined where there are no rows, and all count. */
  readonly present: ReadonlyMap<ProgramItem, ReadonlySet<string>>;
  readonly value?: ProgramItem | undefined;
}

/** What explains an answer (contract: analytics-query.md §5.1, §7). */
export async function metadataOf(
  db: Db,
  request: ProgramRequest,
  options: MetadataOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const { withDetails, scheme } = options;
  const { orgUnits, columns, periods, program, programs, stage, keywords } = request;
  const units = orgUnits?.units ?? [];
  const hierarchy = await hierarchyPart(db, request, options);
  const entry = (item: Item) => [writtenAs(item, scheme), described(item, withDetails)] as const;
  const named = request.subject === 'TRACKED_ENTITY' && !program ? [] : program ? [program] : programs;
  const stages = named
    .flatMap((one) => one.stages)
    .filter(({ uid }) => !stage || request.subject !== 'EVENT' || uid === stage.uid);
  return {
    items: Object.fromEntries([
      ...hierarchy.above.map(entry),
      ...keywords.map((item) => [item.uid, described(item, false)] as const),
      ...(options.listsPeriods ? periods.map(({ period }) => entry(periodItem(period))) : []),
      ...units.map((unit) =>
        entry({
          ...unit,
          details: { dimensionItemType: 'ORGANISATION_UNIT', valueType: 'TEXT', totalAggregationType: 'SUM' },
        }),
      ),
      ...columns.flatMap(({ items }) => (items ?? []).map(entry)),
      ...named.map(({ uid, name }) => [uid, withDetails ? { uid, name } : { name }] as const),
      ...stages.map(
        ({ uid, name, description }) =>
          [uid, withDetails ? { uid, name, ...(description !== null && { description }) } : { name }] as const,
      ),
      ...itemEntries(request, options),
      ...dimensionEntries(request, withDetails),
    ]),
    dimensions: dimensionItems(request, options),
    ...hierarchy.parts,
  };
}

/** Path of the units above those of the request, and their names. */
async function hierarchyPart(db: Db, { orgUnits }: ProgramRequest, options: MetadataOptions) {
  const { hierarchyMeta, showHierarchy, shortNames, user } = options;
  if (!orgUnits || !(hierarchyMeta || showHierarchy)) return { above: [], parts: {} };
  const above = await ancestors(db, orgUnits.units, shortNames);
  const names = new Map([...above, ...orgUnits.units].map(({ uid, name }) => [uid, name ?? uid]));
  const found = await readHierarchy(db, orgUnits.units, user);
  const joined = (nameOf: (uid: string) => string) =>
    Object.fromEntries(found.map(([uid, line]) => [uid, line.map((one) => `/${nameOf(one)}`).join('')]));
  return {
    above,
    parts: {
      ...(hierarchyMeta && { ouHierarchy: joined((uid) => uid) }),
      ...(showHierarchy && { ouNameHierarchy: joined((uid) => names.get(uid) ?? uid) }),
    },
  };
}

export const periodItem = ({ iso, startDate, endDate }: QueryPeriod): Item => {
  const known = parsePeriod(iso);
  return {
    uid: iso,
    name: known ? periodLabel(known) : `${startDate} - ${endDate}`,
    details: {
      dimensionItemType: 'PERIOD',
      valueType: 'TEXT',
      totalAggregationType: 'SUM',
      startDate: `${startDate}T00:00:00.000`,
      endDate: `${endDate}T00:00:00.000`,
    },
  };
};

function described({ uid, name, code, details = {} }: Item, withDetails: boolean): MetaItem {
  const named = name === undefined ? {} : { name };
  if (withDetails) return { uid, ...(code != null && { code }), ...named, ...details };
  return 'organisationUnits' in details ? { ...named, ...details } : named;
}

export const writtenAs = ({ uid, code, name }: Item, scheme: DataScheme): string =>
  (scheme === 'CODE' ? code : scheme === 'NAME' ? name : uid) ?? uid;

/** The items themselves, under their uids and as they were asked for, with the options and legends that turn up. */
function itemEntries(request: ProgramRequest, options: MetadataOptions): readonly (readonly [string, MetaItem])[] {
  const { withDetails, value } = options;
  const items = [...request.items, ...request.itemFilters, ...(value ? [value] : [])];
  return items.flatMap((item) => {
    const { uid, id, optionSet } = item;
    const shown = shownOptions(item, options);
    const own = described(item, withDetails);
    return [
      [uid, own],
      [id, own],
      ...shown.map((one) => [one.uid, optionEntry(one, withDetails)] as const),
      ...(optionSet && shown.length > 0
        ? [
            [
              optionSet.uid,
              {
                uid: optionSet.uid,
                name: optionSet.name,
                options: shown.map(({ uid: option, code }) => ({ uid: option, code })),
              },
            ] as const,
          ]
        : []),
    ] as readonly (readonly [string, MetaItem])[];
  });
}

const optionEntry = ({ uid, code, name }: OptionItem, withDetails: boolean): MetaItem =>
  withDetails ? { uid, code, name } : { code, name };

/** Options and legends of an item: those of the rows, or without rows those that the conditions name, or all. */
export function shownOptions(item: ProgramItem, { present }: Pick<MetadataOptions, 'present'>): readonly OptionItem[] {
  const { optionSet, legendSet, filters } = item;
  const asked = new Set(
    filters.filter(({ operator }) => operator === 'IN' || operator === 'EQ').flatMap(({ values }) => values),
  );
  if (legendSet) return asked.size > 0 ? legendSet.legends.filter(({ uid }) => asked.has(uid)) : legendSet.legends;
  if (!optionSet) return [];
  const found = present.get(item);
  if (found) return optionSet.options.filter(({ code }) => found.has(code));
  return asked.size > 0 ? optionSet.options.filter(({ code }) => asked.has(code)) : optionSet.options;
}

const DIMENSION_TYPES: Readonly<Record<string, string>> = { ou: 'ORGANISATION_UNIT', pe: 'PERIOD' };

function dimensionEntries({ dimensions, filters, columns }: ProgramRequest, withDetails: boolean) {
  return [...dimensions, ...filters].map((name) => {
    const title =
      { ou: 'Organisation unit', pe: 'Period' }[name] ?? columns.find((one) => one.name === name)?.title ?? name;
    const type = DIMENSION_TYPES[name];
    return [
      name,
      withDetails ? { uid: name, name: title, ...(type !== undefined && { dimensionType: type }) } : { name: title },
    ] as const;
  });
}

/** Uids of what an item's values are: options, legends, or the units that are asked for. */
const membersOf = (item: ProgramItem, options: MetadataOptions): readonly string[] =>
  item.valueType === 'ORGANISATION_UNIT'
    ? item.filters.filter(({ operator }) => operator === 'IN').flatMap(({ values }) => values)
    : shownOptions(item, options).map(({ uid }) => uid);

/** Attributes and indicators are called by their uid whatever stands before it, and so are elements of tracked entities. */
const dimensionName = ({ subject }: ProgramRequest, { id, uid, kind }: ProgramItem): string =>
  subject === 'TRACKED_ENTITY' || kind !== 'DATA_ELEMENT' ? uid : id;

function dimensionItems(
  request: ProgramRequest,
  options: MetadataOptions,
): Readonly<Record<string, readonly string[]>> {
  const { orgUnits, columns, periods, items, itemFilters, dimensions, filters } = request;
  const { scheme, listsPeriods } = options;
  const asked = [...dimensions, ...filters];
  return Object.fromEntries([
    ['pe', listsPeriods ? periods.map(({ period }) => period.iso) : []],
    ...(orgUnits && asked.includes('ou')
      ? [['ou', orgUnits.units.map((unit) => writtenAs(unit, scheme))] as const]
      : []),
    ...columns
      .filter(({ name }) => asked.includes(name))
      .map((one) => [one.name, (one.items ?? []).map((item) => writtenAs(item, scheme))] as const),
    ...items.map((item) => [dimensionName(request, item), membersOf(item, options)] as const),
    ...itemFilters.map(
      (item) =>
        [
          dimensionName(request, item),
          item.optionSet || item.legendSet
            ? shownOptions(item, options).map(({ uid }) => uid)
            : item.filters.map((filter) => filter.text),
        ] as const,
    ),
  ]);
}
