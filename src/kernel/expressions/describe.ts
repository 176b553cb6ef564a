import type { Expression } from './ast.js';
import { itemText } from './ast.js';
import { itemsOf } from './items.js';

/** What people can read: the text of a formula with the names of things in the place of their uids. What has no name keeps its place. */
export function describeExpression(
  text: string,
  expression: Expression,
  nameOf: (item: string) => string | undefined,
): string {
  const { current, sampled, unitTests } = itemsOf(expression);
  const places = [
    ...[...current, ...sampled].map((item) => ({ range: item.range, name: nameOf(itemText(item)) })),
    ...unitTests.flatMap(({ uids }) => uids.map(({ uid, range }) => ({ range, name: nameOf(uid) }))),
  ].toSorted((a, b) => a.range[0] - b.range[0]);
  let described = '';
  let position = 0;
  for (const { range, name } of places) {
    // An item may stand in the list twice, for the period and for its samples.
    if (range[0] < position) continue;
    described += text.slice(position, range[0]) + (name ?? text.slice(...range));
    position = range[1];
  }
  return described + text.slice(position);
}
