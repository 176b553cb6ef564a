import { type Static, Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { userByUid } from '../../http/index.js';
import { findRun, type JobType, type RunContext } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import { catalogued, conflict } from '../../kernel/errors/index.js';
import { forEachWithin, workerLimit } from '../../kernel/parallel.js';
import { isMailConfigured, sendMail } from '../mail/index.js';
import { readSettings, readUserSettings } from '../settings/index.js';
import { checkTemplate, fetchPage } from './fetch-page.js';
import { membersOf, nameOf, type Receiver } from './store.js';

const PARAMETERS = Type.Object({
  dashboard: Type.String(),
  receivers: Type.String(),
  mode: Type.Enum(['EXECUTOR', 'RECEIVER']),
});

type Context = RunContext<Static<typeof PARAMETERS>>;

/** Receivers that are served at once (contract: job-types.md §3.1). */
const AT_ONCE = 8;

/** Gives the page for somebody. */
type PageFor = (receiver: Receiver) => Promise<string>;

/**
 * `HTML_PUSH_ANALYTICS`: fetches a dashboard as HTML from a service and mails it to the members of a user group: as the user sees it who runs the job, or as each
 * receiver does (contract: job-types.md §3.1). Everybody gets a mail of their own, so that nobody reads the addresses of others.
 */
export function htmlPushJob(clock: Clock): JobType<typeof PARAMETERS> {
  return {
    type: 'HTML_PUSH_ANALYTICS',
    label: 'Html push analytics',
    parameters: PARAMETERS,
    // Begun anew it would send twice what was sent.
    takeOver: 'fail',
    startMessage: 'Html push analytics',
    async run(context) {
      const { db, parameters, progress, run } = context;
      const template = await progress.stage('Checking the settings', () => readTemplate(db));
      const receivers = await progress.stage('Finding the receivers', () => findReceivers(context, clock.now()));
      const pageFor = await pages(context, template);
      const subject = (await findRun(db, run.uid))?.name ?? 'Dashboard';
      const sent = await sendAll(context, receivers, subject, pageFor);
      const message = `${sent} of ${receivers.length} mails sent for dashboard ${parameters.dashboard}`;
      if (sent === 0) throw conflict(`${message}. The messages of the run say why.`);
      return { message };
    },
  };
}

async function readTemplate(db: Db): Promise<string> {
  const settings = await readSettings(db);
  if (!isMailConfigured(settings)) throw catalogued('E6203');
  checkTemplate(settings.keyHtmlPushAnalyticsUrl);
  return settings.keyHtmlPushAnalyticsUrl;
}

async function findReceivers({ db, parameters, progress }: Context, now: Date): Promise<readonly Receiver[]> {
  if ((await nameOf(db, 'dashboard', parameters.dashboard)) === undefined)
    throw conflict(`Dashboard ${parameters.dashboard} does not exist.`);
  const group = await nameOf(db, 'usergroup', parameters.receivers);
  if (group === undefined) throw conflict(`User group ${parameters.receivers} does not exist.`);
  const { reachable, unreachable } = await membersOf(db, parameters.receivers, now);
  for (const username of unreachable)
    await progress.message(`User ${username} has no valid mail address and gets nothing`, 'WARN');
  if (reachable.length === 0) throw conflict(`User group ${group} has no active member with a mail address.`);
  return reachable;
}

/** Where the page of a receiver comes from: fetched once as whoever runs the job, or for each of them. */
async function pages({ db, parameters, progress, run, signal }: Context, template: string): Promise<PageFor> {
  const fetchAs = async (uid: string): Promise<string> => {
    const user = await userByUid(db, uid);
    if (!user) throw conflict(`User ${uid} is gone or disabled.`);
    const { keyUiLocale: locale } = await readUserSettings(db, user.id);
    return await fetchPage({ template, id: parameters.dashboard, username: user.username, locale, signal });
  };
  if (parameters.mode === 'RECEIVER') return async ({ uid }) => await fetchAs(uid);
  const executor = run.requestedBy;
  if (executor === undefined) throw conflict('The job has no user to run as: set executedBy.');
  const page = await progress.stage('Fetching the dashboard', () => fetchAs(executor));
  return async () => page;
}

async function sendAll(
  { db, parameters, progress }: Context,
  receivers: readonly Receiver[],
  subject: string,
  pageFor: PageFor,
): Promise<number> {
  let sent = 0;
  const text = `This mail shows the dashboard ${await nameOf(db, 'dashboard', parameters.dashboard)}. Your mail program does not show HTML.`;
  await progress.stage(
    'Sending mails',
    async (stage) => {
      await forEachWithin(workerLimit(AT_ONCE), receivers, async (receiver) => {
        const done = await stage.item(receiver.username, async () => {
          const html = await pageFor(receiver);
          await sendMail(db, { to: receiver.email, subject, text, html });
          return true;
        });
        sent += done === true ? 1 : 0;
      });
    },
    { items: receivers.length, onFailure: 'SKIP_ITEM' },
  );
  return sent;
}
