import type { RawBuilder } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { Choice, RollUpReader } from '../../roll-ups/index.js';
import type { AnalyticsRequest } from '../query.js';
import type { Criterion } from '../request/parse.js';
import type { Plan } from './plan.js';
import { questionOf } from './question.js';
import { type ResultRow, type StatementOptions, statementOf } from './statement.js';

/** Roll-ups as a query may use them. */
export interface RollUpAccess {
  readonly reader: RollUpReader;
  /** Uid of whoever asks. */
  readonly user: string;
  /** Told which roll-up answers a statement; undefined for the table itself. */
  readonly used?: ((instance: string | undefined) => void) | undefined;
}

/** The statements of plans as they are best answered, and notes of how they were. */
export interface RollUpAnswers {
  /**
   * For the state of the tables that the handle sees, one for each plan.
   *
   * @param own those that read the analytics table: where that is best, they are given back
   */
  statements(
    handle: Db,
    own: readonly RawBuilder<ResultRow>[],
    optionsOf: (plan: Plan) => StatementOptions,
  ): Promise<{
    readonly statements: readonly RawBuilder<ResultRow>[];
    readonly sources: readonly (string | undefined)[];
  }>;
  /** Tells whoever asked what the statements were answered from. */
  readonly used: (sources: readonly (string | undefined)[]) => void;
  readonly took: (index: number, milliseconds: number) => void;
}

/** Undefined where roll-ups are not to be used. */
export function rollUpAnswers(
  request: AnalyticsRequest,
  plans: readonly Plan[],
  {
    rollUps,
    preAggregation,
  }: { readonly rollUps?: RollUpAccess | undefined; readonly preAggregation: readonly Criterion[] },
): RollUpAnswers | undefined {
  if (!rollUps) return undefined;
  const { reader, user, used } = rollUps;
  const questions = plans.map((plan) => questionOf(request, plan, preAggregation, user));
  let choices: readonly (Choice | undefined)[] = [];
  return {
    async statements(handle, own, optionsOf) {
      choices = await reader.choose(handle, questions);
      const statements = own.map((statement, index) => {
        const [plan, choice] = [plans[index], choices[index]];
        return plan && choice ? statementOf(request, plan, { ...optionsOf(plan), choice }) : statement;
      });
      return { statements, sources: choices.map((choice) => choice?.instance) };
    },
    used(sources) {
      for (const instance of sources) used?.(instance);
    },
    took(index, milliseconds) {
      const question = questions[index];
      const choice = choices[index];
      if (!question) return;
      const { cube, columns, states } = question;
      reader.note({ cube, columns, states, instance: choice?.instance, milliseconds, rows: choice?.rows ?? 0 });
    },
  };
}
