import type { Db } from '../../database/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import type { DimensionText, IndicatorSql } from '../analytics-query/index.js';
import { readIndicators } from './indicators.js';
import { comparisonOf, parseItemFilters } from './item-filters.js';
import { type ItemRow, type ItemScope, readItems, readLegendSets } from './item-statements.js';
import type { LegendSet, Program, ProgramItem, Stage } from './model.js';
import { stageOf } from './program.js';

const UID = '[a-zA-Z][a-zA-Z0-9]{10}';
const NAME = new RegExp(`^((?:${UID}(?:\\[-?\\d{1,3}\\])?\\.){0,2})(${UID})(?:-(${UID}))?$`);
const PREFIX = new RegExp(`^(${UID})(?:\\[(-?\\d{1,3})\\])?$`);

/** The name of an item taken apart: `{program}.{stage}[n].{uid}-{legend set}`. */
export interface ItemName {
  /** Without the legend set. */
  readonly id: string;
  readonly prefixes: readonly { readonly uid: string; readonly offset: number | undefined }[];
  readonly uid: string;
  readonly legendSet: string | undefined;
}

/** Undefined for what cannot be an item, such as `ou`. */
export function parseItemName(name: string): ItemName | undefined {
  const [, before = '', uid, legendSet] = NAME.exec(name) ?? [];
  if (uid === undefined) return undefined;
  const prefixes = before
    .split('.')
    .filter((part) => part !== '')
    .map((part) => {
      const [, prefix = '', offset] = PREFIX.exec(part) ?? [];
      return { uid: prefix, offset: offset === undefined ? undefined : Number(offset) };
    });
  return { id: `${before}${uid}`, prefixes, uid, legendSet };
}

export interface ItemOptions extends ItemScope {
  readonly of: readonly Program[];
  /** Elements need the stage whose events have them. */
  readonly needsStage: boolean;
  readonly takesOffset: boolean;
  /** Rows are answered one by one. */
  readonly isList: boolean;
}

export interface ItemSelection {
  readonly items: readonly ProgramItem[];
  /** Names that no item has; they may be other dimensions. */
  readonly others: readonly DimensionText[];
}

/**
 * The elements, attributes and indicators among the dimensions, in request order; the conditions of one that is named more than once are put together (contract:
 * analytics-query.md §7).
 *
 * @throws OrderlyError E7225 for an element without stage where one is needed, E7226 for a prefix that is no stage, E7222 for a condition or legend set that is none,
 *   E7215 for a legend set on options, E7132 for a program indicator that cannot be worked out
 */
export async function resolveItems(
  db: Db,
  texts: readonly DimensionText[],
  options: ItemOptions,
): Promise<ItemSelection> {
  const named = texts.map((text) => ({ ...text, parsed: parseItemName(text.name) }));
  const uids = named.flatMap(({ parsed }) => (parsed ? [parsed.uid] : []));
  const rows = new Map((await readItems(db, uids, options)).map((row) => [row.uid, row]));
  const legendSets = await readLegendSets(
    db,
    named.flatMap(({ parsed }) => parsed?.legendSet ?? []),
  );
  const open = uids.filter((uid) => !rows.has(uid));
  const indicators = await readIndicators(db, open, options);
  const items = new Map<string, ProgramItem>();
  const others: DimensionText[] = [];
  for (const { parsed, name, text } of named) {
    const row = parsed && rows.get(parsed.uid);
    const indicator = parsed && indicators.get(parsed.uid);
    if (!parsed || !(row || indicator)) {
      others.push({ name, text });
      continue;
    }
    const item = row
      ? programItem(parsed, row, text, legendSets, options)
      : indicatorItem(parsed, indicator as IndicatorSql, text, legendSets, options);
    const known = items.get(name);
    items.set(name, known ? { ...known, filters: [...known.filters, ...item.filters] } : item);
  }
  return { items: [...items.values()], others };
}

function programItem(
  name: ItemName,
  row: ItemRow,
  text: string,
  legendSets: ReadonlyMap<string, LegendSet>,
  options: ItemOptions,
): ProgramItem {
  const { stage, offset } = stageIn(name, row, options);
  if (options.isList && row.onlyAggregate) throw catalogued('E7224', name.id);
  const legendSet = name.legendSet === undefined ? undefined : legendSets.get(name.legendSet);
  if (name.legendSet !== undefined && !legendSet) throw catalogued('E7222', `${name.id}-${name.legendSet}`);
  if (legendSet && row.optionSet) throw catalogued('E7215', name.uid);
  const { valueType } = row;
  // Other values lie in no range.
  if (legendSet && comparisonOf({ valueType }) !== 'number') throw catalogued('E7222', `${name.id}-${legendSet.uid}`);
  return {
    id: name.id,
    uid: row.uid,
    name: row.name,
    code: row.code,
    kind: row.kind,
    valueType,
    aggregationType: row.aggregationType,
    stage,
    offset,
    optionSet: row.optionSet ?? undefined,
    legendSet,
    filters: parseItemFilters(text, wholeName(name, text), { valueType, legendSet }),
    details: {
      ...(row.description !== null && { description: row.description }),
      dimensionItemType: row.kind,
      valueType,
      aggregationType: row.aggregationType,
      totalAggregationType: row.aggregationType,
    },
  };
}

/** What an error names. */
const wholeName = ({ id }: ItemName, text: string): string => (text === '' ? id : `${id}:${text}`);

/** @throws OrderlyError E7226 for what stands before the name of an item and is no program or stage of the request */
function demandPrefix({ prefixes, id }: ItemName, { of }: ItemOptions): { readonly isProgram: boolean } {
  const last = prefixes.at(-1);
  const isProgram = last !== undefined && prefixes.length === 1 && of.some(({ uid }) => uid === last.uid);
  const isStage = programsIn(prefixes, of).some(({ stages }) => stages.some(({ uid }) => uid === last?.uid));
  if (last !== undefined && !isStage && !isProgram) throw catalogued('E7226', id);
  return { isProgram };
}

/** The programs whose stages are meant: the one that the name begins with, or all. */
const programsIn = (prefixes: ItemName['prefixes'], of: readonly Program[]): readonly Program[] =>
  prefixes.length === 2 ? of.filter(({ uid }) => uid === prefixes[0]?.uid) : of;

/** The stage of an element; for attributes it says nothing. */
function stageIn(
  name: ItemName,
  row: ItemRow,
  options: ItemOptions,
): { readonly stage: Stage | undefined; readonly offset: number | undefined } {
  const { prefixes, id } = name;
  const { of, user, needsStage, takesOffset } = options;
  const { isProgram } = demandPrefix(name, options);
  const last = prefixes.at(-1);
  if (row.kind === 'PROGRAM_ATTRIBUTE') return { stage: undefined, offset: undefined };
  if (last === undefined || isProgram) {
    if (needsStage) throw catalogued('E7225', id);
    return { stage: undefined, offset: undefined };
  }
  if (!row.stages?.includes(last.uid)) throw catalogued('E7224', id);
  if (last.offset !== undefined && !takesOffset) throw catalogued('E7222', id);
  return { stage: stageOf(programsIn(prefixes, of), last.uid, user), offset: last.offset };
}

/** A program indicator is a number in each row; a stage before its name says nothing. */
function indicatorItem(
  name: ItemName,
  indicator: IndicatorSql,
  text: string,
  legendSets: ReadonlyMap<string, LegendSet>,
  options: ItemOptions,
): ProgramItem {
  demandPrefix(name, options);
  const { uid, name: title, code = null, details = {}, aggregationType } = indicator.item;
  const legendSet = name.legendSet === undefined ? undefined : legendSets.get(name.legendSet);
  if (name.legendSet !== undefined && !legendSet) throw catalogued('E7222', `${name.id}-${name.legendSet}`);
  const valueType = 'NUMBER';
  return {
    id: name.id,
    uid,
    name: title ?? uid,
    code,
    kind: 'PROGRAM_INDICATOR',
    valueType,
    aggregationType,
    stage: undefined,
    offset: undefined,
    optionSet: undefined,
    legendSet,
    indicator,
    filters: parseItemFilters(text, wholeName(name, text), { valueType, legendSet }),
    details,
  };
}
