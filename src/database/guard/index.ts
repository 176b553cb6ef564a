export { judgeQueries } from './judge.js';
export { onlyStatement } from './parser.js';
export { prepareReader, type Reader, readReader, removeReader } from './reader.js';
export { distinct, type Violation, violationsOf, violationText } from './rules.js';
export { type BoundQuery, bindVariables, VARIABLE_NAME, variablesOf } from './template.js';
