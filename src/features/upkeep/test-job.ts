import { setTimeout as sleep } from 'node:timers/promises';
import { type Static, Type } from 'typebox';
import type { FailurePolicy, JobType, LenientStage, RunContext } from '../../jobs/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { count } from './count.js';

const PARAMETERS = Type.Object({
  waitMillis: Type.Optional(Type.Integer()),
  stages: Type.Optional(Type.Integer()),
  failAtStage: Type.Optional(Type.Integer()),
  items: Type.Optional(Type.Integer()),
  failAtItem: Type.Optional(Type.Integer()),
  itemDuration: Type.Optional(Type.Integer()),
  failWithMessage: Type.Optional(Type.String()),
  failWithException: Type.Boolean({ default: false }),
  failWithPostCondition: Type.Boolean({ default: false }),
  failWithPolicy: Type.Optional(Type.Enum(['PARENT', 'FAIL', 'SKIP_STAGE', 'SKIP_ITEM', 'SKIP_ITEM_OUTLIER'])),
  // Has no effect, as in the peer.
  runStagesParallel: Type.Boolean({ default: false }),
});

type Parameters = Static<typeof PARAMETERS>;

/** The longest that a timer waits; a longer one ends at once. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/**
 * `TEST`: does nothing for as long, in as many stages and items, and with such failures as its parameters say: for trying out schedules, queues, cancelling and
 * what shows progress (contract: job-types.md §3.1; policies: scheduling.md §10.1). Stages and items count from 1.
 */
export function testJob(): JobType<typeof PARAMETERS> {
  return {
    type: 'TEST',
    label: 'Test',
    parameters: PARAMETERS,
    exclusive: [],
    takeOver: 'restart',
    startMessage: 'Test job',
    async run(context) {
      const { waitMillis = 0, stages = 1 } = context.parameters;
      if (waitMillis > 0)
        await context.progress.stage(`Waiting for ${waitMillis} ms`, () => pause(context, waitMillis));
      const failure = simulatedFailure(context.parameters);
      let failed = 0;
      for (let number = 1; number <= stages; number += 1) {
        if (!(await runStage(context, number, failure))) failed += 1;
      }
      const message = `Test job done: ${count(stages, 'stage')}`;
      return { message: failed === 0 ? message : `${message}, ${failed} of them failed` };
    },
  };
}

/** What a failure looks like: an exception is one that nobody expected, which the server writes into its own log too. */
const simulatedFailure = ({ failWithException, failWithMessage = 'Simulated error' }: Parameters): Error =>
  failWithException ? new Error(failWithMessage) : conflict(failWithMessage);

/** @returns false when the stage failed and the policy goes on without it */
async function runStage(context: RunContext<Parameters>, number: number, failure: Error): Promise<boolean> {
  const { items = 0, failAtStage, failWithPolicy = 'PARENT' } = context.parameters;
  // A run has no policy of its own, and without one a failure is final.
  const onFailure: FailurePolicy = failWithPolicy === 'PARENT' ? 'FAIL' : failWithPolicy;
  const fails = number === failAtStage;
  const work = async (stage: LenientStage): Promise<true> => {
    await runItems(context, stage, fails ? failure : undefined);
    return true;
  };
  return (await context.progress.stage(`Stage ${number}`, work, { items, onFailure })) ?? false;
}

/** The items of a stage; with a failure it comes at one of them, or of the whole stage when it has none or fails by its result. */
async function runItems(
  context: RunContext<Parameters>,
  stage: LenientStage,
  failure: Error | undefined,
): Promise<void> {
  const { items = 0, failAtItem = 1, itemDuration = 0, failWithPostCondition } = context.parameters;
  for (let number = 1; number <= items; number += 1) {
    const fails = failure !== undefined && !failWithPostCondition && number === failAtItem;
    await stage.item(`Item ${number}`, async () => {
      await pause(context, itemDuration);
      if (fails) throw failure;
    });
  }
  if (failure && (failWithPostCondition || items < 1)) throw failure;
}

async function pause({ signal }: RunContext<Parameters>, milliseconds: number): Promise<void> {
  if (milliseconds > 0) await sleep(Math.min(milliseconds, LONGEST_WAIT_MS), undefined, { signal });
}
