import type { DataError, RunProgress, RunState, StageStep, Step, StepState } from '../../jobs/index.js';
import { formatTimestamp } from '../../kernel/clock.js';

type Wire = Readonly<Record<string, unknown>>;

const STATES: Readonly<Record<RunState, StepState>> = {
  queued: 'RUNNING',
  running: 'RUNNING',
  done: 'SUCCESS',
  failed: 'ERROR',
  cancelled: 'CANCELLED',
  skipped: 'CANCELLED',
};

/** What a run did, stage by stage, and which errors of the data it met (contract: scheduling.md §10.2); `{}` for a job that never ran. */
export function progressDocument(run: RunProgress | undefined, withErrors: boolean): Wire {
  if (!run) return {};
  return {
    sequence: [{ ...processOf(run), stages: run.stages.map((stage) => stageOf(run, stage)) }],
    ...(withErrors && run.errors.length > 0 && { errors: grouped(run.errors) }),
  };
}

/** The flat form of `/api/scheduling` (contract: scheduling.md §10.3). */
export function processLine(run: RunProgress): Wire {
  return {
    ...processOf(run),
    stages: run.stages.map((stage) => {
      const folded = stage.foldedItems ? stage.foldedItems.succeeded + stage.foldedItems.failed : 0;
      const done = folded + stage.items.filter(({ status }) => status !== 'RUNNING').length;
      return stage.totalItems > 1 ? `${stage.description} [${done}/${stage.totalItems}]` : stage.description;
    }),
  };
}

/** The run itself. How it stands comes from the run log, so that it never contradicts the list of runs. */
function processOf({
  state,
  title,
  startedAt,
  finishedAt,
  message,
  uid,
  configuration,
  requestedBy,
}: RunProgress): Wire {
  const status = STATES[state];
  return {
    status,
    startedTime: formatTimestamp(startedAt),
    ...(finishedAt && { completedTime: formatTimestamp(finishedAt) }),
    ...(finishedAt && status === 'CANCELLED' && { cancelledTime: formatTimestamp(finishedAt) }),
    description: title,
    ...(message !== null && { [status === 'SUCCESS' ? 'summary' : 'error']: message }),
    jobId: configuration ?? uid,
    ...(requestedBy !== null && { userId: requestedBy }),
    duration: (finishedAt ?? new Date()).getTime() - startedAt.getTime(),
    complete: finishedAt !== null,
  };
}

function stageOf(run: RunProgress, { totalItems, foldedItems, items, ...step }: StageStep): Wire {
  return {
    ...stepOf(run, step),
    totalItems,
    ...(foldedItems && { foldedItems }),
    items: items.map((item) => stepOf(run, item)),
  };
}

/** A step that was open when its run ended, e.g. with its server, ended with it. */
function stepOf(run: RunProgress, step: Step): Wire {
  const over = step.status === 'RUNNING' && run.finishedAt !== null;
  const ended = step.completedTime === undefined ? (run.finishedAt ?? undefined) : new Date(step.completedTime);
  const started = new Date(step.startedTime);
  const { status, description, summary, error, onFailure } = step;
  return {
    status: over ? (run.state === 'failed' ? 'ERROR' : 'CANCELLED') : status,
    startedTime: formatTimestamp(started),
    ...(ended && { completedTime: formatTimestamp(ended) }),
    description,
    ...(summary !== undefined && { summary }),
    ...(error !== undefined && { error }),
    onFailure,
    duration: Math.max(0, (ended ?? new Date()).getTime() - started.getTime()),
    complete: ended !== undefined,
  };
}

/** By object, then by code. */
function grouped(
  errors: readonly DataError[],
): Readonly<Record<string, Readonly<Record<string, readonly DataError[]>>>> {
  const byObject: Record<string, Record<string, DataError[]>> = {};
  for (const error of errors) {
    byObject[error.id] ??= {};
    const own = byObject[error.id] ?? {};
    own[error.code] = [...(own[error.code] ?? []), error];
  }
  return byObject;
}
