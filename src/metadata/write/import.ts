import { type Db, transaction } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { WriteAccess } from './access.js';
import { keepSuperUser, protectOwnAccount } from './account-protection.js';
import type { Bundle, BundleObject } from './bundle.js';
import { checkAll } from './check-all.js';
import { byType, writeObjects } from './commit.js';
import { deleteObjects } from './delete/delete.js';
import { type HookContext, hookOf } from './hooks/index.js';
import { reportOn } from './import-report.js';
import { KnownObjects } from './known.js';
import { expandFavourites } from './layouts/resolve.js';
import type { ImportOptions } from './options.js';
import { periodKeys, periodsOf } from './periods.js';
import { countParts } from './references.js';
import type { ImportReport } from './report.js';
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
  const good = objects.filter((object) => object.errors.length === 0);
  return atomicMode === 'ALL' && good.length < objects.length ? [] : good;
}

function decideAction(object: BundleObject, { importStrategy }: ImportOptions): void {
  object.action = importStrategy === 'DELETE' ? 'delete' : object.stored ? 'update' : 'create';
}

async function write(objects: readonly BundleObject[], options: ImportOptions, hook: HookContext): Promise<void> {
  const { db, known, access, now } = hook;
  if (options.importStrategy === 'DELETE') {
    await deleteObjects(db, objects, access.user);
    const gone = objects.filter((object) => object.errors.length === 0);
    for (const [type, list] of byType(gone)) await hookOf(type).afterDelete?.(list, hook);
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
