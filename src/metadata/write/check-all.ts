import type { MetadataType } from '../model/type.js';
import type { Bundle, BundleObject } from './bundle.js';
import { refusals } from './check-access.js';
import { checkAttributes } from './check-attributes.js';
import { checkObject } from './check-object.js';
import { checkParts } from './check-parts.js';
import { checkTranslations } from './check-translations.js';
import { checkUnique } from './check-unique.js';
import { byType } from './commit.js';
import { type HookContext, hookOf } from './hooks/index.js';
import type { KnownObjects } from './known.js';
import type { ImportOptions } from './options.js';
import { errorReport } from './report.js';

/** Adds to each object of a bundle what is wrong with it: by the strategy and the user's rights, by itself, among the others, and against what is stored. */
export async function checkAll(
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
  const attributes = candidates.filter(
    (object) => object.type.name === 'attribute' && checkObject(object, hook.known).length === 0,
  );
  for (const [type, list] of bundle) {
    const own = withoutErrors(list);
    await checkUnique(hook, type, own);
    // What keeps the database whole and nobody above themselves is checked whatever the client wants to skip.
    if (!options.skipValidation) await checkAttributes(hook.db, type, own, attributes);
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
