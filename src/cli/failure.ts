/** What the exit codes of the client commands mean; `docs/command-line.md` tells scripts. */
export const EXIT = {
  /** What was asked for is done. */
  done: 0,
  /** The run failed or was cancelled, or the server refused: another run is in the way, the data are wrong. */
  failed: 1,
  /** The command was used wrongly. */
  usage: 2,
  /** The server cannot be reached, or went away. */
  unreachable: 3,
  /** The server does not know who asks, or does not allow it. */
  forbidden: 4,
  /** The server has no such function, or no such object. */
  missing: 5,
  /** Ctrl-C: as the shell has it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Why a command ended without doing what it was asked for, in a sentence that a person can act on. */
export class CommandFailure extends Error {
  readonly exitCode: ExitCode;
  /** Further lines, e.g. one for each rejected value. */
  readonly details: readonly string[];

  constructor(exitCode: ExitCode, message: string, details: readonly string[] = []) {
    super(message);
    this.name = 'CommandFailure';
    this.exitCode = exitCode;
    this.details = details;
  }
}

export const wrongUse = (message: string): CommandFailure => new CommandFailure(EXIT.usage, message);
