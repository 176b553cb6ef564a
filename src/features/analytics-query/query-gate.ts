import { catalogued } from '../../kernel/errors/index.js';

export interface Turn {
  /** Whose turn it is: whoever asks much waits behind their own questions, not others behind them. */
  readonly requester: string;
  /** When waiting is given up, as `performance.now()` counts. */
  readonly deadline: number;
}

export interface Admission extends Turn {
  /** Equal keys mean the same question and the same answer. */
  readonly key: string;
}

/**
 * Lets only so many queries run at once, however many people ask. Those who wait are served in turn, one question of each; a question that is already being
 * answered is answered once for all who ask it (contract: analytics-query.md §8 no. 8).
 */
export class QueryGate {
  readonly #answers = new Map<string, Promise<unknown>>();
  /** By requester, the one whose turn comes next first. */
  readonly #waiting = new Map<string, (() => void)[]>();
  #free: number;

  constructor(places: number) {
    this.#free = places;
  }

  /**
   * Answers through `work`, or through the work of somebody who asked the same before and is not answered yet.
   *
   * @throws OrderlyError E7131 when no place is free until the deadline
   */
  async answer<Answer>(admission: Admission, work: () => Promise<Answer>): Promise<Answer> {
    const known = this.#answers.get(admission.key);
    if (known) return (await known) as Answer;
    const answer = this.#inPlace(admission, work).finally(() => this.#answers.delete(admission.key));
    this.#answers.set(admission.key, answer);
    return await answer;
  }

  /**
   * Waits for a place.
   *
   * @returns what gives the place back
   * @throws OrderlyError E7131 when none is free until the deadline
   */
  async enter(turn: Turn): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(turn);
    return () => this.#next();
  }

  async #inPlace<Answer>(turn: Turn, work: () => Promise<Answer>): Promise<Answer> {
    const leave = await this.enter(turn);
    try {
      return await work();
    } finally {
      leave();
    }
  }

  #wait({ requester, deadline }: Turn): Promise<void> {
    return new Promise((resolve, reject) => {
      const own = this.#waiting.get(requester) ?? [];
      const enter = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const giveUp = (): void => {
        own.splice(own.indexOf(enter), 1);
        if (own.length === 0) this.#waiting.delete(requester);
        reject(catalogued('E7131'));
      };
      const timer = setTimeout(giveUp, Math.max(0, deadline - performance.now()));
      own.push(enter);
      this.#waiting.set(requester, own);
    });
  }

  /** Hands the place on to the requester who has waited longest for a turn, or frees it. */
  #next(): void {
    const [first] = this.#waiting;
    if (!first) {
      this.#free += 1;
      return;
    }
    const [requester, own] = first;
    this.#waiting.delete(requester);
    const enter = own.shift();
    if (own.length > 0) this.#waiting.set(requester, own);
    enter?.();
  }
}
