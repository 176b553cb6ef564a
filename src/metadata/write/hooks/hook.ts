import type { Db } from '../../../database/index.js';
import type { WriteAccess } from '../access.js';
import type { BundleObject } from '../bundle.js';
import type { KnownObjects } from '../known.js';
import type { Tally } from '../statements.js';

export interface HookContext {
  readonly db: Db;
  readonly known: KnownObjects;
  readonly access: WriteAccess;
  readonly now: Date;
}

/** What one type needs beyond its description. Each step gets all objects of the type at once. */
export interface TypeHook {
  /** Adds to the objects' errors. */
  readonly check?: (objects: readonly BundleObject[], context: HookContext) => Promise<void>;
  /** Adds to the errors of objects that are to be deleted. */
  readonly checkDelete?: (objects: readonly BundleObject[], context: HookContext) => Promise<void>;
  /** Works out columns that the payload does not give, after all checks. */
  readonly prepare?: (objects: readonly BundleObject[], context: HookContext) => Promise<void>;
  /** What follows from the rows once they are written, in the same transaction. */
  readonly after?: (objects: readonly BundleObject[], context: HookContext) => Promise<void>;
  /** What follows from rows that are gone, in the same transaction. */
  readonly afterDelete?: (objects: readonly BundleObject[], context: HookContext) => Promise<void>;
  /** What follows from rows that are about to go, as long as they and all that belongs to them are still there. */
  readonly beforeDelete?: (db: Db, keys: readonly number[], counts: Tally) => Promise<void>;
}
