import { type ClientCommand, clientCommand } from '../../command.js';
import type { Connection } from '../../connection.js';
import { CommandFailure, EXIT, wrongUse } from '../../failure.js';
import { several } from '../../parameters.js';
import { record } from '../../wire.js';
import { OPERATION_NAMES, readOffer, requestsFor, type Wanted, wantedOperations } from './operations.js';
import { failed, merged, type Report, reportLines } from './report.js';

/** Previews may count tables of many millions of rows. */
const PATIENCE_MS = 3_600_000;

/** What the operations would do now. The server has to have previews: one without does the work instead. */
export async function readPreview(connection: Connection, wanted: readonly Wanted[]): Promise<Report> {
  const reports: unknown[] = [];
  for (const { path, query } of requestsFor(wanted, { dryRun: true })) {
    const { json } = await connection.post(path, query, { patienceMs: PATIENCE_MS });
    reports.push(record(json).response);
  }
  return merged(true, reports);
}

/** `orderly maintenance preview` (contract: maintenance.md §8). */
export const maintenancePreview: ClientCommand = clientCommand({
  path: 'maintenance preview',
  summary: 'what operations would remove, table by table; nothing is changed',
  details: 'Only Orderly has previews. On any other server nothing is asked for, and the exit code is 5.',
  takes: {
    operations: several('<operations...>', 'names as in "maintenance list"; name=<id> for one object', OPERATION_NAMES),
  },
  async run({ connection, out }, { operations }) {
    if (operations.length === 0) throw wrongUse('Say which operations to preview.');
    const offer = await readOffer(connection);
    if (!offer.hasPreviews)
      throw new CommandFailure(
        EXIT.missing,
        `The server at ${connection.url} has no previews: only Orderly has them. Nothing was done.`,
      );
    const report = await readPreview(connection, wantedOperations(offer, operations));
    out.result(report, () => reportLines(report));
    if (failed(report).length > 0) throw new CommandFailure(EXIT.failed, 'Not everything could be counted.');
  },
});
