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
const NAME = /^[^,[\]()~|]*?(?=,|\[|\]|\(|\)|~|\||::|$)/;
const TRANSFORMERS = /^(?:(?:~|::|\|)[a-zA-Z]*(?:\([^()]*\)|\[[^[\]]*\])?)*/;

/**
 * `id,user[id,name],!sharing` → a selection. Brackets that do not match are read as far as they go, because old clients send such.
 */
export function parseFields(text: string): FieldSelection {
  return readSelection({ text, position: 0 });
}

interface Reader {
  readonly text: string;
  position: number;
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
    const after = [...transformers, ...readTransformers(reader)];
    if (name.startsWith('!')) dropped.add(name.slice(1));
    else if (name === '*') presets.add('all');
    else if (name.startsWith(':')) presets.add(name.slice(1));
    else if (name !== '') named.set(name, merge(named.get(name), { nested, transformers: after }));
    const next = reader.text.charAt(reader.position);
    reader.position += 1;
    if (next !== ',') return { presets, dropped, named };
  }
}

/** The same property asked for twice is asked for once, with everything that was said. */
function merge(before: Field | undefined, field: Field): Field {
  if (before === undefined) return field;
  const nested = before.nested && field.nested ? union(before.nested, field.nested) : (before.nested ?? field.nested);
  return { nested, transformers: [...before.transformers, ...field.transformers] };
}

function union(a: FieldSelection, b: FieldSelection): FieldSelection {
  const named = new Map(a.named);
  for (const [name, field] of b.named) named.set(name, merge(named.get(name), field));
  return { presets: new Set([...a.presets, ...b.presets]), dropped: new Set([...a.dropped, ...b.dropped]), named };
}

function readNested(reader: Reader): FieldSelection {
  reader.position += 1;
  return readSelection(reader);
}

function readName(reader: Reader): string {
  const rest = reader.text.slice(reader.position);
  const preset = /^\s*:[a-zA-Z]*/.exec(rest);
  const [name = ''] = preset ?? NAME.exec(rest) ?? [];
  reader.position += name.length;
  return name.trim();
}

function readTransformers(reader: Reader): Transformer[] {
  const rest = reader.text.slice(reader.position);
  const [text = ''] = TRANSFORMERS.exec(rest) ?? [];
  reader.position += text.length;
  return [...text.matchAll(TRANSFORMER)].map(([, name = '', round, square]) => ({
    name,
    args: (round ?? square ?? '').split(';').filter((arg) => arg !== ''),
  }));
}

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
