import { type Db, transaction } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import type { Progress } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import type { ImportOptions } from '../imports/index.js';
import { applyRules } from '../program-rules/index.js';
import {
  DEFAULT_OPTIONS,
  importTracker,
  type TrackerImportOptions,
  type TrackerPayload,
  type TrackerReport,
} from '../tracker-import/index.js';
import { allDecisions, type Decision, decide } from './decide.js';
import { readKnown } from './known.js';
import { oldStrategy, schemesOf } from './options.js';
import type { Rules } from './prepared.js';
import type { Kind } from './resources.js';
import { combined, type Summaries, Summariser, type Summary } from './summaries.js';
import { allNodes, treeOf } from './tree.js';
import type { Json } from './values.js';

export interface OldImportContext {
  readonly user: CurrentUser;
  readonly clock: Clock;
  readonly progress?: Progress;
}

/** What is imported, and by which rules. */
export interface OldImport extends Rules {
  readonly kind: Exclude<Kind, 'RELATIONSHIP'>;
  readonly objects: readonly Json[];
}

/**
 * Imports objects of the old form by the rules of `/api/tracker`: each object for itself, in one transaction (contract: imports.md §5). What is deleted goes first, so that an
 * enrollment that takes the place of a deleted one is taken.
 *
 * @returns a summary of each object, whatever is wrong with them
 * @throws OrderlyError 409 when others change the same objects all the time
 */
export async function importOld(
  db: Db,
  { kind, objects, ...rules }: OldImport,
  context: OldImportContext,
): Promise<Summaries> {
  const { options } = rules;
  const nodes = treeOf(kind, objects);
  return await transaction(db, async (handle) => {
    const known = await readKnown(handle, allNodes(nodes), schemesOf(options), rules.program);
    const decisions = decide(nodes, known, rules);
    const all = allDecisions(decisions);
    const reports: TrackerReport[] = [];
    // Somebody else may have made the same object meanwhile.
    const storing = oldStrategy(options) === 'CREATE' ? 'CREATE' : 'CREATE_AND_UPDATE';
    for (const strategy of ['DELETE', storing] as const) {
      const taken = all.filter(({ action }) => (action === 'delete') === (strategy === 'DELETE') && action !== 'none');
      if (taken.length === 0) continue;
      const settings = { ...trackerOptions(options), importStrategy: strategy };
      reports.push(await importTracker(handle, payloadOf(taken), settings, { ...context, rules: applyRules }));
    }
    return asReported(new Summariser(reports).summaries(decisions), options);
  });
}

/** Side by side: each refers to what it stands in. */
function payloadOf(decisions: readonly Decision[]): TrackerPayload {
  const of = (kind: Kind): readonly Json[] =>
    decisions.filter(({ node }) => node.kind === kind).map(({ payload }) => payload);
  return {
    trackedEntities: of('TRACKED_ENTITY'),
    enrollments: of('ENROLLMENT'),
    events: of('EVENT'),
    relationships: of('RELATIONSHIP'),
  };
}

const trackerOptions = (options: ImportOptions): TrackerImportOptions => ({
  ...DEFAULT_OPTIONS,
  importMode: options.dryRun ? 'VALIDATE' : 'COMMIT',
  atomicMode: 'OBJECT',
  skipPatternValidation: options.skipPatternValidation,
  skipSideEffects: options.skipNotifications,
  idSchemes: schemesOf(options),
});

/** In the report mode `ERRORS`, only what did not go well; the counts are of everything. */
const asReported = (summaries: Summaries, { reportMode }: ImportOptions): Summaries =>
  reportMode === 'ERRORS'
    ? { ...summaries, importSummaries: summaries.importSummaries.filter(({ status }) => status !== 'SUCCESS') }
    : summaries;

/** The summaries of an import that failed as a whole. */
export const failedSummaries = (reason: string): Summaries => combined([failedSummary(reason)]);

const failedSummary = (reason: string): Summary => ({
  responseType: 'ImportSummary',
  status: 'ERROR',
  description: `The import process failed: ${reason}`,
  importCount: { imported: 0, updated: 0, ignored: 0, deleted: 0 },
  conflicts: [],
  rejectedIndexes: [],
  enrollments: null,
  events: null,
  relationships: null,
});
