import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QueryGate } from './query-gate.js';

const LATER = 60_000;
const deadline = () => performance.now() + LATER;

/** Work that ends when it is told to. */
function held() {
  let end: (text: string) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const promise = new Promise<string>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  return { work: () => promise, end, fail };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a query gate', () => {
  it('never lets more in than it has places, and answers all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(
          fc.record({ requester: fc.constantFrom('a', 'b', 'c'), turns: fc.nat({ max: 3 }), fails: fc.boolean() }),
        ),
        async (places, questions) => {
          const gate = new QueryGate(places);
          let running = 0;
          let most = 0;
          const answers = await Promise.allSettled(
            questions.map(({ requester, turns, fails }, index) =>
              gate.answer({ requester, key: String(index), deadline: deadline() }, async () => {
                running += 1;
                most = Math.max(most, running);
                for (let turn = 0; turn < turns; turn += 1) await settled();
                running -= 1;
                if (fails) throw new Error('no');
                return index;
              }),
            ),
          );
          expect(most).toBeLessThanOrEqual(places);
          expect(answers.map(({ status }) => status === 'rejected')).toEqual(questions.map(({ fails }) => fails));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('serves those who wait in turn, one question of each', async () => {
    const gate = new QueryGate(1);
    const first = held();
    const order: string[] = [];
    const ask = (requester: string, name: string) =>
      gate.answer({ requester, key: name, deadline: deadline() }, async () => {
        order.push(name);
        await settled();
        return name;
      });
    const blocking = gate.answer({ requester: 'greedy', key: 'first', deadline: deadline() }, first.work);
    const others = ['g1', 'g2', 'g3'].map((name) => ask('greedy', name));
    const late = [ask('modest', 'm1'), ask('modest', 'm2')];
    first.end('done');
    await Promise.all([blocking, ...others, ...late]);
    expect(order).toEqual(['g1', 'm1', 'g2', 'm2', 'g3']);
  });

  it('answers equal questions once, also with a fault, and asks anew afterwards', async () => {
    const gate = new QueryGate(1);
    let asked = 0;
    const ask = (work: () => Promise<string>) =>
      gate.answer({ requester: 'a', key: 'same', deadline: deadline() }, () => {
        asked += 1;
        return work();
      });
    const slow = held();
    const both = [ask(slow.work), ask(slow.work)];
    slow.end('answer');
    expect(await Promise.all(both)).toEqual(['answer', 'answer']);
    expect(asked).toBe(1);
    const broken = held();
    const failing = Promise.allSettled([ask(broken.work), ask(broken.work)]);
    broken.fail(new Error('broken'));
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await ask(() => Promise.resolve('new'))).toBe('new');
    expect(asked).toBe(3);
  });

  it('gives up waiting at the deadline, and the place goes to the next', async () => {
    const gate = new QueryGate(1);
    const first = held();
    const blocking = gate.answer({ requester: 'a', key: '1', deadline: deadline() }, first.work);
    const hasty = gate.answer({ requester: 'b', key: '2', deadline: performance.now() }, () => Promise.resolve('2'));
    const patient = gate.answer({ requester: 'b', key: '3', deadline: deadline() }, () => Promise.resolve('3'));
    await expect(hasty).rejects.toMatchObject({ code: 'E7131' });
    first.end('1');
    expect(await Promise.all([blocking, patient])).toEqual(['1', '3']);
  });
});
