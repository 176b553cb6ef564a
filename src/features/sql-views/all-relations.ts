import { violationText } from '../../database/guard/index.js';
import type { Db } from '../../database/index.js';
import {
  dropRelations,
  existingViews,
  type FailedRelation,
  readSqlViews,
  relationOf,
  type SqlView,
  untilNoProgress,
} from '../../metadata/index.js';
import { makeRelation } from './make-relation.js';
import { viewViolations } from './rules.js';

/** What became of the relations of all SQL views. */
export interface RelationsReport {
  /** Relations, in the order in which it was done. */
  readonly done: readonly string[];
  readonly failed: readonly FailedRelation[];
}

/** What would become of them. */
export interface RelationsPreview {
  readonly drop: readonly string[];
  readonly create: readonly string[];
  /** Relations that would not be created, and why. */
  readonly refused: readonly FailedRelation[];
}

interface OwnedRelation {
  readonly name: string;
  readonly view: SqlView;
}

/**
 * Removes the relations of all SQL views and keeps the objects (contract: maintenance.md §4.12). Those that stand on others go first; one that something else stands on
 * stays and is reported.
 */
export async function dropViewRelations(db: Db): Promise<RelationsReport> {
  const names = (await ownedRelations(db)).map(({ name }) => name);
  return await dropRelations(db, await existingViews(db, names));
}

/**
 * Makes the relations of all SQL views, each whole or not at all, in the order in which they need each other (contract: maintenance.md §4.13). What cannot be made is
 * reported with what the rules or the database say.
 */
export async function makeViewRelations(db: Db): Promise<RelationsReport> {
  const owned = await ownedRelations(db);
  return await untilNoProgress(owned, async ({ view }) => await makeRelation(db, view));
}

/** What the two would do now; nothing is written. Whether the database takes a query shows only when it is made. */
export async function previewViewRelations(db: Db): Promise<RelationsPreview> {
  const owned = await ownedRelations(db);
  const names = owned.map(({ name }) => name);
  const refused: FailedRelation[] = [];
  const judged = await viewViolations(
    db,
    owned.map(({ view }) => view),
  );
  for (const [index, { name }] of owned.entries()) {
    const violations = judged[index] ?? [];
    if (violations.length > 0) refused.push({ name, message: violations.map(violationText).join('. ') });
  }
  const without = new Set(refused.map(({ name }) => name));
  return {
    drop: (await existingViews(db, names)).map(({ name }) => name),
    create: [...new Set(names)].filter((name) => !without.has(name)),
    refused,
  };
}

/** Every SQL view that has a relation, in the order of their names. */
async function ownedRelations(db: Db): Promise<readonly OwnedRelation[]> {
  return (await readSqlViews(db)).flatMap((view) => {
    const name = relationOf(view);
    return name === undefined ? [] : [{ name, view }];
  });
}
