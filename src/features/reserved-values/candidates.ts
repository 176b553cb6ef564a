import { randomInt } from 'node:crypto';

/** What each letter of a random pattern stands for. Upper and lower case are one to values that have to be unique. */
const ALPHABETS: Readonly<Record<string, string>> = {
  '#': '0123456789',
  X: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  x: 'abcdefghijklmnopqrstuvwxyz',
  '*': '0123456789abcdefghijklmnopqrstuvwxyz',
};

const alphabetOf = (letter: string): string => ALPHABETS[letter] ?? letter;

/** How many values a random pattern has. */
export const capacityOf = (pattern: string): number =>
  [...pattern].reduce((product, letter) => product * alphabetOf(letter).length, 1);

/** One value of the pattern, each as likely as any other. */
export function randomValue(pattern: string): string {
  return [...pattern]
    .map((letter) => {
      const alphabet = alphabetOf(letter);
      const character = alphabet.charAt(randomInt(alphabet.length));
      // The peer's values have both cases where any letter may stand.
      return letter === '*' && randomInt(2) === 1 ? character.toUpperCase() : character;
    })
    .join('');
}

/** Every value of a pattern that has few. */
export function everyValue(pattern: string): readonly string[] {
  return [...pattern].reduce<readonly string[]>(
    (values, letter) => values.flatMap((value) => [...alphabetOf(letter)].map((character) => value + character)),
    [''],
  );
}

/** The values in an order that nobody can foresee. */
export function shuffled(values: readonly string[]): readonly string[] {
  const mixed = [...values];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [mixed[last], mixed[other]] = [mixed[other] ?? '', mixed[last] ?? ''];
  }
  return mixed;
}
