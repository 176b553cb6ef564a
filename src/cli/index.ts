import type { Command } from 'commander';
import { CLIENT_COMMANDS, COMMAND_GROUPS } from './commands/index.js';
import { addCompletion } from './completion/index.js';
import { addCommands } from './engine.js';

export { canAsk, confirm } from './confirm.js';
export { CommandFailure, EXIT, wrongUse } from './failure.js';

/** Adds the commands that speak to a server over HTTP, and shell completion for all commands of the program. */
export function addClientCommands(program: Command): void {
  addCommands(program, CLIENT_COMMANDS, COMMAND_GROUPS);
  addCompletion(program, CLIENT_COMMANDS);
}
