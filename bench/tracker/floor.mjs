import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { from, to } from 'pg-copy-streams';
import { seconds } from '../support.mjs';

/** Tables of what was imported, in the order of their foreign keys, each with the rows that the import made, by the moment of the newest. */
const TABLES = [
  ['trackedentity', 'created'],
  ['trackedentityattributevalue', 'created'],
  ['enrollment', 'created'],
  ['trackedentityprogramowner', 'created'],
  ['event', 'created'],
  ['eventchangelog', 'created'],
];

/** Takes the rows of the last import out, deletes them and puts them back by COPY; gives the seconds of the putting back. */
export async function copyRows(pool) {
  const client = await pool.connect();
  try {
    const { rows } = await client.query('select max(created) as at from event');
    const condition = `where created = '${rows[0].at}'`;
    const copies = [];
    for (const [table, column] of TABLES)
      copies.push([
        table,
        await buffer(
          client.query(to(`copy (select * from ${table} ${condition.replace('created', column)}) to stdout`)),
        ),
      ]);
    for (const [table, column] of TABLES.toReversed())
      await client.query(`delete from ${table} ${condition.replace('created', column)}`);
    return await seconds(async () => {
      await client.query('begin');
      for (const [table, text] of copies)
        await pipeline(Readable.from([text]), client.query(from(`copy ${table} from stdin`)));
      await client.query('commit');
    });
  } finally {
    client.release();
  }
}
