import type { Command } from 'commander';
import { type AccessOptions, connectionOf } from './access.js';
import type { ClientCommand } from './command.js';
import { canAsk, confirm } from './confirm.js';
import { CommandFailure, EXIT, type ExitCode } from './failure.js';
import { Output } from './output.js';
import type { Parameter } from './parameters.js';

const ACCESS: readonly (readonly [form: string, description: string])[] = [
  ['--server <url>', 'address of the server, up to /api (ORDERLY_SERVER; http://127.0.0.1:8080)'],
  ['--token <token>', 'personal access token (ORDERLY_TOKEN)'],
  ['--user <name:password>', 'or user and password (ORDERLY_USER)'],
  ['--json', 'the result as one JSON document'],
];

/** Makes commands of the definitions, in groups by the first word of their paths. */
export function addCommands(
  program: Command,
  commands: readonly ClientCommand[],
  groups: Readonly<Record<string, string>>,
): void {
  for (const definition of commands) {
    const words = definition.path.split(' ');
    const name = words.pop() ?? '';
    const [group] = words;
    addCommand(group === undefined ? program : groupOf(program, group, groups[group] ?? ''), name, definition);
  }
}

function groupOf(program: Command, name: string, description: string): Command {
  return program.commands.find((command) => command.name() === name) ?? program.command(name).description(description);
}

const isOption = ({ form }: Parameter<unknown>): boolean => form.startsWith('-');

function addCommand(parent: Command, name: string, definition: ClientCommand): void {
  const command = parent.command(name).description(definition.summary);
  command.showHelpAfterError(`"orderly ${definition.path} --help" says how it is used.`);
  const entries = Object.entries(definition.takes);
  const options = entries.filter(([, parameter]) => isOption(parameter));
  const positional = entries.filter(([, parameter]) => !isOption(parameter));
  for (const [, { form, description, repeated }] of options)
    if (repeated)
      command.option(form, description, (value: string, before: readonly string[]) => [...before, value], []);
    else command.option(form, description);
  for (const [, { form, description }] of positional) command.argument(form, description);
  for (const [form, description] of ACCESS) command.option(form, description);
  if (definition.details !== undefined) command.addHelpText('after', `\n${definition.details}`);
  command.action(async () => {
    const given = new Map<string, unknown>();
    for (const [index, [key]] of positional.entries()) given.set(key, command.processedArgs[index]);
    for (const [key, { form }] of options) {
      const option = command.options.find(({ flags }) => flags === form);
      given.set(key, command.getOptionValue(option?.attributeName() ?? key));
    }
    process.exitCode = await perform(definition, given, command.opts());
  });
}

/** Does what was asked for, and tells what kept it from being done; gives the exit code. */
async function perform(
  definition: ClientCommand,
  given: ReadonlyMap<string, unknown>,
  options: AccessOptions & { readonly json?: boolean },
): Promise<ExitCode> {
  const out = new Output({ results: process.stdout, messages: process.stderr }, options.json === true);
  // Whoever reads has seen enough, as `head` has.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done);
    throw error;
  });
  try {
    const values = Object.entries(definition.takes).map(([key, parameter]) => [key, parameter.read(given.get(key))]);
    const connection = connectionOf(options, process.env);
    await definition.run({ connection, out, confirm, canAsk: canAsk() }, Object.fromEntries(values));
    return EXIT.done;
  } catch (error) {
    out.bar('');
    if (!(error instanceof CommandFailure)) throw error;
    out.say(error.message);
    for (const line of error.details) out.say(`  ${line}`);
    return error.exitCode;
  }
}
