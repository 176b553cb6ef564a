export {
  type Call,
  type Dialect,
  type Expression,
  type Item,
  isSelection,
  itemText,
  namedBy,
  type PartTag,
  partsOf,
  replaceItems,
  replaceSubExpressions,
  TESTED_VALUE,
  type UnitTest,
  WILDCARD,
} from './ast.js';
export { checkExpression, checkKinds, type ExpressionUse } from './check.js';
export { type Bindings, compile, evaluate, type ItemKind, type MissingValueStrategy } from './compile.js';
export { describeExpression } from './describe.js';
export type { Cells, Evaluate, Frame, UnitFacts, Value } from './evaluation.js';
export { ExpressionError } from './expression-error.js';
export { type ExpressionItems, itemsOf } from './items.js';
export { parseExpression } from './parse.js';
