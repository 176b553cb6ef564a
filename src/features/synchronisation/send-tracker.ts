import type { Stage } from '../../jobs/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { sendPersistently, shownUrl } from '../remote/index.js';
import type { SendContext } from './send-changes.js';
import {
  type ChangedObject,
  countChangedObjects,
  readChangedObjects,
  readRelationships,
  stampSynchronized,
  type TrackerKind,
  type TrackerSelection,
} from './tracker-pages.js';
import { type TrackerOutcome, trackerOutcome } from './tracker-report.js';

/** What the messages of a kind of tracker data call it. */
export interface TrackerWords {
  readonly kind: TrackerKind;
  /** e.g. `Event programs data synchronization`. */
  readonly title: string;
  readonly things: string;
}

/**
 * Sends events without registration, or tracked entities, that have changed since they were sent: first those that are deleted, then the others, page by page. Each
 * object that was taken is stamped at once, so that a run that ends early has nothing to do twice; one that is refused keeps no other from being taken, and is tried
 * again by the next run (contract: job-types.md §3.1).
 *
 * @returns the closing message
 * @throws OrderlyError when objects were refused
 */
export async function sendTracker(context: SendContext, words: TrackerWords): Promise<string> {
  const { db, progress, settings, remote, pageSize } = context;
  const { kind, title, things } = words;
  const changedFrom = settings.syncSkipSyncForDataChangedBefore;
  const selections = [true, false].map((deleted): TrackerSelection => ({ kind, deleted, changedFrom }));
  const counts = await progress.stage(`Counting ${things} that have changed`, () =>
    Promise.all(selections.map((selection) => countChangedObjects(db, selection))),
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return `${title} skipped. No new or updated ${things} found.`;
  let refused = 0;
  for (const [index, selection] of selections.entries()) {
    const count = counts[index] ?? 0;
    if (count === 0) continue;
    const verb = selection.deleted ? 'Deleting' : 'Sending';
    refused += await progress.stage(
      `${verb} ${count} ${things} at ${shownUrl(remote)}`,
      (stage) => sendSelection(context, words, selection, stage),
      Math.ceil(count / pageSize),
    );
  }
  if (refused > 0) throw conflict(`${title} failed. ${refused} ${things} were not taken by the remote server.`);
  return `${title} completed successfully.`;
}

/** @returns how many objects were refused */
async function sendSelection(
  context: SendContext,
  words: TrackerWords,
  selection: TrackerSelection,
  stage: Stage,
): Promise<number> {
  const { db, pageSize } = context;
  let refused = 0;
  let after = '0';
  for (;;) {
    const page = await readChangedObjects(db, selection, after, pageSize);
    const last = page.at(-1);
    if (!last) return refused;
    after = last.id;
    const taken = await stage.item(
      `${page.length} ${words.things}`,
      () => sendPage(context, words, page),
      (objects) => `${objects.length} taken`,
    );
    await stampSynchronized(db, words.kind, taken);
    refused += page.length - taken.length;
  }
}

/** @returns the objects of the page that the other server has now */
async function sendPage(
  context: SendContext,
  words: TrackerWords,
  page: readonly ChangedObject[],
): Promise<readonly ChangedObject[]> {
  const removed = await send(context, words, page, removals(words.kind, page), true);
  const present = removed.filter(({ payload }) => payload !== undefined);
  const deleted = removed.filter(({ payload }) => payload === undefined);
  const objects = present.map(({ payload }) => payload);
  const stored = await send(context, words, present, { [words.kind]: objects }, false);
  if (words.kind === 'events') return [...deleted, ...stored];
  return [...deleted, ...(await sendRelationships(context, words, stored))];
}

type Body = Readonly<Record<string, readonly unknown[] | undefined>>;

function removals(kind: TrackerKind, page: readonly ChangedObject[]): Body {
  const deleted = page.filter(({ payload }) => payload === undefined);
  const own = kind === 'events' ? 'event' : 'trackedEntity';
  const gone = (list: 'enrollments' | 'events' | 'relationships', name: string) =>
    page.flatMap((object) => object.gone[list].map((uid) => ({ [name]: uid })));
  return {
    relationships: gone('relationships', 'relationship'),
    enrollments: gone('enrollments', 'enrollment'),
    events: gone('events', 'event'),
    ...(deleted.length > 0 && { [kind]: deleted.map(({ uid }) => ({ [own]: uid })) }),
  };
}

/** Sends what there is to send; gives the objects of which nothing was refused. */
async function send(
  context: SendContext,
  words: TrackerWords,
  page: readonly ChangedObject[],
  body: Body,
  deleting: boolean,
): Promise<readonly ChangedObject[]> {
  const outcome = await ask(context, body, deleting);
  if (!outcome) return page;
  return await withoutRefused(context, words, page, outcome, namesOf);
}

async function ask(context: SendContext, body: Body, deleting: boolean): Promise<TrackerOutcome | undefined> {
  const lists = Object.entries(body).filter(([, list]) => list !== undefined && list.length > 0);
  if (lists.length === 0) return undefined;
  const answer = await sendPersistently(
    context.remote,
    {
      method: 'POST',
      path: '/api/tracker',
      query: { async: 'false', importStrategy: deleting ? 'DELETE' : 'CREATE_AND_UPDATE', atomicMode: 'OBJECT' },
      body: JSON.stringify(Object.fromEntries(lists)),
      signal: context.signal,
    },
    context.settings,
  );
  return trackerOutcome(answer, deleting);
}

/** A tracked entity has its relationships too, or it is not done. */
async function sendRelationships(
  context: SendContext,
  words: TrackerWords,
  page: readonly ChangedObject[],
): Promise<readonly ChangedObject[]> {
  if (page.length === 0) return page;
  const found = await readRelationships(
    context.db,
    page.map(({ uid }) => uid),
  );
  const outcome = await ask(context, { relationships: found.map(({ payload }) => payload) }, false);
  if (!outcome) return page;
  const owned = new Map<string, string[]>();
  for (const { uid, entities } of found)
    for (const entity of entities) owned.set(entity, [...(owned.get(entity) ?? []), uid]);
  return await withoutRefused(context, words, page, outcome, ({ uid }) => owned.get(uid) ?? []);
}

const MOST_NOTED = 100;

/** The objects that neither the outcome as a whole nor a report about one of their `names` refuses; the others are noted. */
async function withoutRefused(
  { progress }: SendContext,
  { things }: TrackerWords,
  page: readonly ChangedObject[],
  { failure, errors }: TrackerOutcome,
  names: (object: ChangedObject) => readonly string[],
): Promise<readonly ChangedObject[]> {
  if (failure !== undefined) {
    await progress.message(`The remote server refused ${page.length} ${things}: ${failure}`, 'WARN');
    return [];
  }
  if (errors.size === 0) return page;
  const [first] = errors.values();
  await progress.message(`The remote server refused some ${things}: ${first?.message.slice(0, 300) ?? ''}`, 'WARN');
  for (const [uid, { code, message }] of [...errors].slice(0, MOST_NOTED))
    progress.error({ code, id: uid, type: words(things), args: [message.slice(0, 500)] });
  const known = page.map((object) => ({ object, refused: names(object).some((name) => errors.has(name)) }));
  // An error that belongs to nobody here leaves open whose it is.
  const owners = new Set(page.flatMap(names));
  if ([...errors.keys()].some((uid) => !owners.has(uid))) return [];
  return known.filter(({ refused }) => !refused).map(({ object }) => object);
}

const words = (things: string): string => (things === 'events' ? 'Event' : 'TrackedEntity');

/** Uids under which the report may speak of an object: its own, those of what is in it, and those of what is gone of it. */
function namesOf({ uid, payload, gone }: ChangedObject): readonly string[] {
  return [uid, ...Object.values(gone).flat(), ...(payload === undefined ? [] : nested(payload))];
}

function nested(payload: object): readonly string[] {
  const {
    enrollments = [],
    events = [],
    enrollment,
    event,
  } = payload as {
    readonly enrollments?: readonly object[];
    readonly events?: readonly object[];
    readonly enrollment?: string;
    readonly event?: string;
  };
  return [enrollment ?? '', event ?? '', ...enrollments.flatMap(nested), ...events.flatMap(nested)].filter(
    (name) => name !== '',
  );
}
