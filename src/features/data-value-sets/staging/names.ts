import { badRequest } from '../../../kernel/errors/index.js';

/** No database has more objects of a kind; a payload that names more of them names what is not there, and would fill the memory. */
const MOST = 1_000_000;

/**
 * The different names that a payload calls objects of one kind by. Values repeat few names very often: they are staged as the numbers of their names, which makes rows short and
 * every join one of numbers. 0 stands for a name that is absent.
 */
export class Names {
  readonly #kind: string;
  readonly #numbers = new Map<string, number>();

  constructor(kind: string) {
    this.#kind = kind;
  }

  numberOf(name: string | undefined): number {
    if (name === undefined) return 0;
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    if (number > MOST) throw badRequest(`The payload names more than ${MOST} different values of \`${this.#kind}\`.`);
    this.#numbers.set(name, number);
    return number;
  }

  /** The names in the order of their numbers, the first of which is 1. */
  get list(): readonly string[] {
    return [...this.#numbers.keys()];
  }
}
