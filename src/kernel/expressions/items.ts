import { childrenOf, type Expression, type Item, type UnitTest } from './ast.js';
import { FUNCTIONS } from './functions.js';

export interface ExpressionItems {
  /** Items whose values in the period itself are wanted. */
  readonly current: readonly Item[];
  /** Items whose values in the sampled periods are wanted. */
  readonly sampled: readonly Item[];
  readonly unitTests: readonly UnitTest[];
}

/** All that a formula names. */
export function itemsOf(expression: Expression): ExpressionItems {
  const current: Item[] = [];
  const sampled: Item[] = [];
  const unitTests: UnitTest[] = [];
  const walk = (part: Expression, isSampled: boolean): void => {
    if (part.kind === 'item') (isSampled ? sampled : current).push(part.item);
    if (part.kind === 'unitTest') unitTests.push(part);
    if (part.kind !== 'call') {
      for (const child of childrenOf(part)) walk(child, isSampled);
      return;
    }
    const definition = FUNCTIONS.get(part.name);
    const place = definition?.sampled?.(part.args.length);
    for (const [index, arg] of part.args.entries()) {
      walk(arg, isSampled || index === place);
      if (index === place && definition?.currentToo) walk(arg, isSampled);
    }
  };
  walk(expression, false);
  return { current, sampled, unitTests };
}
