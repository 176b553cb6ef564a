import { Type } from 'typebox';
import type { JobType, RunContext } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import { conflict } from '../../kernel/errors/index.js';
import { awaitRemote, type RemoteServer, remoteOf } from '../remote/index.js';
import { readSettings, type SettingValues } from '../settings/index.js';
import { type SendContext, sendChanges } from './send-changes.js';
import { DATA_VALUES, REGISTRATIONS } from './subjects.js';

const PARAMETERS = Type.Object({ pageSize: Type.Integer({ default: 10_000, minimum: 50, maximum: 30_000 }) });

/** Runs that speak to the remote server take turns: two at once would send the same rows. */
export const REMOTE_CLASS = 'remote-server';

/** `DATA_SYNC`: data values that have changed, then registrations of complete data sets, to the remote server (contract: job-types.md §3.1). */
export function dataSyncJob(clock: Clock): JobType<typeof PARAMETERS> {
  return {
    type: 'DATA_SYNC',
    label: 'Data sync',
    parameters: PARAMETERS,
    exclusive: [REMOTE_CLASS],
    takeOver: 'restart',
    startMessage: 'Starting DataValueSynchronization job',
    async run(context) {
      const reached = await reachRemote(context, 'DataValueSynchronization');
      const { db, progress, signal, parameters } = context;
      return {
        message: await sendAggregateData({ db, clock, progress, signal, ...reached, pageSize: parameters.pageSize }),
      };
    },
  };
}

/**
 * The remote server of the settings once it answers.
 *
 * @throws OrderlyError with what keeps it from being used
 */
export async function reachRemote(
  { db, progress, signal }: Pick<RunContext<unknown>, 'db' | 'progress' | 'signal'>,
  title: string,
): Promise<{ readonly settings: SettingValues; readonly remote: RemoteServer }> {
  const settings = await readSettings(db);
  const { available, message } = await awaitRemote(settings, signal);
  const remote = remoteOf(settings);
  if (!available || !remote) {
    await progress.message(message, 'WARN');
    throw conflict(`${title} failed. Remote server is unavailable.`);
  }
  return { settings, remote };
}

/**
 * Sends values and registrations; one that is refused does not keep the other from being sent.
 *
 * @throws OrderlyError when not everything was taken
 */
export async function sendAggregateData(context: SendContext): Promise<string> {
  const values = await sendChanges(context, DATA_VALUES);
  const registrations = await sendChanges(context, REGISTRATIONS);
  const outcomes = [values, registrations];
  const failed = outcomes.filter(({ complete }) => !complete);
  if (failed.length > 0) throw conflict(failed.map(({ message }) => message).join(' '));
  return outcomes.map(({ message }) => message).join(' ');
}
