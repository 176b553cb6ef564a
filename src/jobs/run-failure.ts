import { OrderlyError } from '../kernel/errors/index.js';

/** Fails a run that has a summary all the same: what of its work was done, and what was not. */
export class RunFailure extends OrderlyError {
  readonly summary: Readonly<Record<string, unknown>>;

  constructor(message: string, summary: Readonly<Record<string, unknown>>) {
    super(409, message, { code: 'E1004' });
    this.name = 'RunFailure';
    this.summary = summary;
  }
}
