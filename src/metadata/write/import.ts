import { type Db, transaction } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import type { MetadataType } from '../model/type.js';
import { WriteAccess } from './access.js';
import { keepSuperUser, protectOwnAccount } from './account-protection.js';
import type { Bundle, BundleObject } from './bundle.js';
import { refusals } from './check-access.js';
import { checkAttributes } from './check-attributes.js';
import { checkObject } from './check-object.js';
import { checkParts } from './check-parts.js';
import { checkTranslations } from './check-translations.js';
import { checkUnique } from './check-unique.js';
import { byType, writeObjects } from './commit.js';
import { deleteObjects } from './delete/delete.js';
import { type HookContext, hookOf } from './hooks/index.js';
import { KnownObjects } from './known.js';

import { expandFavourites } from './layouts/resolve.js';

import { DEFAULT_OPTIONS, type ImportOptions } from './options.js';

import { periodKeys, periodsOf } from './periods.js';
import { countParts } from './references.js';
import {
  addStats,
  errorReport,
  type ImportReport,
  NO_STATS,
  type ObjectReport,
  type Stats,
  type TypeReport,
} from './report.js';
import { drawKeys } from './statements.js';

/** For whom and when an import is. */
export interface ImportContext {
  readonly user: CurrentUser;
  readonly clock: Clock;
}

/**
 * Takes the objects of a bundle: finds what is there, checks everything, and writes what may be written in one transaction (contract: imports.md §8.1). With
 * `atomicMode` ALL one error keeps everything out; with NONE the good objects go in.
 */
export async function importBundle(
  db: Db,
  bundle: Bundle,
  options: ImportOptions,
  context: ImportContext,
): Promise<ImportReport> {
  try {
    return await transaction(db, async (handle) => {
      const access = await WriteAccess.of(handle, context.user);
      await expandFavourites(handle, bundle);
      const known = await KnownObjects.load(handle, bundle, options);
      const objects = [...bundle.values()].flat();
      const hook: HookContext = { db: handle, known, access, now: context.clock.now() };
      for (const object of objects) decideAction(object, options);
      protectOwnAccount(objects, context.user);
      await checkAll(bundle, objects, options, hook);
      const deleting = options.importStrategy === 'DELETE';
      const good = mayBeWritten(objects, options);
      // What keeps an object from being deleted is found by deleting, so a deletion on trial is undone.
      if (good.length > 0 && (deleting || options.importMode === 'COMMIT'))
        await keepSuperUser(handle, hook.now, bundle.keys(), () => write(good, options, hook));
      const taken = mayBeWritten(objects, options);
      const report = reportOn(bundle, new Set(taken), options);
      if (
        deleting &&
        (options.importMode === 'VALIDATE' || (taken.length < good.length && options.atomicMode === 'ALL'))
      )
        throw new Undone(report);
      return report;
    });
  } catch (error) {
    if (error instanceof Undone) return error.report;
    throw error;
  }
}

/** Takes back what a transaction has done so far, and still gives the report. */
class Undone extends Error {
  readonly report: ImportReport;

  constructor(report: ImportReport) {
    super('The import is undone.');
    this.report = report;
  }
}

/** With one error among them, all objects or only the good ones stay out. */
function mayBeWritten(objects: readonly BundleObject[], { atomicMode }: ImportOptions): readonly BundleObject[] {
  const good = withoutErrors(objects);
  return atomicMode === 'ALL' && good.length < objects.length ? [] : good;
}

function decideAction(object: BundleObject, { importStrategy }: ImportOptions): void {
  object.action = importStrategy === 'DELETE' ? 'delete' : object.stored ? 'update' : 'create';
}

async function checkAll(
  bundle: Bundle,
  objects: readonly BundleObject[],
  options: ImportOptions,
  hook: HookContext,
): Promise<void> {
  const repeated = refuseRepeated(objects);
  for (const object of objects) object.errors.push(...refusals(object, options, hook.access));
  if (options.importStrategy === 'DELETE') {
    for (const [type, list] of bundle)
      await hookOf(type).checkDelete?.(
        list.filter((object) => object.errors.length === 0),
        hook,
      );
    return;
  }
  const candidates = objects.filter((object) => !repeated.has(object));
  for (const object of candidates) hook.known.add(object);
  for (const [type, list] of bundle) {
    const own = withoutErrors(list);
    await checkUnique(hook, type, own);
    // What keeps the database whole and nobody above themselves is checked whatever the client wants to skip.
    if (!options.skipValidation) await checkAttributes(hook.db, type, own);
    await checkParts(hook.db, type, own);
    checkTranslations(type, own);
  }
  if (options.atomicMode === 'ALL') {
    for (const [type, list] of byType(candidates)) await hookOf(type).check?.(withoutErrors(list), hook);
    for (const object of candidates) object.errors.push(...checkObject(object, hook.known));
    return;
  }
  let standing = checkUntilStable(candidates, hook.known);
  // What stays out may be what made the rest right or wrong: the new parent of a unit, say, is still below it then.
  for (;;) {
    for (const [type, list] of byType(standing)) await hookOf(type).check?.(list, hook);
    const left = checkUntilStable(standing, hook.known);
    if (left.length === standing.length) return;
    standing = left;
  }
}

const withoutErrors = (objects: readonly BundleObject[]): readonly BundleObject[] =>
  objects.filter((object) => object.errors.length === 0);

/**
 * Checks each object by itself until no more fall, and gives those that stand: where only the good ones are taken, one that refers to a bad one is bad itself.
 */
function checkUntilStable(objects: readonly BundleObject[], known: KnownObjects): readonly BundleObject[] {
  let pending = objects;
  for (const object of objects) if (object.errors.length > 0) known.forget(object);
  for (;;) {
    const fallen: BundleObject[] = [];
    const standing: BundleObject[] = [];
    for (const object of pending) {
      const had = object.errors.length;
      object.errors.push(...checkObject(object, known));
      if (object.errors.length === 0) standing.push(object);
      else if (had === 0) fallen.push(object);
    }
    for (const object of fallen) known.forget(object);
    if (fallen.length === 0) return standing;
    pending = standing;
  }
}

/** The same uid twice for one type: the first counts. */
function refuseRepeated(objects: readonly BundleObject[]): ReadonlySet<BundleObject> {
  const seen = new Map<MetadataType, Set<string>>();
  const repeated = new Set<BundleObject>();
  for (const object of objects) {
    const uids = seen.get(object.type) ?? new Set();
    seen.set(object.type, uids);
    if (uids.has(object.uid)) {
      repeated.add(object);
      object.errors.push(errorReport(object.type, 'E5004', [object.uid, object.type.simpleName], { id: object.uid }));
    }
    uids.add(object.uid);
  }
  return repeated;
}

async function write(objects: readonly BundleObject[], options: ImportOptions, hook: HookContext): Promise<void> {
  const { db, known, access, now } = hook;
  if (options.importStrategy === 'DELETE') {
    await deleteObjects(db, objects, access.user);
    return;
  }
  const fresh = objects.filter((object) => object.action === 'create');
  const keys = await drawKeys(db, fresh.length);
  fresh.forEach((object, index) => {
    object.key = keys[index] ?? 0;
    known.add(object);
  });
  const groups = byType(objects);
  for (const [type, list] of groups) await hookOf(type).prepare?.(list, hook);
  const periods = await periodKeys(
    db,
    objects.flatMap(({ type, source }) => [...periodsOf(type, source)]),
  );
  const partKeys = await drawKeys(
    db,
    objects.reduce((count, { type, source }) => count + countParts(type, source), 0),
  );
  let used = 0;
  const nextKey = (): number => {
    const key = partKeys[used];
    used += 1;
    if (key === undefined) throw new Error('A payload has more parts than were counted.');
    return key;
  };
  await writeObjects(db, objects, { known, access, options, now, periods, nextKey });
  // Hooks follow the order of the types in a payload, because option combos of a payload come before those that are made.
  for (const [type, list] of groups) await hookOf(type).after?.(list, hook);
}

function reportOn(bundle: Bundle, taken: ReadonlySet<BundleObject>, { importReportMode }: ImportOptions): ImportReport {
  const everything = importReportMode === 'FULL' || importReportMode === 'DEBUG';
  const typeReports = [...bundle].map(([type, objects]): TypeReport => {
    const reported = objects.filter((object) => everything || object.errors.length > 0);
    return { klass: type.klass, stats: statsOf(objects, taken), objectReports: reported.map(objectReport) };
  });
  const stats = typeReports.reduce((sum, report) => addStats(sum, report.stats), NO_STATS);
  const status = stats.ignored === 0 ? 'OK' : taken.size > 0 ? 'WARNING' : 'ERROR';
  return { responseType: 'ImportReport', status, stats, typeReports };
}

/** The report of an import of which nothing was taken and nothing can be said of single objects. */
export const ignoredReport = (bundle: Bundle): ImportReport => {
  const report = reportOn(bundle, new Set(), { ...DEFAULT_OPTIONS, importReportMode: 'ERRORS' });
  return { ...report, status: 'ERROR' };
};

function statsOf(objects: readonly BundleObject[], taken: ReadonlySet<BundleObject>): Stats {
  const count = (action: BundleObject['action']): number =>
    objects.filter((object) => taken.has(object) && object.action === action).length;
  const [created, updated, deleted] = [count('create'), count('update'), count('delete')];
  return { created, updated, deleted, ignored: objects.length - created - updated - deleted, total: objects.length };
}

export const objectReport = (object: BundleObject): ObjectReport => ({
  klass: object.type.klass,
  index: object.index,
  uid: object.uid.slice(0, 255),
  ...(typeof object.source.name === 'string' && { displayName: object.source.name.slice(0, 255) }),
  errorReports: object.errors,
});
