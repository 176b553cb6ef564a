import type { OldProblem } from './conflicts.js';
import type { Decision } from './decide.js';
import { TITLES } from './problems.js';
import type { Kind } from './resources.js';
import { type ImportError, oldProblem } from './texts.js';
import type { OldNode } from './tree.js';

export type Status = 'SUCCESS' | 'WARNING' | 'ERROR';

export interface Counts {
  readonly imported: number;
  readonly updated: number;
  readonly ignored: number;
  readonly deleted: number;
}

export interface Conflict {
  readonly object: string;
  readonly value: string;
  readonly errorCode?: string;
}

/** What became of one object and of what stands in it (contract: imports.md §5). */
export interface Summary {
  readonly responseType: 'ImportSummary';
  readonly status: Status;
  readonly importOptions?: Readonly<Record<string, unknown>>;
  readonly description?: string;
  readonly importCount: Counts;
  readonly conflicts: readonly Conflict[];
  readonly rejectedIndexes: readonly number[];
  readonly reference?: string;
  readonly href?: string;
  readonly enrollments: Summaries | null;
  readonly events: Summaries | null;
  readonly relationships: Summaries | null;
}

/** What became of a list of objects. The counts are of these objects only, the status is the worst of all, however deep. */
export interface Summaries {
  readonly responseType: 'ImportSummaries';
  readonly status: Status;
  readonly imported: number;
  readonly updated: number;
  readonly deleted: number;
  readonly ignored: number;
  readonly total: number;
  readonly importOptions?: Readonly<Record<string, unknown>>;
  readonly importSummaries: readonly Summary[];
}

/** What of a report of `/api/tracker` the summaries are made of. */
export interface ImportReport {
  readonly validationReport: {
    readonly errorReports: readonly (ImportError & About)[];
    readonly warningReports: readonly (About & { readonly message: string })[];
  };
  readonly bundleReport?: {
    readonly typeReportMap: Readonly<Partial<Record<string, { readonly objectReports: readonly About[] }>>>;
  };
  readonly message?: string;
}

interface About {
  readonly trackerType: string;
  readonly uid: string;
}

const NOTHING: Counts = { imported: 0, updated: 0, ignored: 0, deleted: 0 };
const IGNORED: Counts = { ...NOTHING, ignored: 1 };
const COUNTS = { create: 'imported', update: 'updated', delete: 'deleted' } as const;

/** Turns the decisions and what the import did about them into summaries. */
export class Summariser {
  readonly #errors = new Map<string, ImportError[]>();
  readonly #warnings = new Map<string, { readonly message: string }[]>();
  readonly #done = new Set<string>();
  readonly #failure: string | undefined;

  constructor(reports: readonly ImportReport[]) {
    for (const { validationReport, bundleReport } of reports) {
      for (const error of validationReport.errorReports) add(this.#errors, keyOf(error.trackerType, error.uid), error);
      for (const one of validationReport.warningReports) add(this.#warnings, keyOf(one.trackerType, one.uid), one);
      for (const type of Object.values(bundleReport?.typeReportMap ?? {}))
        for (const { trackerType, uid } of type?.objectReports ?? []) this.#done.add(keyOf(trackerType, uid));
    }
    this.#failure = reports.find(({ message }) => message !== undefined)?.message;
  }

  summaries(decisions: readonly Decision[]): Summaries {
    return combined(decisions.map((decision) => this.#summary(decision)));
  }

  #summary(decision: Decision): Summary {
    const { node, action, problem, warning, children } = decision;
    const { kind, uid } = node;
    if (action === 'none') return refused(node, problem ?? {});
    const errors = this.#errors.get(keyOf(kind, uid)) ?? [];
    if (errors.length > 0)
      return failed(
        node,
        errors.map((error) => oldProblem(node, error)),
      );
    if (!this.#done.has(keyOf(kind, uid))) return this.#undone(node);
    const warnings = this.#warnings.get(keyOf(kind, uid)) ?? [];
    const descriptions = [warning, ...warnings.map(({ message }) => message)].filter((text) => text !== undefined);
    const description =
      action === 'delete' ? `Deletion of ${NAMES[kind]} ${uid} was successful` : descriptions.join(', ');
    return {
      ...blank(node),
      // What program rules did to the object is told; only what was left out is a warning.
      status: warning === undefined ? 'SUCCESS' : 'WARNING',
      ...(description !== '' && { description }),
      importCount: { ...NOTHING, [COUNTS[action]]: 1 },
      ...this.#within(kind, children),
    };
  }

  /** Neither stored nor refused: a relationship that is there already, or an import that failed as a whole. */
  #undone(node: OldNode): Summary {
    if (this.#failure === undefined && node.kind === 'RELATIONSHIP') return { ...blank(node), importCount: IGNORED };
    return failed(node, [
      { description: `The import process failed: ${this.#failure ?? 'the object was not stored'}` },
    ]);
  }

  #within(kind: Kind, children: readonly Decision[]): Pick<Summary, 'enrollments' | 'events' | 'relationships'> {
    const of = (wanted: Kind): Summaries => this.summaries(children.filter(({ node }) => node.kind === wanted));
    if (kind === 'TRACKED_ENTITY')
      return { enrollments: of('ENROLLMENT'), events: null, relationships: of('RELATIONSHIP') };
    return { enrollments: null, events: kind === 'ENROLLMENT' ? of('EVENT') : null, relationships: null };
  }
}

const NAMES: Readonly<Record<Kind, string>> = {
  TRACKED_ENTITY: 'tracked entity instance',
  ENROLLMENT: 'enrollment',
  EVENT: 'event',
  RELATIONSHIP: 'relationship',
};

const keyOf = (type: string, uid: string): string => `${type} ${uid}`;

function add<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

const blank = ({ uid }: OldNode): Summary => ({
  responseType: 'ImportSummary',
  status: 'SUCCESS',
  importCount: NOTHING,
  conflicts: [],
  rejectedIndexes: [],
  reference: uid,
  enrollments: null,
  events: null,
  relationships: null,
});

/** With nothing wrong, it is a deletion of what is not there. */
function refused(node: OldNode, problem: OldProblem): Summary {
  if (problem.description !== undefined || problem.conflict !== undefined) return failed(node, [problem]);
  const name = NAMES[node.kind];
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const description = `${title} ${node.sent ?? node.uid} cannot be deleted as it is not present in the system`;
  return { ...blank(node), description, importCount: IGNORED };
}

/** The peer stops at the first thing that is wrong as a whole; what else is wrong is told as conflicts. */
function failed(node: OldNode, problems: readonly OldProblem[]): Summary {
  const [description, ...others] = problems.flatMap((problem) => (problem.description === undefined ? [] : [problem]));
  const conflicts = [
    ...problems.flatMap(({ conflict, code }) => (conflict ? [{ ...conflict, code }] : [])),
    ...others.map((problem) => ({ object: TITLES[node.kind], value: problem.description ?? '', code: problem.code })),
  ];
  return {
    ...blank(node),
    status: 'ERROR',
    ...(description && { description: description.description ?? '' }),
    importCount: IGNORED,
    conflicts: conflicts.map(({ object, value, code }) => ({
      object,
      value,
      ...(code !== undefined && { errorCode: code }),
    })),
  };
}

const SEVERITY: readonly Status[] = ['SUCCESS', 'WARNING', 'ERROR'];

const worst = (statuses: readonly Status[]): Status =>
  SEVERITY[Math.max(0, ...statuses.map((status) => SEVERITY.indexOf(status)))] ?? 'ERROR';

/** Of an object and of all that stands in it. */
const deepStatus = ({ status, enrollments, events, relationships }: Summary): Status =>
  worst([status, ...[enrollments, events, relationships].flatMap((one) => one?.status ?? [])]);

/** Summaries together: the sums of their counts, and the worst of their states. */
export function combined(summaries: readonly Summary[]): Summaries {
  const counts = { imported: 0, updated: 0, deleted: 0, ignored: 0 };
  for (const { importCount } of summaries)
    for (const key of ['imported', 'updated', 'deleted', 'ignored'] as const) counts[key] += importCount[key];
  return {
    responseType: 'ImportSummaries',
    status: worst(summaries.map(deepStatus)),
    ...counts,
    total: counts.imported + counts.updated + counts.deleted + counts.ignored,
    importSummaries: summaries,
  };
}
