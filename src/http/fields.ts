/** Which properties of an object are wanted (contract: http.md §7), without presets of metadata schemas. */
export interface FieldSelection {
  readonly all: boolean;
  readonly dropped: ReadonlySet<string>;
  /** Properties by name; a nested selection where one was given. */
  readonly named: ReadonlyMap<string, FieldSelection | undefined>;
}

const EVERYTHING = new Set(['*', ':all', ':owner', ':persisted']);

/**
 * `id,user[id,name],!sharing` → a selection. Brackets that do not match are read as far as they go, because old clients send such.
 */
export function parseFields(text: string): FieldSelection {
  const reader = { text, position: 0 };
  return readSelection(reader);
}

interface Reader {
  readonly text: string;
  position: number;
}

function readSelection(reader: Reader): FieldSelection {
  const named = new Map<string, FieldSelection | undefined>();
  const dropped = new Set<string>();
  let all = false;
  for (;;) {
    const name = readName(reader);
    const open = '[('.includes(reader.text.charAt(reader.position) || ' ');
    const nested = open ? readNested(reader) : undefined;
    if (name.startsWith('!')) dropped.add(name.slice(1));
    else if (EVERYTHING.has(name)) all = true;
    else if (name !== '') named.set(name, nested);
    const next = reader.text.charAt(reader.position);
    reader.position += 1;
    if (next !== ',') return { all, dropped, named };
  }
}

function readNested(reader: Reader): FieldSelection {
  reader.position += 1;
  return readSelection(reader);
}

function readName(reader: Reader): string {
  const rest = reader.text.slice(reader.position);
  const [name = ''] = /^[^,[\]()]*/.exec(rest) ?? [];
  reader.position += name.length;
  return name.trim();
}

/** The wanted properties of `value`; lists are taken element by element. Names that do not exist are passed over. */
export function selectFields(value: unknown, selection: FieldSelection | undefined): unknown {
  if (selection === undefined) return value;
  if (Array.isArray(value)) return value.map((element) => selectFields(element, selection));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => (selection.all || selection.named.has(name)) && !selection.dropped.has(name))
      .map(([name, member]) => [name, selectFields(member, selection.named.get(name))]),
  );
}

/** The properties that the `fields` parameters ask for; all when there are none. */
export function selectByParameter(value: unknown, fields: readonly string[]): unknown {
  return fields.length === 0 ? value : selectFields(value, parseFields(fields.join(',')));
}
