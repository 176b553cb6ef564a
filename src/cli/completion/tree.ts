import type { Command } from 'commander';
import type { ClientCommand } from '../command.js';

/** A word with what it means. */
export type Offer = readonly [word: string, description: string];

/** What can be typed after the words of a path. */
export interface CompletionNode {
  /** `orderly maintenance run` */
  readonly path: string;
  /** Commands, or values of arguments. */
  readonly words: readonly Offer[];
  readonly options: readonly Offer[];
  /** Values of options, for those that have a list. */
  readonly values: readonly { readonly option: string; readonly words: readonly string[] }[];
  /** An argument is the name of a file. */
  readonly takesFile: boolean;
}

/** Every command of the program, with what the definitions say of their arguments. */
export function completionTree(program: Command, definitions: readonly ClientCommand[]): readonly CompletionNode[] {
  const byPath = new Map(definitions.map((definition) => [`${program.name()} ${definition.path}`, definition]));
  const visit = (command: Command, path: string): readonly CompletionNode[] => {
    const parameters = Object.values(byPath.get(path)?.takes ?? {});
    const positional = parameters.filter(({ form }) => !form.startsWith('-'));
    const options = command.options.flatMap(({ long, description }): readonly Offer[] =>
      long ? [[long, description]] : [],
    );
    const node: CompletionNode = {
      path,
      words: [
        ...command.commands.map((child): Offer => [child.name(), child.description()]),
        ...positional.flatMap(({ words = [] }) => words.map((word): Offer => [word, ''])),
        ...command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices.map((word): Offer => [word, ''])),
      ],
      options: [...options, ['--help', 'how it is used']],
      values: parameters.flatMap(({ form, words }) => {
        const [option] = /--[a-z-]+/.exec(form) ?? [];
        return option !== undefined && words ? [{ option, words }] : [];
      }),
      takesFile: positional.some(({ form }) => /file/.test(form)),
    };
    return [node, ...command.commands.flatMap((child) => visit(child, `${path} ${child.name()}`))];
  };
  return visit(program, program.name());
}

/** Quoted for a shell of the Bourne family, which zsh is too. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
