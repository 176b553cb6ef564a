/**
 * Picks top-level properties by the `fields` parameter: names, `*` or `:all`, and `!name` to leave one out (contract: http.md §7). Nothing asked means
 * everything; names that do not exist are passed over.
 */
export function selectFields(
  object: Readonly<Record<string, unknown>>,
  fields: readonly string[],
): Readonly<Record<string, unknown>> {
  const wanted = fields.map((field) => field.trim()).filter((field) => field !== '');
  if (wanted.length === 0) return object;
  const dropped = new Set(wanted.filter((field) => field.startsWith('!')).map((field) => field.slice(1)));
  const named = new Set(wanted.filter((field) => !field.startsWith('!')));
  const all = named.has('*') || named.has(':all');
  return Object.fromEntries(Object.entries(object).filter(([name]) => (all || named.has(name)) && !dropped.has(name)));
}
