import type { DataError, FailurePolicy } from './progress.js';

/** How a stage or an item stands (contract: scheduling.md §10.1). */
export type StepState = 'RUNNING' | 'SUCCESS' | 'ERROR' | 'CANCELLED';

/** One stage or item as it is stored. Times are instants in ISO form. */
export interface Step {
  status: StepState;
  startedTime: string;
  completedTime?: string;
  description: string;
  summary?: string;
  error?: string;
  onFailure: FailurePolicy;
}

export interface StageStep extends Step {
  /** −1: unknown. */
  totalItems: number;
  /** Items that are not in the list any more, by how they ended: a document of a run stays small (scheduling.md §14 no. 18). */
  foldedItems?: { succeeded: number; failed: number };
  items: Step[];
}

/** What is stored of a run's progress. */
export interface ProgressDocument {
  readonly stages: readonly StageStep[];
  readonly errors: readonly DataError[];
}

/** Items listed of one stage, and of all stages that have ended; older ones are counted only. */
const MOST_ITEMS_OF_STAGE = 100;
const MOST_ITEMS = 500;
const MOST_STAGES = 500;
const MOST_ERRORS = 1_000;
const LONGEST_TEXT = 300;

const short = (text: string): string => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text);
const now = (): string => new Date().toISOString();

/** The stages and items of a running job, kept within about a megabyte however many there are. */
export class ProgressTree {
  readonly #stages: StageStep[] = [];
  readonly #errors: DataError[] = [];

  get document(): ProgressDocument {
    return { stages: this.#stages, errors: this.#errors };
  }

  get isEmpty(): boolean {
    return this.#stages.length === 0 && this.#errors.length === 0;
  }

  beginStage(description: string, totalItems: number | undefined, onFailure: FailurePolicy): StageStep {
    const stage: StageStep = { ...begun(description, onFailure), totalItems: totalItems ?? -1, items: [] };
    this.#stages.push(stage);
    if (this.#stages.length > MOST_STAGES) {
      const oldest = this.#stages.findIndex(({ status }) => status === 'SUCCESS');
      if (oldest >= 0) this.#stages.splice(oldest, 1);
    }
    return stage;
  }

  beginItem(stage: StageStep, description: string): Step {
    const item = begun(description, stage.onFailure);
    stage.items.push(item);
    if (stage.items.length > MOST_ITEMS_OF_STAGE) foldOne(stage);
    return item;
  }

  endStage(stage: StageStep, status: StepState, error?: string): void {
    end(stage, status, undefined, error);
    let listed = this.#stages.reduce((sum, { items }) => sum + items.length, 0);
    for (const ended of this.#stages) {
      if (listed <= MOST_ITEMS) break;
      if (ended.status === 'RUNNING') continue;
      listed -= ended.items.length;
      for (const item of ended.items) count(ended, item);
      ended.items = [];
    }
  }

  endItem(item: Step, status: StepState, summary?: string, error?: string): void {
    end(item, status, summary, error);
  }

  addError({ code, id, type, args }: DataError): void {
    if (this.#errors.length < MOST_ERRORS) this.#errors.push({ code, id, type, args: args.slice(0, 10).map(short) });
  }
}

const begun = (description: string, onFailure: FailurePolicy): Step => ({
  status: 'RUNNING',
  startedTime: now(),
  description: short(description),
  onFailure,
});

function end(step: Step, status: StepState, summary: string | undefined, error: string | undefined): void {
  step.status = status;
  step.completedTime = now();
  if (summary !== undefined) step.summary = short(summary);
  if (error !== undefined) step.error = short(error);
}

/** Takes the oldest ended item out of the list, a failed one only when there is no other. */
function foldOne(stage: StageStep): void {
  const succeeded = stage.items.findIndex(({ status }) => status === 'SUCCESS');
  const place = succeeded >= 0 ? succeeded : stage.items.findIndex(({ status }) => status !== 'RUNNING');
  const [item] = place >= 0 ? stage.items.splice(place, 1) : [];
  if (item) count(stage, item);
}

function count(stage: StageStep, item: Step): void {
  stage.foldedItems ??= { succeeded: 0, failed: 0 };
  stage.foldedItems[item.status === 'SUCCESS' ? 'succeeded' : 'failed'] += 1;
}
