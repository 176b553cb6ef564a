import { median, printTable, timedRun } from '../support.mjs';
import { runPeerTypes } from './peer-types.mjs';

/**
 * A full run of all types: Orderly's, and the peer's plan for each type, on one database in one run. The resource tables stand before both; there are no validation results in
 * the demo country.
 *
 * @param dataValues seconds of the peer's plan for `DATA_VALUE`, with outlier statistics
 */
export async function compareAllTypes({ app, database, connection, workers, runs, dataValues }) {
  const { pool } = database;
  const request = { type: 'ANALYTICS_TABLE', parameters: { skipResourceTables: true } };
  const own = [];
  for (let index = 0; index < runs; index += 1) own.push(await timedRun(app, database, request));
  const peer = await runPeerTypes({ connection, pool, workers });
  const peerSeconds = { ...peer.seconds, DATA_VALUE: dataValues };
  const ownSeconds = (type) =>
    median(own.map(({ summary }) => summary.types.find((one) => one.type === type)?.seconds ?? 0));
  printTable(
    'Full run of all types',
    Object.entries(peerSeconds).map(([type, seconds]) => ({
      type,
      rows: peer.rows[type] ?? '',
      'Orderly s': round(ownSeconds(type)),
      'peer plan s': round(seconds),
      'peer / Orderly': round(seconds / ownSeconds(type)),
    })),
  );
  const ownTotal = median(own.map(({ seconds }) => seconds));
  const peerTotal = Object.values(peerSeconds).reduce((sum, seconds) => sum + seconds, 0);
  console.log(
    `All types: Orderly ${round(ownTotal)} s, peer's plan ${round(peerTotal)} s (${peer.tables} tables and ${peer.indexes} indexes without DATA_VALUE)`,
  );
  return { ownSeconds: round(ownTotal), peerSeconds: round(peerTotal), ratioPeer: round(peerTotal / ownTotal) };
}

const round = (value) => Math.round(value * 100) / 100;
