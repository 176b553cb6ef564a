import { Argument, type Command } from 'commander';
import type { ClientCommand } from '../command.js';
import { bashCompletion } from './bash.js';
import { fishCompletion } from './fish.js';
import { type CompletionNode, completionTree } from './tree.js';
import { zshCompletion } from './zsh.js';

const SHELLS: Readonly<Record<string, (tree: readonly CompletionNode[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

const DETAILS = `
  bash   source <(orderly completion bash)            in ~/.bashrc
  zsh    source <(orderly completion zsh)             in ~/.zshrc, after compinit
  fish   orderly completion fish > ~/.config/fish/completions/orderly.fish`;

/** `orderly completion <shell>`: a script that makes the shell complete every command of the program. */
export function addCompletion(program: Command, definitions: readonly ClientCommand[]): void {
  program
    .command('completion')
    .description('a script that lets a shell complete commands and options')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SHELLS)))
    .addHelpText('after', DETAILS)
    .action((shell: string) => {
      process.stdout.write(SHELLS[shell]?.(completionTree(program, definitions)) ?? '');
    });
}
