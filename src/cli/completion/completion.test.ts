import { spawnSync } from 'node:child_process';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { CLIENT_COMMANDS, COMMAND_GROUPS } from '../commands/index.js';
import { addCommands } from '../engine.js';
import { bashCompletion } from './bash.js';
import { fishCompletion } from './fish.js';
import { completionTree } from './tree.js';
import { zshCompletion } from './zsh.js';

const program = new Command('orderly');
addCommands(program, CLIENT_COMMANDS, COMMAND_GROUPS);
const tree = completionTree(program, CLIENT_COMMANDS);

const has = (shell: string): boolean => spawnSync(shell, ['--version']).error === undefined;

/** Words typed, the last of them unfinished, and some of what is to be offered, and not. */
const CASES: readonly (readonly [typed: string, offered: readonly string[], not: readonly string[]])[] = [
  ['orderly ma', ['maintenance'], ['analytics']],
  ['orderly maintenance ', ['list', 'preview', 'run'], ['info', '--help']],
  ['orderly maintenance run period', ['periodPruning'], ['ouPathsUpdate']],
  ['orderly maintenance run periodPruning ouP', ['ouPathsUpdate'], ['periodPruning']],
  ['orderly maintenance run --', ['--yes', '--server', '--json'], ['--skip', 'list']],
  ['orderly analytics run --skip ev', ['events'], ['aggregate']],
  ['orderly info ', ['--server', '--help'], ['maintenance']],
  ['orderly import me', ['metadata'], ['tracker']],
];

describe('completion', () => {
  it('knows every command with its options', () => {
    expect(tree.map(({ path }) => path)).toEqual(
      expect.arrayContaining(CLIENT_COMMANDS.map(({ path }) => `orderly ${path}`)),
    );
    for (const { path } of CLIENT_COMMANDS) {
      const node = tree.find((one) => one.path === `orderly ${path}`);
      expect(
        node?.options.map(([word]) => word),
        path,
      ).toEqual(expect.arrayContaining(['--server', '--json', '--help']));
    }
  });

  it.skipIf(!has('bash'))('works in bash', () => {
    for (const [typed, offered, not] of CASES) {
      const words = typed.split(' ').map((word) => `'${word}'`);
      const script = `${bashCompletion(tree)}
COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _orderly; printf '%s\\n' "\${COMPREPLY[@]}"`;
      check(typed, spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' }), offered, not);
    }
  });

  it.skipIf(!has('fish'))('works in fish', () => {
    for (const [typed, offered, not] of CASES) {
      const script = `${fishCompletion(tree)}\ncomplete -C '${typed}' | string replace -r '\\t.*' ''`;
      check(typed, spawnSync('fish', ['--no-config', '-c', script], { encoding: 'utf8' }), offered, not);
    }
  });

  it.skipIf(!has('zsh'))('works in zsh', () => {
    for (const [typed, offered, not] of CASES) {
      // What zsh's own functions would show, without a terminal.
      const script = `compdef() { :; }; _files() { :; }
_describe() { print -rl -- \${\${(P)2}%%:*}; }
compadd() { shift; print -rl -- "$@"; }
${zshCompletion(tree)}
words=(${typed
        .split(' ')
        .map((word) => `'${word}'`)
        .join(' ')}); CURRENT=$#words; _orderly`;
      const { stdout, ...ended } = spawnSync('zsh', ['-f', '-c', script], { encoding: 'utf8' });
      const current = typed.split(' ').at(-1) ?? '';
      const matching = stdout.split('\n').filter((word) => word.startsWith(current));
      check(typed, { ...ended, stdout: matching.join('\n') }, offered, not);
    }
  });
});

function check(
  typed: string,
  { stdout, stderr }: { readonly stdout: string; readonly stderr: string },
  offered: readonly string[],
  not: readonly string[],
): void {
  const words = stdout.split('\n');
  expect(stderr, typed).toBe('');
  expect(words, typed).toEqual(expect.arrayContaining([...offered]));
  for (const word of not) expect(words, typed).not.toContain(word);
}
