import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { JobType } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import { conflict } from '../../kernel/errors/index.js';
import { superUsers } from '../../metadata/index.js';
import { sendMessage } from '../messages/index.js';
import { askRemote, jsonOf } from '../remote/index.js';
import { newerPatch, type Release } from './version-list.js';

export interface VersionCheckOptions {
  readonly clock: Clock;
  /** The version that runs. */
  readonly version: string;
  /** Where the list of versions is; undefined: nobody is asked. */
  readonly listUrl: string | undefined;
}

const TIMEOUT_MS = 30_000;
const MOST_BYTES = 4 * 1024 * 1024;
const MESSAGE_TYPE = 'SYSTEM_VERSION_UPDATE';

/**
 * `SYSTEM_VERSION_UPDATE_CHECK`: tells those who run the server, once, of a newer patch of the version that runs. It calls nobody unless the process was told where the
 * list of versions is (contract: job-types.md §3.3).
 */
export function versionCheckJob({ clock, version, listUrl }: VersionCheckOptions): JobType {
  return {
    type: 'SYSTEM_VERSION_UPDATE_CHECK',
    label: 'System version update check',
    takeOver: 'restart',
    notifyFailure: true,
    startMessage: 'System version update check',
    async run({ db, progress, signal }) {
      if (listUrl === undefined) return { message: 'Nothing was asked: no list of versions is configured' };
      const answer = await progress.stage('Asking for the list of versions', () =>
        askRemote(
          { url: listUrl, authorization: undefined },
          { path: '', timeoutMs: TIMEOUT_MS, maxBytes: MOST_BYTES, signal },
        ),
      );
      const release = answer.status === 200 ? newerPatch(jsonOf(answer), version) : 'unreadable';
      if (release === 'unreadable')
        throw conflict(`The configured address gave no list of versions (status ${answer.status}).`);
      if (!release) return { message: `Version ${version} is the newest of its kind` };
      const subject = `System update available: ${release.name}`;
      if (await wasTold(db, subject))
        return { message: `Version ${release.name} is available, as those who run the server have been told` };
      const recipients = await superUserUids(db, clock.now());
      if (recipients.length === 0) return { message: `Version ${release.name} is available, but nobody can be told` };
      await sendMessage(db, { subject, text: textOf(release, version), type: MESSAGE_TYPE, recipients }, (problem) =>
        progress.message(problem, 'WARN'),
      );
      return { message: `Told ${recipients.length} users that version ${release.name} is available` };
    },
  };
}

function textOf({ name, date, url }: Release, version: string): string {
  const lines = [`Version ${name} of this system is available; this server runs ${version}.`];
  if (date !== undefined) lines.push(`Released: ${date}`);
  if (url !== undefined) lines.push(`Download: ${url}`);
  return lines.join('\n');
}

async function wasTold(db: Db, subject: string): Promise<boolean> {
  const { rows } = await sql<{ told: boolean }>`
    select exists (
      select from messageconversation as conversation
      where conversation.messagetype = ${MESSAGE_TYPE} and conversation.subject = ${subject}
    ) as told
  `.execute(db);
  return rows[0]?.told === true;
}

async function superUserUids(db: Db, now: Date): Promise<readonly string[]> {
  const { rows } = await sql<{ uid: string }>`
    select userinfo.uid from userinfo where userinfo.userinfoid in (${superUsers(now)}) order by userinfo.userinfoid
  `.execute(db);
  return rows.map(({ uid }) => uid);
}
