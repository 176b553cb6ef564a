import { expect, it } from 'vitest';
import { keptInProportion } from './kept.js';

/** A reading that takes as long as it is told, on a clock of its own. */
function slowReading() {
  const state = { now: 0, takes: 0, readings: 0 };
  const ask = keptInProportion(
    () => {
      state.now += state.takes;
      state.readings += 1;
      return Promise.resolve(state.readings);
    },
    () => state.now,
  );
  return { state, ask };
}

it('reads anew each time what is quickly read', async () => {
  const { state, ask } = slowReading();
  state.takes = 250;
  expect(await ask()).toEqual({ value: 1, ageSeconds: 0 });
  expect(await ask()).toEqual({ value: 2, ageSeconds: 0 });
});

it('keeps what is dear fifty times as long as it took', async () => {
  const { state, ask } = slowReading();
  state.takes = 1_000;
  await ask();
  state.now += 49_999;
  expect(await ask()).toEqual({ value: 1, ageSeconds: 49 });
  state.now += 1;
  expect(await ask()).toEqual({ value: 2, ageSeconds: 0 });
});

it('reads once for all who ask together, and again after a failure', async () => {
  let readings = 0;
  const ask = keptInProportion(() => {
    readings += 1;
    return readings === 1 ? Promise.reject(new Error('gone')) : Promise.resolve(readings);
  });
  const failed = await Promise.allSettled([ask(), ask()]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(readings).toBe(1);
  expect((await ask()).value).toBe(2);
});
