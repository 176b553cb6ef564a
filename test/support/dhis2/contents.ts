import { onDatabase } from './index.js';

/**
 * What stands in each table of `public`, as a count and a sum of the rows' hashes, and how far each sequence is, to compare it before and after something that is not to change it.
 * Views and what was generated while looking are left out by `without`, a regular expression.
 */
export async function contentsOf(name: string, without = '^$'): Promise<Readonly<Record<string, string>>> {
  return await onDatabase(name, async (client) => {
    const { rows } = await client.query<{ name: string; contents: string }>(
      `select relname::text as name,
         (xpath('/row/c/text()', query_to_xml(format(
           case relkind when 'S' then 'select last_value || '' '' || is_called as c from public.%I'
             else 'select count(*) || '' '' || coalesce(sum(hashtextextended(x::text, 0)::numeric), 0) as c from public.%I as x' end,
           relname), false, true, '')))[1]::text as contents
       from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'S') and relname !~ $1
         and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e')`,
      [without],
    );
    return Object.fromEntries(rows.map(({ name: table, contents }) => [table, contents]));
  });
}
