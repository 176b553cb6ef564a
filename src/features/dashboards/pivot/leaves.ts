import type { CubeItem } from '../cube.js';

/** One line of an axis: of one combination of items, or of several that are added up. */
export interface Leaf {
  readonly kind: 'value' | 'subtotal' | 'total';
  /** Its items; of a subtotal the first only, of a total none. */
  readonly items: readonly CubeItem[];
  /** The combinations that it stands for, by their numbers. */
  readonly from: number;
  readonly to: number;
}

/** The lines of an axis: the combinations in order, with a subtotal after each group with the same first item and a total at the end. */
export function leavesOf(
  places: readonly (readonly CubeItem[])[],
  { totals, subtotals }: { readonly totals: boolean; readonly subtotals: boolean },
): readonly Leaf[] {
  const leaves: Leaf[] = [];
  let groupBegin = 0;
  places.forEach((items, index) => {
    leaves.push({ kind: 'value', items, from: index, to: index + 1 });
    const [first] = items;
    if (!subtotals || first === undefined || places[index + 1]?.[0]?.id === first.id) return;
    leaves.push({ kind: 'subtotal', items: [first], from: groupBegin, to: index + 1 });
    groupBegin = index + 1;
  });
  if (totals) leaves.push({ kind: 'total', items: [], from: 0, to: places.length });
  return leaves;
}

/** A header over, or beside, some lines that follow each other. */
export interface HeaderSpan {
  readonly text: string;
  /** Lines that it covers. */
  readonly span: number;
  /** Levels that it covers. */
  readonly depth: number;
  readonly kind: Leaf['kind'];
}

/** The headers that begin on a level of an axis, by the line on which they begin: neighbours with the same items up to this level share one. */
export function headersOf(leaves: readonly Leaf[], level: number, levels: number): ReadonlyMap<number, HeaderSpan> {
  const found = new Map<number, HeaderSpan>();
  const keyOf = ({ kind, items }: Leaf): string =>
    kind === 'value'
      ? items
          .slice(0, level + 1)
          .map(({ id }) => id)
          .join('\n')
      : `${kind}\n${items[0]?.id ?? ''}`;
  let begin = 0;
  while (begin < leaves.length) {
    const leaf = leaves[begin];
    if (!leaf) break;
    let end = begin + 1;
    for (let next = leaves[end]; leaf.kind === 'value' && next && keyOf(next) === keyOf(leaf); next = leaves[end])
      end += 1;
    const header = headerOf(leaf, level, levels, end - begin);
    if (header) found.set(begin, header);
    begin = end;
  }
  return found;
}

function headerOf(leaf: Leaf, level: number, levels: number, span: number): HeaderSpan | undefined {
  if (leaf.kind === 'value') return { text: leaf.items[level]?.name ?? '', span, depth: 1, kind: leaf.kind };
  // The words of a total stand on the first level and reach down to the last.
  if (level > 0) return undefined;
  const text = leaf.kind === 'total' ? 'Total' : 'Subtotal';
  return { text, span: 1, depth: levels, kind: leaf.kind };
}
