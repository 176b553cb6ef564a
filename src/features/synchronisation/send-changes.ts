import { changesSeenUntil, type Db, transaction } from '../../database/index.js';
import type { DataError, Progress, Stage } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import {
  type RemoteServer,
  type RemoteSummary,
  refusalText,
  sendPersistently,
  shownUrl,
  summaryOf,
} from '../remote/index.js';
import { type SettingValues, writeSetting } from '../settings/index.js';
import { countChanged, type Page, type Place, type Range, readPage, type Window } from './changed-rows.js';
import type { Subject } from './subjects.js';
import { forgetProgress, readProgress, type SyncProgress, writeProgress } from './sync-progress.js';

/** With what and for whom changes are sent. */
export interface SendContext {
  readonly db: Db;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly settings: SettingValues;
  readonly remote: RemoteServer;
  readonly pageSize: number;
}

/** What became of the changes of one kind. */
export interface SendOutcome {
  readonly complete: boolean;
  readonly message: string;
}

const later = (a: Date, b: Date): Date => (a > b ? a : b);

/**
 * Sends what has changed since the last success, page by page. Where it stands is stored after each page, so that nothing is sent again after it was taken; pages that
 * the other server refuses are remembered and tried again by the next run, while the following ones go on. When everything has been taken, the setting moves to the time
 * up to which changes were looked for (contract: job-types.md §3.1).
 *
 * @throws RemoteFailure when the server cannot be used at all; what was taken until then stays taken
 */
export async function sendChanges(context: SendContext, subject: Subject): Promise<SendOutcome> {
  const { db, clock, progress, settings, remote, pageSize } = context;
  const window: Window = {
    since: later(settings[subject.setting], settings.syncSkipSyncForDataChangedBefore),
    until: await changesSeenUntil(db, clock.now()),
  };
  const before = await readProgress(db, subject, remote.url, window.since);
  const ranges: readonly Range[] = [...before.refused, { after: before.position, upTo: null }];
  const rows = await progress.stage(`Counting ${subject.things} that have changed`, async () => {
    let sum = 0;
    for (const range of ranges) sum += await countChanged(db, subject, window, range);
    return sum;
  });
  if (rows === 0) {
    await succeed(db, subject, window.until);
    return { complete: true, message: `Skipping synchronization, no new or updated ${subject.things}.` };
  }
  const name = `Sending ${rows} ${subject.things} to ${shownUrl(remote)}`;
  const refused = await progress.stage(
    name,
    (stage) => sendRanges(context, subject, window, before, stage),
    Math.ceil(rows / pageSize),
  );
  if (refused > 0)
    return { complete: false, message: `${subject.title} failed. Not all pages were synchronised successfully.` };
  await succeed(db, subject, window.until);
  return { complete: true, message: `SUCCESS! ${subject.title} job is done.` };
}

async function succeed(db: Db, subject: Subject, until: Date): Promise<void> {
  await transaction(db, async (handle) => {
    await writeSetting(handle, subject.setting, until);
    await forgetProgress(handle, subject);
  });
}

/** @returns how many pages were refused */
async function sendRanges(
  context: SendContext,
  subject: Subject,
  window: Window,
  before: SyncProgress,
  stage: Stage,
): Promise<number> {
  const { db, remote, pageSize } = context;
  const refused: Range[] = [];
  const waiting = [...before.refused];
  let position = before.position;
  let pages = 0;
  const sendRange = async (range: Range, taken: (page: Page) => readonly Range[]): Promise<void> => {
    let { after } = range;
    for (;;) {
      const page = await readPage(db, subject, window, { ...range, after }, pageSize);
      if (!page) return;
      const summary = await stage.item(
        `${page.rows} ${subject.things}`,
        () => send(context, subject, page),
        ({ status, imported, updated, deleted, ignored }) =>
          `${status}, ${imported} imported, ${updated} updated, ${deleted} deleted, ${ignored} ignored`,
      );
      if (!isTaken(summary)) {
        pages += 1;
        await note(context.progress, subject, summary);
        addRange(refused, { after, upTo: page.last });
      }
      after = page.last;
      const rest = taken(page);
      await writeProgress(db, subject, remote.url, window.since, {
        position,
        refused: [...refused, ...rest, ...waiting],
      });
    }
  };
  for (let range = waiting.shift(); range; range = waiting.shift()) {
    const { upTo } = range;
    await sendRange(range, ({ last }) => (isSame(last, upTo) ? [] : [{ after: last, upTo }]));
    await writeProgress(db, subject, remote.url, window.since, { position, refused: [...refused, ...waiting] });
  }
  await sendRange({ after: position, upTo: null }, ({ last }) => {
    position = last;
    return [];
  });
  return pages;
}

/** The other server may have taken the good rows of a page. As long as it names conflicts, the page counts as refused: the setting does not move over lost rows. */
const isTaken = ({ status, conflicts }: RemoteSummary): boolean => status === 'SUCCESS' && conflicts.length === 0;

async function send({ remote, settings, signal }: SendContext, subject: Subject, page: Page): Promise<RemoteSummary> {
  const request = { method: 'POST' as const, path: subject.path, body: page.payload, signal };
  return summaryOf(await sendPersistently(remote, request, settings));
}

const MOST_NOTED = 100;

async function note(progress: Progress, subject: Subject, summary: RemoteSummary): Promise<void> {
  await progress.message(`The remote server refused a page of ${subject.things}: ${refusalText(summary)}`, 'WARN');
  for (const { code, object, text } of summary.conflicts.slice(0, MOST_NOTED)) {
    if (code !== '') progress.error(dataError(subject, code, object, text));
  }
}

const dataError = ({ name }: Subject, code: string, object: string, text: string): DataError => ({
  code: code.slice(0, 20),
  id: object.slice(0, 255),
  type: name === 'data-values' ? 'DataValue' : 'CompleteDataSetRegistration',
  args: [text.slice(0, 500)],
});

const isSame = (a: Place | null, b: Place | null): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Pages that follow each other are one range, so that the list stays short however much is refused. */
function addRange(ranges: Range[], { after, upTo }: Range): void {
  const last = ranges.at(-1);
  if (last && isSame(last.upTo, after)) ranges[ranges.length - 1] = { after: last.after, upTo };
  else ranges.push({ after, upTo });
}
