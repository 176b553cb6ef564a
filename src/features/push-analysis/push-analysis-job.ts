import { type Static, Type } from 'typebox';
import type { Config } from '../../config/index.js';
import { userByUid } from '../../http/index.js';
import type { JobType, RunContext } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import { catalogued, conflict } from '../../kernel/errors/index.js';
import { Pictures, type RenderedDashboard, renderDashboard } from '../dashboards/index.js';
import { isMailConfigured, sendMail } from '../mail/index.js';
import { readSettings } from '../settings/index.js';
import { type PushAnalysis, type Receiver, readPushAnalysis, receiversOf } from './store.js';

const PARAMETERS = Type.Object({ pushAnalysis: Type.Array(Type.String(), { minItems: 1 }) });

type Context = RunContext<Static<typeof PARAMETERS>>;

/** A mail server that refuses this many in a row is down: waiting for it once for every receiver would take hours. */
const MOST_FAILURES_IN_A_ROW = 5;
/** What is wrong with a dashboard is mostly wrong for everybody. */
const MOST_PROBLEMS = 20;

/**
 * `PUSH_ANALYSIS`: mails dashboards to the members of user groups, to each as that person sees it (contract: job-types.md §3.1). One that cannot be sent does not
 * keep the others from being sent.
 */
export function pushAnalysisJob(config: Config, clock: Clock): JobType<typeof PARAMETERS> {
  return {
    type: 'PUSH_ANALYSIS',
    label: 'Push analysis',
    parameters: PARAMETERS,
    // Begun anew it would send twice what was sent.
    takeOver: 'fail',
    startMessage: 'Push analysis',
    async run(context) {
      const { parameters, progress, db } = context;
      if (!isMailConfigured(await readSettings(db))) throw catalogued('E6203');
      const sent = new Map<string, number | undefined>();
      for (const uid of new Set(parameters.pushAnalysis)) {
        const pushed = await progress.stage(
          `Checking push analysis ${uid}`,
          () => checked(context, uid, config.baseUrl),
          { onFailure: 'SKIP_STAGE' },
        );
        sent.set(uid, pushed && (await send(context, pushed, config.baseUrl ?? '', clock.now())));
      }
      const mails = [...sent.values()].reduce<number>((sum, number) => sum + (number ?? 0), 0);
      const failed = [...sent].filter(([, number]) => number === undefined).map(([uid]) => uid);
      const trouble = failed.length === 0 ? '' : `; not sent: ${failed.join(', ')}`;
      const message = `${mails} ${mails === 1 ? 'mail' : 'mails'} sent${trouble}`;
      if (mails === 0 && failed.length > 0) throw conflict(`${message}. The messages of the run say why.`);
      return { message };
    },
  };
}

/** What a push analysis needs before anything is rendered, in the peer's order. */
async function checked(
  { db }: Context,
  uid: string,
  baseUrl: string | undefined,
): Promise<PushAnalysis & { readonly dashboard: string }> {
  const found = await readPushAnalysis(db, uid);
  if (!found) throw conflict(`Push analysis ${uid} does not exist.`);
  const named = `Push analysis ${found.name} (${uid})`;
  if (found.groups === 0) throw conflict(`${named} has no user groups to send to.`);
  if (found.dashboard === null) throw conflict(`${named} has no dashboard.`);
  if (baseUrl === undefined)
    throw conflict(`${named} cannot be sent: its links need the address of this server, ORDERLY_BASE_URL.`);
  return { ...found, dashboard: found.dashboard };
}

/** Renders and mails it to everybody. Gives the number of mails that went; undefined when there were receivers and none got theirs. */
async function send(
  context: Context,
  pushed: PushAnalysis & { readonly dashboard: string },
  baseUrl: string,
  now: Date,
): Promise<number | undefined> {
  const { db, progress } = context;
  const { reachable, unreachable } = await receiversOf(db, pushed.uid, now);
  for (const username of unreachable)
    await progress.message(`User ${username} has no valid mail address and gets nothing`, 'WARN');
  const pictures = new Pictures();
  const told = new Set<string>();
  let [sent, failures] = [0, 0];
  await progress.stage(
    `Sending push analysis ${pushed.name}`,
    async (stage) => {
      for (const receiver of reachable) {
        await stage.item(receiver.username, async () => {
          const page = await pageFor(context, pushed, receiver, { baseUrl, now, pictures });
          for (const problem of page.problems.filter((text) => !told.has(text) && told.size < MOST_PROBLEMS)) {
            told.add(problem);
            await progress.message(`For ${receiver.username}: ${problem}`, 'WARN');
          }
          failures += 1;
          await sendMail(db, { to: receiver.email, subject: page.title, text: page.text, html: page.html });
          failures = 0;
          sent += 1;
        });
        if (failures === MOST_FAILURES_IN_A_ROW)
          throw conflict(`The mail server did not take the last ${failures} mails; the others are not tried.`);
      }
    },
    { items: reachable.length, onFailure: 'SKIP_ITEM' },
  );
  return sent === 0 && reachable.length > 0 ? undefined : sent;
}

/** The dashboard as a receiver sees it. */
async function pageFor(
  { db }: Context,
  { dashboard, name, title, message }: PushAnalysis & { readonly dashboard: string },
  { uid, username }: Receiver,
  surroundings: { readonly baseUrl: string; readonly now: Date; readonly pictures: Pictures },
): Promise<RenderedDashboard> {
  const user = await userByUid(db, uid);
  if (!user) throw conflict(`User ${username} is gone.`);
  return await renderDashboard(db, {
    ...surroundings,
    dashboard,
    user,
    title: title?.trim() ? title : name,
    message: message ?? undefined,
  });
}
