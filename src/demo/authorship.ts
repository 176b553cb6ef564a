import type pg from 'pg';

/** Tables whose objects stand for data that are shared apart from them. */
const WITH_DATA = ['categoryoption', 'dataset', 'program', 'programstage', 'relationshiptype', 'trackedentitytype'];

/** Makes the first user the author and owner of everything that has one; only what stands for data shares data. */
export async function signAsAdmin(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ table: string; columns: readonly string[] }>(`
    select columns.table_name as table, array_agg(columns.column_name::text) as columns
    from information_schema.columns
    join information_schema.tables using (table_schema, table_name)
    where columns.table_schema = 'public' and tables.table_type = 'BASE TABLE'
      and columns.column_name in ('uid', 'userid', 'creatoruserid', 'lastupdatedby', 'sharing')
    group by columns.table_name
    having bool_or(columns.column_name = 'uid') and bool_or(columns.column_name in ('lastupdatedby', 'sharing'))
  `);
  const admin = "(select userinfo.userinfoid from userinfo where userinfo.username = 'admin')";
  for (const { table, columns } of rows) {
    const changes = [
      ...['userid', 'creatoruserid', 'lastupdatedby']
        .filter((column) => columns.includes(column))
        .map((column) => `${column} = ${admin}`),
      ...(columns.includes('sharing') ? [`sharing = ${sharing(table)}`] : []),
    ];
    // Rows of the seed have no author, and keep none.
    const ours =
      "where uid not in ('xYerKDKCefk', 'GLevLNI9wkl', 'bjDvmb4bfuf', 'HllvX50cXC0', 'M5zQapPyTZI', 'yrB6vc5Ip3r')";
    await client.query(`update ${client.escapeIdentifier(table)} set ${changes.join(', ')} ${ours}`);
  }
}

function sharing(table: string): string {
  const owner = `jsonb_build_object('owner', (select userinfo.uid from userinfo where userinfo.username = 'admin'))`;
  return WITH_DATA.includes(table) ? `sharing || ${owner}` : `sharing || ${owner} || '{"public": "rw------"}'`;
}
