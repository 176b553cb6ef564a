import { distinct, judgeQueries, violationText } from '../../../database/guard/index.js';
import type { Db } from '../../../database/index.js';
import { conflict } from '../../../kernel/errors/index.js';
import {
  dropRelations,
  existingViews,
  linkUpdateJobs,
  readSqlViews,
  relationOf,
  type SqlView,
  standingOn,
  updateJobProblems,
} from '../../sql-views/index.js';
import type { BundleObject } from '../bundle.js';
import { errorReport } from '../report.js';
import type { TypeHook } from './hook.js';

/** Relations that objects lose with what is done to them: found before the rows are written, removed after. */
const outdated = new WeakMap<BundleObject, string>();

/**
 * A query that breaks a rule is not stored (contract: data-admin.md §9.3), and a relation does not outlive what it was made from: the object, its name, its type (§11 no. 33).
 */
export const sqlViewHook: TypeHook = {
  async check(objects, { db }) {
    await checkQueries(db, objects);
    await checkUpdateJobs(db, objects);
    await noteOutdated(
      db,
      objects,
      (object, stored) =>
        relationOf(stored) !== relationOf(asWritten(object)) || stored.type !== asWritten(object).type,
    );
  },

  async checkDelete(objects, { db }) {
    await noteOutdated(db, objects, () => true);
  },

  async after(objects, { db }) {
    await dropOutdated(db, objects);
    const links = objects.flatMap((object) =>
      object.source.updateJobId === undefined ? [] : [[object.uid, updateJobOf(object) ?? null] as const],
    );
    if (links.length > 0) await linkUpdateJobs(db, new Map(links));
  },

  async afterDelete(objects, { db }) {
    await dropOutdated(db, objects);
    await linkUpdateJobs(db, new Map(objects.map(({ uid }) => [uid, null])));
  },
};

async function checkQueries(db: Db, objects: readonly BundleObject[]): Promise<void> {
  const given = objects
    .map((object) => ({ object, query: queryOf(object) }))
    .filter(({ query }) => query.trim() !== '');
  const judged = await judgeQueries(
    db,
    given.map(({ query }) => query),
  );
  for (const [index, { object }] of given.entries()) {
    const { ofVariables = [], ofText = [] } = judged[index] ?? {};
    for (const violation of distinct([...ofVariables, ...ofText])) {
      const report = errorReport(object.type, violation.code, violation.args, { property: 'sqlQuery', id: object.uid });
      object.errors.push({ ...report, message: violationText(violation) });
    }
  }
}

/** Numbers and truth values are stored as texts; what cannot be stored, and nothing, is reported elsewhere. */
const queryOf = ({ source: { sqlQuery } }: BundleObject): string =>
  typeof sqlQuery === 'object' ? '' : String(sqlQuery ?? '');

async function checkUpdateJobs(db: Db, objects: readonly BundleObject[]): Promise<void> {
  const jobs = objects.flatMap((object) => updateJobOf(object) ?? []);
  const problems = await updateJobProblems(db, [...new Set(jobs)]);
  for (const object of objects) {
    const job = updateJobOf(object);
    const message = job === undefined ? undefined : problems.get(job);
    if (job === undefined || message === undefined) continue;
    const report = errorReport(object.type, 'E4015', ['updateJobId', job], { property: 'updateJobId', id: object.uid });
    object.errors.push({ ...report, message });
  }
}

/** The uid of the job that is to read the view anew, whatever stands in its place. */
function updateJobOf({ source: { updateJobId } }: BundleObject): string | undefined {
  if (updateJobId === undefined || updateJobId === null || updateJobId === '') return undefined;
  return typeof updateJobId === 'string' ? updateJobId : JSON.stringify(updateJobId).slice(0, 100);
}

const asWritten = ({ source }: BundleObject): Pick<SqlView, 'name' | 'type'> => ({
  name: String(source.name),
  type: String(source.type ?? 'VIEW').toUpperCase() as SqlView['type'],
});

/** Finds the relations that go, and refuses to take away one that others stand on. */
async function noteOutdated(
  db: Db,
  objects: readonly BundleObject[],
  goes: (object: BundleObject, stored: SqlView) => boolean,
): Promise<void> {
  for (const object of objects) outdated.delete(object);
  const stored = new Map(
    (
      await readSqlViews(
        db,
        objects.map(({ uid }) => uid),
      )
    ).map((view) => [view.uid, view]),
  );
  const going = objects.flatMap((object) => {
    const before = stored.get(object.uid);
    const relation = before && goes(object, before) ? relationOf(before) : undefined;
    return relation === undefined ? [] : [{ object, relation }];
  });
  const leaving = new Set(going.map(({ relation }) => relation));
  const standing = await standingOn(db, [...leaving]);
  for (const { object, relation } of going) {
    const readers = (standing.get(relation) ?? []).filter((name) => !leaving.has(name));
    if (readers.length === 0) {
      outdated.set(object, relation);
      continue;
    }
    const message = `The relation ${relation} cannot be removed because others read it: ${readers.join(', ')}`;
    object.errors.push({ ...errorReport(object.type, 'E4060', [message], { id: object.uid }), message });
  }
}

/** Removes them, except those that belong to another object by now: two names may make the same relation. */
async function dropOutdated(db: Db, objects: readonly BundleObject[]): Promise<void> {
  const names = objects.flatMap((object) => outdated.get(object) ?? []);
  if (names.length === 0) return;
  const written = new Set(objects.map(({ uid }) => uid));
  const others = (await readSqlViews(db)).filter(({ uid }) => !written.has(uid)).map(relationOf);
  const gone = await existingViews(
    db,
    names.filter((name) => !others.includes(name)),
  );
  const { failed } = await dropRelations(db, gone);
  const [first] = failed;
  if (first) throw conflict(`The relation ${first.name} could not be removed: ${first.message}`);
}
