import { createInterface } from 'node:readline/promises';
import { wrongUse } from './failure.js';

/** Somebody sits there who can be asked. */
export const canAsk = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;

/**
 * Asks on the terminal; only a clear yes is one.
 *
 * @throws CommandFailure when nobody can be asked: a script must not do by accident what a person would have thought about
 */
export async function confirm(question: string): Promise<boolean> {
  if (!canAsk()) throw wrongUse('Nobody can be asked here. Say --yes if it is to be done without a question.');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await Promise.race([
      terminal.question(`${question} [y/N] `).catch(() => ''),
      // The end of the input (Ctrl-D) is no yes, nor is Ctrl-C.
      new Promise<string>((resolve) => terminal.once('close', () => resolve(''))),
    ]);
    return /^(y|yes)$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
