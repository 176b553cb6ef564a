import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Answer, type RequestOptions, send } from './server.js';

const PROGRAM = join(fileURLToPath(new URL('../..', import.meta.url)), 'bin', 'orderly.mjs');

/** A server in a process of its own, started by the command line as an operator would. */
export interface ServerProcess {
  readonly child: ChildProcess;
  /** Its URL once it is ready; rejects with what it printed when it ends before. */
  readonly ready: Promise<string>;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  readonly output: () => string;
  request(path: string, options?: RequestOptions): Promise<Answer>;
}

export function startProcess(env: Readonly<Record<string, string>>): ServerProcess {
  const child = spawn(process.execPath, [PROGRAM, 'serve'], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TMPDIR: process.env.TMPDIR,
      ORDERLY_PORT: '0',
      ORDERLY_LOG_FORMAT: 'json',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (text: string): void => {
    output += text;
  };
  child.stdout.setEncoding('utf8').on('data', collect);
  child.stderr.setEncoding('utf8').on('data', collect);
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const url = /is ready at (\S+)/.exec(output)?.[1];
      if (url !== undefined) resolve(url);
    });
    void ended.then((code) => reject(new Error(`The server ended with ${code}:\n${output}`)));
  });
  ready.catch(() => undefined);
  return {
    child,
    ready,
    ended,
    output: () => output,
    request: async (path, options = {}) => await send(`${await ready}${path}`, options),
  };
}

/** Ends it as Ctrl-C does; gives the exit code. */
export async function interrupt(server: ServerProcess): Promise<number | string> {
  server.child.kill('SIGINT');
  return await server.ended;
}

/** Ends it as a crash does. */
export async function kill(server: ServerProcess): Promise<void> {
  server.child.kill('SIGKILL');
  await server.ended;
}
