import { OrderlyError } from '../../src/kernel/errors/index.js';

/** The sentence with which `run` is refused; anything but a refusal with this status fails the test. */
export function refusal(status: number, run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof OrderlyError && error.status === status) return error.message;
    throw error;
  }
  throw new Error('It was not refused.');
}
