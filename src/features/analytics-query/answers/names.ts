import type { Db } from '../../../database/index.js';
import type { AnalyticsRequest, Item } from '../query.js';
import { readCombos } from '../request/data-statements.js';
import type { AnswerRow } from '../statements/execute.js';
import { type ItemKind, type OutputSchemes, writtenAs } from './id-schemes.js';
import { type MetadataItems, withType } from './metadata.js';

const ELEMENT_TYPES: ReadonlySet<unknown> = new Set(['DATA_ELEMENT', 'DATA_ELEMENT_OPERAND']);

/** What an answer calls its items, and what turned up in its rows. */
export interface Names {
  /** Takes note of rows before they are written: dimensions without items take all option combos that occur. */
  learn(rows: readonly AnswerRow[]): Promise<void>;
  /** How the answer writes an item of a dimension. */
  write(dimension: string, uid: string): string;
  /** Option combos that turned up where `co` or `ao` was asked for without items. */
  occurring(): readonly Item[];
}

export async function readNames(
  db: Db,
  { dimensions, columns }: Pick<AnalyticsRequest, 'dimensions' | 'columns'>,
  items: MetadataItems,
  schemes: OutputSchemes,
): Promise<Names> {
  const isElement = ({ details }: Item): boolean => ELEMENT_TYPES.has(details?.dimensionItemType);
  const named = async (kind: ItemKind, some: readonly Item[]) => await writtenAs(db, kind, schemes[kind], some);
  const data = new Map([
    ...(await named('element', items.data.filter(isElement))),
    ...(await named(
      'data',
      items.data.filter((item) => !isElement(item)),
    )),
  ]);
  const units = await named('unit', items.units);
  const others = new Map(
    await named('other', [...items.combos, ...items.periods, ...items.members, ...items.keywords]),
  );
  const open = columns
    .filter(({ items: chosen }) => chosen === undefined)
    .map(({ name }) => dimensions.indexOf(name))
    .filter((index) => index !== -1);
  const known = new Set<string>();
  const occurring: Item[] = [];
  return {
    async learn(rows) {
      if (open.length === 0) return;
      const fresh = new Set(rows.flatMap(({ keys }) => open.map((index) => keys[index] ?? '')));
      const unknown = [...fresh].filter((uid) => !known.has(uid));
      for (const uid of unknown) known.add(uid);
      const combos = [...(await readCombos(db, unknown)).values()];
      occurring.push(...combos.map((combo) => withType(combo, 'CATEGORY_OPTION_COMBO')));
      for (const [uid, name] of await named('other', combos)) others.set(uid, name);
    },
    write(dimension, uid) {
      const names = dimension === 'dx' ? data : dimension === 'ou' ? units : others;
      return names.get(uid) ?? uid;
    },
    occurring: () => occurring,
  };
}
