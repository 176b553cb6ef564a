import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { forEachWithin, workerLimit } from './parallel.js';

describe('a worker limit', () => {
  it('is never exceeded and takes everyone in turn', async () => {
    const limit = workerLimit(3);
    let running = 0;
    let most = 0;
    const order: number[] = [];
    await forEachWithin(
      limit,
      Array.from({ length: 20 }, (_, index) => index),
      async (index) => {
        running += 1;
        most = Math.max(most, running);
        order.push(index);
        await sleep(1);
        running -= 1;
      },
    );
    expect(most).toBe(3);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order).toHaveLength(20);
  });

  it('starts nothing more after a failure, and throws when all that started has ended', async () => {
    const ended: number[] = [];
    const work = forEachWithin(workerLimit(2), [0, 1, 2, 3], async (index) => {
      if (index === 0) throw new Error('first');
      await sleep(10);
      ended.push(index);
    });
    await expect(work).rejects.toThrow('first');
    expect(ended).toEqual([1]);
  });
});
