import { badRequest } from '../kernel/errors/index.js';

/** Which properties of an object are wanted (contract: http.md §7). */
export interface FieldSelection {
  /** Names that stand for several properties, without the colon: `all`, `owner`, `identifiable` … */
  readonly presets: ReadonlySet<string>;
  readonly dropped: ReadonlySet<string>;
  /** Properties by name. */
  readonly named: ReadonlyMap<string, Field>;
}

/** One property that was asked for by name. */
export interface Field {
  /** What is wanted of its value; undefined when nothing was said. */
  readonly nested?: FieldSelection | undefined;
  /** What is done with the value, in this order. */
  readonly transformers: readonly Transformer[];
}

export interface Transformer {
  readonly name: string;
  readonly args: readonly string[];
}

/** Presets that mean every property of an object without a schema. */
const EVERYTHING = ['all', 'owner', 'persisted'];
/** `name`, then `~`, `|` or `::` and a transformer, any number of times; arguments in brackets. */
const TRANSFORMER = /(?:~|::|\|)([a-zA-Z]+)(?:\(([^()]*)\)|\[([^[\]]*)\])?/g;
/** Read where the last piece ended, so that the time to read a text grows with its length and no faster. */
const NAME = /\s*:[a-zA-Z]*|[^,[\]()~|]*?(?=[,[\]()~|]|::|$)/y;
const TRANSFORMERS = /(?:(?:~|::|\|)[a-zA-Z]*(?:\([^()]*\)|\[[^[\]]*\])?)*/y;
/** Each level of brackets is a level of the statement; the deepest requests of DHIS2's apps have six. */
const DEEPEST = 16;
const MOST_TRANSFORMERS = 10;

/**
 * `id,user[id,name],!sharing` → a selection. Brackets that do not match are read as far as they go, because old clients send such.
 *
 * @throws OrderlyError 400 E1003 for brackets within brackets beyond any use, or for endless transformers
 */
export function parseFields(text: string): FieldSelection {
  return readSelection({ text, position: 0, depth: 0 });
}

interface Reader {
  readonly text: string;
  position: number;
  depth: number;
}

function readSelection(reader: Reader): FieldSelection {
  const presets = new Set<string>();
  const dropped = new Set<string>();
  const named = new Map<string, Field>();
  for (;;) {
    const name = readName(reader);
    const transformers = readTransformers(reader);
    const open = '[('.includes(reader.text.charAt(reader.position) || ' ');
    const nested = open ? readNested(reader) : undefined;
    const after = open ? [...transformers, ...readTransformers(reader)] : transformers;
    if (name.startsWith('!')) dropped.add(name.slice(1));
    else if (name === '*') presets.add('all');
    else if (name.startsWith(':')) presets.add(name.slice(1));
    else if (name !== '') named.set(name, merge(named.get(name), { nested, transformers: after }));
    const separator = reader.text.charAt(reader.position);
    reader.position += 1;
    if (separator !== ',') return { presets, dropped, named };
  }
}

/** The same property asked for twice is asked for once, with everything that was said. */
function merge(before: Field | undefined, field: Field): Field {
  if (before === undefined) return field;
  const nested = before.nested && field.nested ? union(before.nested, field.nested) : (before.nested ?? field.nested);
  return { nested, transformers: limited([...before.transformers, ...field.transformers]) };
}

function union(a: FieldSelection, b: FieldSelection): FieldSelection {
  const named = new Map(a.named);
  for (const [name, field] of b.named) named.set(name, merge(named.get(name), field));
  return { presets: new Set([...a.presets, ...b.presets]), dropped: new Set([...a.dropped, ...b.dropped]), named };
}

function readNested(reader: Reader): FieldSelection {
  reader.position += 1;
  reader.depth += 1;
  if (reader.depth > DEEPEST) throw badFields(`Fields can be nested ${DEEPEST} levels deep at most.`);
  const nested = readSelection(reader);
  reader.depth -= 1;
  return nested;
}

function readName(reader: Reader): string {
  return next(reader, NAME).trim();
}

function readTransformers(reader: Reader): readonly Transformer[] {
  return limited(
    [...next(reader, TRANSFORMERS).matchAll(TRANSFORMER)].map(([, name = '', round, square]) => ({
      name,
      args: (round ?? square ?? '').split(';').filter((arg) => arg !== ''),
    })),
  );
}

/** The text that `pattern` finds at the reader's position, which moves behind it. */
function next(reader: Reader, pattern: RegExp): string {
  pattern.lastIndex = reader.position;
  const [text = ''] = pattern.exec(reader.text) ?? [];
  reader.position += text.length;
  return text;
}

function limited(transformers: readonly Transformer[]): readonly Transformer[] {
  if (transformers.length > MOST_TRANSFORMERS)
    throw badFields(`A field can have ${MOST_TRANSFORMERS} transformers at most.`);
  return transformers;
}

/** 400 E1003: fields were asked for in words that make no sense. */
const badFields = (message: string) => badRequest(message, { code: 'E1003' });

/** The wanted properties of a value without a schema; lists are taken element by element. Names that do not exist are passed over. */
export function selectFields(value: unknown, selection: FieldSelection | undefined): unknown {
  if (selection === undefined) return value;
  if (Array.isArray(value)) return value.map((element) => selectFields(element, selection));
  if (typeof value !== 'object' || value === null) return value;
  const all = EVERYTHING.some((preset) => selection.presets.has(preset));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => (all || selection.named.has(name)) && !selection.dropped.has(name))
      .map(([name, member]) => {
        const field = selection.named.get(name);
        const rename = field?.transformers.find((transformer) => transformer.name === 'rename');
        return [rename?.args[0] ?? name, selectFields(member, field?.nested)];
      }),
  );
}

/** The properties that the `fields` parameters ask for; all when there are none. */
export function selectByParameter(value: unknown, fields: readonly string[]): unknown {
  return fields.length === 0 ? value : selectFields(value, parseFields(fields.join(',')));
}
