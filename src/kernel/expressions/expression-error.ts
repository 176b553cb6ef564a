/** A formula that cannot be read or worked out, with a sentence for its author. Callers turn it into the error of their surface. */
export class ExpressionError extends Error {
  /** Where in the text, from 0, if there is such a place. */
  readonly position: number | undefined;

  constructor(message: string, position?: number) {
    super(position === undefined ? message : `${message} (at character ${position + 1})`);
    this.name = 'ExpressionError';
    this.position = position;
  }
}
