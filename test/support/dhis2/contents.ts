import { onDatabase } from './index.js';

/** What stands in each table of `public`, as a count and a sum of the rows' hashes, and how far each sequence is, to compare them before and after something that is not to change them. */
export async function contentsOf(name: string): Promise<Readonly<Record<string, string>>> {
  return await onDatabase(name, async (client) => {
    const { rows } = await client.query<{ name: string; contents: string }>(`
      select relname::text as name, (xpath('/row/c/text()', query_to_xml(format(
        case relkind
          when 'S' then 'select last_value || '' '' || is_called as c from public.%I'
          else 'select count(*) || '' '' || coalesce(sum(hashtextextended(x::text, 0)::numeric), 0) as c from public.%I as x'
        end, relname), false, true, '')))[1]::text as contents
      from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'S')
      order by relname`);
    return Object.fromEntries(rows.map(({ name: table, contents }) => [table, contents]));
  });
}
