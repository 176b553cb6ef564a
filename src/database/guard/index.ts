export { parseSql } from './parser.js';
export { prepareReader } from './reader.js';
export { type Violation, violationsOf, violationText } from './rules.js';
export { type BoundQuery, bindVariables, checkVariables, VARIABLE_NAME, variablesOf } from './template.js';
