import { setTimeout as sleep } from 'node:timers/promises';
import { type Static, Type } from 'typebox';
import { type CurrentUser, userByUid } from '../../http/index.js';
import type { JobType, RunContext } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import { conflict } from '../../kernel/errors/index.js';
import { isMailAddress, isMailConfigured, sendMail } from '../mail/index.js';
import { type RemoteServer, shownUrl } from '../remote/index.js';
import { readSettings, removeSettings, type SettingValues, writeSetting } from '../settings/index.js';
import { REMOTE_CLASS, reachRemote, sendAggregateData } from '../synchronisation/index.js';
import { importVersion, reasonOf } from './import-version.js';
import { remoteSnapshot, remoteVersions } from './remote-versions.js';
import { currentVersion, readVersions } from './store.js';
import type { MetadataVersion } from './version.js';

const PARAMETERS = Type.Object({ dataValuesPageSize: Type.Integer({ default: 10_000, minimum: 50, maximum: 30_000 }) });

type Context = RunContext<Static<typeof PARAMETERS>>;

export interface MetadataSyncOptions {
  readonly clock: Clock;
  /** Version of this server, as its exports say it. */
  readonly version: string;
  readonly attempts: number;
  readonly pauseMs: number;
}

const TITLE = 'Metadata synchronization';

/**
 * `META_DATA_SYNC`: pushes data to the remote server, then takes over the versions of its metadata that came after the one that this server is at, in order. A failure is
 * tried again; the last one is kept in the settings and mailed, and fails the run (contract: job-types.md §3.1, scheduling.md §14 no. 36).
 */
export function metadataSyncJob(options: MetadataSyncOptions): JobType<typeof PARAMETERS> {
  return {
    type: 'META_DATA_SYNC',
    label: 'Meta data sync',
    parameters: PARAMETERS,
    exclusive: [REMOTE_CLASS],
    // A version is taken over in one transaction, and the next try begins with the one after it.
    takeOver: 'restart',
    startMessage: TITLE,
    async run(context) {
      const user = await userOf(context);
      for (let attempt = 1; ; attempt += 1) {
        const pursued: Pursued = { version: undefined };
        try {
          return { message: await synchronize(context, options, user, pursued) };
        } catch (error) {
          context.signal.throwIfAborted();
          const message = error instanceof Error ? error.message : String(error);
          await context.progress.message(`Attempt ${attempt} of ${options.attempts} failed: ${message}`, 'WARN');
          if (attempt >= options.attempts) {
            await noteFailure(context, options, pursued.version, message);
            throw error;
          }
          await sleep(options.pauseMs, undefined, { signal: context.signal });
        }
      }
    },
  };
}

/** The version that is being taken over when something goes wrong. */
interface Pursued {
  version: MetadataVersion | undefined;
}

async function userOf({ db, run }: Context): Promise<CurrentUser> {
  const user = run.requestedBy === undefined ? undefined : await userByUid(db, run.requestedBy);
  if (!user) throw conflict('Metadata is taken over in the name of a user: give the job one as executedBy.');
  return user;
}

async function synchronize(
  context: Context,
  { clock, version: own }: MetadataSyncOptions,
  user: CurrentUser,
  pursued: Pursued,
): Promise<string> {
  const { db, progress, signal, parameters } = context;
  await removeSettings(db, ['keyMetadataFailedVersion', 'keyMetadataLastFailedTime']);
  await writeSetting(db, 'keyVersionEnabled', true);
  const { settings, remote } = await reachRemote(context, TITLE);
  await sendAggregateData({ db, clock, progress, signal, settings, remote, pageSize: parameters.dataValuesPageSize });
  const versions = await progress.stage('Comparing metadata versions', () => newerVersions(context, remote));
  const onlySystem = settings.keyStopMetadataSync ? own : undefined;
  for (const version of versions) {
    pursued.version = version;
    const report = await progress.stage(`Taking over ${version.name}`, async () =>
      importVersion(db, version, await remoteSnapshot(remote, version, signal), { user, clock, onlySystem }),
    );
    if (report.status === 'WARNING') await progress.message(`${version.name}: ${reasonOf(report)}`, 'WARN');
  }
  const newest = versions.at(-1);
  return newest
    ? `Metadata synchronized: this server is at ${newest.name} now`
    : 'Metadata synchronized: there was no newer version';
}

async function newerVersions({ db, signal }: Context, remote: RemoteServer): Promise<readonly MetadataVersion[]> {
  const local = await readVersions(db);
  const listed = await remoteVersions(remote, currentVersion(local)?.name, signal);
  const newest = listed.at(-1);
  if (newest) await writeSetting(db, 'keyRemoteMetadataVersion', newest.name);
  const known = new Set(local.map(({ name }) => name));
  return listed.filter(({ name }) => !known.has(name));
}

/** Keeps for administrators what failed and when, and mails it. */
async function noteFailure(
  context: Context,
  { clock }: MetadataSyncOptions,
  version: MetadataVersion | undefined,
  message: string,
): Promise<void> {
  const { db } = context;
  if (version) {
    await writeSetting(db, 'keyMetadataFailedVersion', version.name);
    await writeSetting(db, 'keyMetadataLastFailedTime', clock.now());
  }
  await mailFailure(context, await readSettings(db), version, message);
}

async function mailFailure(
  { db, progress }: Context,
  settings: SettingValues,
  version: MetadataVersion | undefined,
  message: string,
): Promise<void> {
  const to = settings.keySystemNotificationsEmail.trim();
  if (!isMailConfigured(settings) || !isMailAddress(to)) return;
  const of = version ? ` of ${version.name}` : '';
  const text = [
    `The metadata synchronization${of} with ${shownUrl({ url: settings.keyRemoteInstanceUrl })} failed.`,
    '',
    message,
    '',
    'It is tried again when the job runs next.',
  ].join('\n');
  try {
    await sendMail(db, { to, subject: `${settings.applicationTitle}: metadata synchronization failed`, text });
  } catch (error) {
    await progress.message(error instanceof Error ? error.message : String(error), 'WARN');
  }
}
