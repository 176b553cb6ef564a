import { type ClientCommand, type CommandContext, clientCommand } from '../../command.js';
import { CommandFailure, EXIT, wrongUse } from '../../failure.js';
import { flag, several } from '../../parameters.js';
import { requireDone, startedRun, watchRun } from '../../watch.js';
import type { Wire } from '../../wire.js';
import { type Offer, OPERATION_NAMES, readOffer, requestsFor, type Wanted, wantedOperations } from './operations.js';
import { readPreview } from './preview.js';
import { failed, isIdle, merged, type Report, reportLines } from './report.js';

const details = `Before it begins it shows what would go, where the server can tell (only Orderly can), and asks. --yes leaves both out; without
a terminal it is needed. On Orderly the operations are one job in the order of its batch; on DHIS2 they are done one after the other as they are named.`;

/** `orderly maintenance run` (contract: maintenance.md §1, §3, §8). */
export const maintenanceRun: ClientCommand = clientCommand({
  path: 'maintenance run',
  summary: 'does operations, after a preview and a question',
  details,
  takes: {
    operations: several('<operations...>', 'names as in "maintenance list"; name=<id> for one object', OPERATION_NAMES),
    yes: flag('-y, --yes', 'do it without preview and question'),
  },
  async run(context, { operations, yes }) {
    const { connection, out, canAsk } = context;
    if (operations.length === 0) throw wrongUse('Say which operations to do.');
    if (!yes && !canAsk)
      throw wrongUse('Nothing was done: nobody can be asked here. Say --yes if it is to be done without a question.');
    const offer = await readOffer(connection);
    const wanted = wantedOperations(offer, operations);
    if (!yes && !(await agreed(context, offer, wanted))) throw new CommandFailure(EXIT.failed, 'Nothing was done.');
    const report = offer.hasPreviews ? await doAsJobs(context, wanted) : await doOneByOne(context, wanted);
    out.result(report, () => reportLines(report));
    const notDone = failed(report);
    if (notDone.length > 0)
      throw new CommandFailure(EXIT.failed, `${notDone.length} of ${report.operations.length} operations failed.`);
  },
});

async function agreed(context: CommandContext, offer: Offer, wanted: readonly Wanted[]): Promise<boolean> {
  const { connection, out, confirm } = context;
  const names = wanted.map(({ given }) => given).join(', ');
  if (!offer.hasPreviews)
    return await confirm(`This server cannot tell what would go. Do ${names} on ${connection.url}?`);
  const preview = await readPreview(connection, wanted);
  for (const line of reportLines(preview)) out.say(line);
  return await confirm(
    isIdle(preview)
      ? `There is nothing to count in this. Do ${names} on ${connection.url} all the same?`
      : `Do ${names} on ${connection.url}?`,
  );
}

/** A job for each request, followed to its end. A job that fails has a report all the same, one that was cancelled only what it said. */
async function doAsJobs({ connection, out }: CommandContext, wanted: readonly Wanted[]): Promise<Report> {
  const reports: unknown[] = [];
  for (const { path, query } of requestsFor(wanted, { async: true })) {
    const run = startedRun(await connection.post(path, query));
    const end = await watchRun(connection, out, run);
    const report = await connection.get(`/api/system/taskSummaries/${run.type}/${run.id}`);
    if (report === null || end.outcome === 'cancelled') requireDone(end);
    reports.push(report);
  }
  return merged(false, reports);
}

/** The request is the run. One that fails ends the row: what follows may build on it. */
async function doOneByOne({ connection, out }: CommandContext, wanted: readonly Wanted[]): Promise<Report> {
  const operations: Wire[] = [];
  for (const { operation, given, path } of wanted) {
    const started = performance.now();
    out.bar(`${operation.label} …`);
    // It is answered when it is done, however long that takes.
    await connection.post(path, {}, { patienceMs: undefined });
    operations.push({ operation: given, status: 'SUCCESS', duration: Math.round(performance.now() - started) });
    out.say(`${given}: done`);
  }
  return { dryRun: false, operations };
}
