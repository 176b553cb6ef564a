import { badRequest } from '../../kernel/errors/index.js';
import { isUid } from '../../kernel/uid.js';

/** One step of a patch, with its path in pieces. */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: Path; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: Path }
  | { readonly op: 'remove-by-id'; readonly path: Path; readonly id: string };

/** The names and positions that lead to a value, at least one. */
export type Path = readonly [string, ...string[]];

type JsonObject = Record<string, unknown>;

// Own code and not a library: rfc6902 and fast-json-patch do neither `remove-by-id` nor the peer's leniency about paths that are not there, and they do `test`,
// `move` and `copy`, which the peer refuses.
const OPERATIONS = ['add', 'remove', 'remove-by-id', 'replace'] as const;
/** Names that reach the prototype of every object; no property of the wire is called so. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const END_OF_LIST = '-';

/**
 * What `document` is after a JSON Patch, as `PATCH /api/{plural}/{uid}` takes it (contract: imports.md §8.4). The document is not changed. As in the peer, `remove` of
 * something that is not there does nothing, and `replace` is `remove` and then `add`, so it also sets what was not set.
 *
 * @throws OrderlyError 400 when the patch cannot be understood or a path leads nowhere
 */
export function applyPatch(document: unknown, operations: unknown): unknown {
  const patched = structuredClone(document);
  for (const operation of readPatch(operations)) apply(patched, operation);
  return patched;
}

/**
 * The operations of a patch. The first piece of each path is the property that it changes.
 *
 * @throws OrderlyError 400 when it is none
 */
export function readPatch(operations: unknown): readonly PatchOperation[] {
  if (!Array.isArray(operations)) throw badRequest('A JSON patch must be a list of operations.');
  return operations.map(readOperation);
}

function readOperation(operation: unknown, index: number): PatchOperation {
  const place = `Operation ${index + 1} of the JSON patch`;
  if (!isObject(operation)) throw badRequest(`${place} must be an object with \`op\` and \`path\`.`);
  const { value, id } = operation;
  const op = OPERATIONS.find((known) => known === operation.op);
  if (op === undefined) {
    throw badRequest(`${place} needs an \`op\` out of ${OPERATIONS.join(', ')}, but has ${worded(operation.op)}.`);
  }
  const path = readPath(operation.path, place);
  if (op === 'remove') return { op, path };
  if (op === 'remove-by-id') {
    if (typeof id !== 'string' || !isUid(id)) throw badRequest(`Invalid id ${worded(id)}`);
    return { op, path, id };
  }
  // The peer takes a missing value for null; then a typing error would clear the property.
  if (value === undefined) throw badRequest(`${place} needs a \`value\`; null clears a property.`);
  return { op, path, value };
}

/** `/a/b~1c` → `['a', 'b/c']`. */
function readPath(text: unknown, place: string): Path {
  if (typeof text !== 'string' || !text.startsWith('/')) {
    throw badRequest(`${place} needs a \`path\` that starts with \`/\` and names a property, but has ${worded(text)}.`);
  }
  const [, first = '', ...rest] = text.split('/').map((piece) => piece.replaceAll('~1', '/').replaceAll('~0', '~'));
  const path: Path = [first, ...rest];
  if (first === '') throw badRequest(`${place} needs a \`path\` that names a property, but has ${worded(text)}.`);
  const forbidden = path.find((piece) => FORBIDDEN.has(piece));
  if (forbidden !== undefined) throw badRequest(`Property ${forbidden} does not exist.`);
  return path;
}

function apply(document: unknown, operation: PatchOperation): void {
  const { op, path } = operation;
  if (op === 'remove-by-id') removeById(document, path, operation.id);
  if (op === 'remove' || op === 'replace') remove(document, path);
  if (op === 'add' || op === 'replace') add(document, path, operation.value);
}

function add(document: unknown, path: Path, value: unknown): void {
  const { parent, name } = ends(document, path);
  // The value is copied, because later operations may change it in the document and it may stand in the patch twice.
  const copy = structuredClone(value);
  if (parent === undefined) throw badRequest(`Path does not exist: ${written(path)}`);
  if (Array.isArray(parent)) parent.splice(name === END_OF_LIST ? parent.length : positionFor(name, parent), 0, copy);
  else if (isObject(parent)) parent[name] = copy;
  else throw badRequest(`Parent node is not a container, unable to proceed: ${written(path)}`);
}

function remove(document: unknown, path: Path): void {
  const { parent, name } = ends(document, path);
  if (child(parent, name) === undefined) return;
  if (Array.isArray(parent)) parent.splice(Number(name), 1);
  else if (isObject(parent)) delete parent[name];
}

function removeById(document: unknown, path: Path, id: string): void {
  const list = path.reduce(child, document);
  if (list === undefined) throw badRequest(`Invalid path ${written(path)}`);
  if (!Array.isArray(list)) return;
  const position = list.findIndex((member: unknown) => isObject(member) && member.id === id);
  if (position !== -1) list.splice(position, 1);
}

/** Where the last piece of a path stands. */
function ends(document: unknown, path: Path): { readonly parent: unknown; readonly name: string } {
  return { parent: path.slice(0, -1).reduce(child, document), name: path.at(-1) ?? '' };
}

/** The member of an object or list, undefined where there is none. */
function child(node: unknown, name: string): unknown {
  if (Array.isArray(node)) return isPosition(name) ? (node[Number(name)] as unknown) : undefined;
  return isObject(node) && Object.hasOwn(node, name) ? node[name] : undefined;
}

function positionFor(name: string, list: readonly unknown[]): number {
  if (!isPosition(name)) throw badRequest(`not an index: ${name} (expected: a non-negative integer)`);
  const position = Number(name);
  if (position <= list.length) return position;
  throw badRequest(`index out of bounds: ${name} (expected: >= 0 && <= ${list.length})`);
}

const isPosition = (name: string): boolean => /^(0|[1-9]\d*)$/.test(name);

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const written = (path: Path): string =>
  path.map((piece) => `/${piece.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** What a client sent, short enough for a sentence. */
const worded = (value: unknown): string =>
  value === undefined ? 'none' : `\`${(typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 80)}\``;
