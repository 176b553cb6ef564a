import { OrderlyError } from '../../kernel/errors/index.js';
import {
  type Filter,
  type FilterOperator,
  isLink,
  isSecret,
  isSimple,
  type MetadataType,
  minMaxDataElement,
  typeNamed,
} from '../../metadata/index.js';

const OPERATORS: ReadonlyMap<string, FilterOperator> = new Map<string, FilterOperator>([
  ['eq', { kind: 'equal', negated: false, ignoreCase: false }],
  ['in', { kind: 'in', negated: false }],
]);
const LIST = /^\[([\s\S]*)\]$/;
const MOST = 1_000;

/**
 * Reads the `filter` parameters of min-max values: each `path:operator:value`, where the path is a property or one of what it refers to (contract: data-admin.md §1.2).
 *
 * @throws OrderlyError 409 with the peer's sentence
 */
export function parseMinMaxFilters(parameters: readonly string[]): readonly Filter[] {
  if (parameters.length > MOST) throw refused(`A request can have ${MOST} filters at most; use \`in\` for long lists.`);
  return parameters.map(parseFilter);
}

function parseFilter(text: string): Filter {
  const [path = '', word = '', value = '', ...rest] = text.split(':');
  if (path === '' || word === '' || value === '' || rest.length > 0) throw refused(`Invalid filter: ${text}`);
  const operator = OPERATORS.get(word.toLowerCase());
  if (!operator) throw refused(`Query operator is not supported : ${word}`);
  const type = valueTypeAt(path);
  const values = operator.kind === 'in' ? LIST.exec(value.trim())?.[1]?.split(',') : [value];
  if (!values) throw refused(`Invalid filter: ${text}`);
  for (const one of values) refuseUnreadable(type, one.trim());
  return { path: path.split('.'), operator, value };
}

/** What kind of value stands at the end of the path: a link to another object is compared by its id. */
function valueTypeAt(path: string): string {
  const [name = '', further, ...rest] = path.split('.');
  const unknown = refused(`Invalid path property: ${path}`);
  const property = minMaxDataElement.properties.get(name);
  if (!property || rest.length > 0) throw unknown;
  if (!isLink(property)) {
    if (further !== undefined) throw unknown;
    return property.kind === 'value' ? property.type : 'TEXT';
  }
  return further === undefined ? 'TEXT' : (simpleValueType(typeNamed(property.to), further) ?? raise(unknown));
}

function simpleValueType(type: MetadataType, name: string): string | undefined {
  const property = type.properties.get(name);
  if (!property || isSecret(property) || !isSimple(property)) return undefined;
  return property.kind === 'value' || property.kind === 'computed' ? property.type : 'TEXT';
}

function refuseUnreadable(type: string, text: string): void {
  const unreadable = (klass: string) => refused(`Unable to parse \`${text}\` as \`${klass}\`.`);
  if (type === 'INTEGER' && !/^[-+]?\d{1,18}$/.test(text)) throw unreadable('Integer');
  if (type === 'NUMBER' && !/^[-+]?(\d+\.?\d*|\.\d+)$/.test(text)) throw unreadable('Double');
  if (type === 'BOOLEAN' && !/^(true|false)$/i.test(text)) throw unreadable('Boolean');
}

const refused = (message: string): OrderlyError => new OrderlyError(409, message);

function raise(error: Error): never {
  throw error;
}
