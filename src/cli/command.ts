import type { Connection } from './connection.js';
import type { Output } from './output.js';
import type { Parameter } from './parameters.js';

type Takes = Readonly<Record<string, Parameter<unknown>>>;

/** The values of what a command takes, by its names for them. */
export type Given<T extends Takes> = {
  readonly [Name in keyof T]: T[Name] extends Parameter<infer Value> ? Value : never;
};

export interface CommandContext {
  readonly connection: Connection;
  readonly out: Output;
  /** Asks the person at the terminal; false when they say anything but yes. @throws CommandFailure when nobody can be asked */
  confirm(question: string): Promise<boolean>;
  /** Whether somebody can be asked. */
  readonly canAsk: boolean;
}

/** One client command; its file is all that there is of it. Help, completion, connection and exit codes come from the engine. */
export interface ClientCommand<T extends Takes = Takes> {
  /** `maintenance run` */
  readonly path: string;
  readonly summary: string;
  /** Lines of help about what it does and which servers can. */
  readonly details?: string;
  readonly takes: T;
  /** @throws CommandFailure with the exit code */
  run(context: CommandContext, given: Given<T>): Promise<void>;
}

/** Types the values of a command by what it takes. */
export const clientCommand = <const T extends Takes>(command: ClientCommand<T>): ClientCommand =>
  command as unknown as ClientCommand;
