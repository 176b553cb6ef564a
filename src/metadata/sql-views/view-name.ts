/** What PostgreSQL keeps of a name. */
const LONGEST_NAME = 63;

/** The relation of an SQL view: `_view` and the words of its name in small letters, e.g. `_view_org_units_2` for `Org units 2` (contract: data-admin.md §9.1). */
export function viewName(name: string): string {
  const words = name
    .replaceAll('_', '')
    .split(/\W/)
    .filter((word) => word !== '');
  return ['_view', ...words.map((word) => word.toLowerCase())].join('_').slice(0, LONGEST_NAME);
}
