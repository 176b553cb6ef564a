import { printable } from './layout.js';

/** Where a command writes to: results to one stream, everything that is said meanwhile to the other, so that results can be piped. */
export interface Streams {
  readonly results: NodeJS.WriteStream;
  readonly messages: NodeJS.WriteStream;
}

const CLEAR_LINE = '\r\u001b[2K';

/** What a command says. */
export class Output {
  readonly #streams: Streams;
  /** Results are wanted as one JSON document. */
  readonly json: boolean;
  #bar = '';

  constructor(streams: Streams, json: boolean) {
    this.#streams = streams;
    this.json = json;
  }

  /** Somebody looks on: messages go to a terminal, which can show a line that changes. */
  get isWatched(): boolean {
    return this.#streams.messages.isTTY === true;
  }

  /** The result of the command: the document for programs, or lines for people. */
  result(document: unknown, lines: () => readonly string[]): void {
    this.bar('');
    const text = this.json ? [JSON.stringify(document ?? null, null, 2)] : lines().map(printable);
    for (const line of text) this.#streams.results.write(`${line}\n`);
  }

  /** Something to know meanwhile; results follow. */
  say(line: string): void {
    const bar = this.#bar;
    this.bar('');
    this.#streams.messages.write(`${printable(line)}\n`);
    this.bar(bar);
  }

  /** The line that changes; nothing where there is no terminal. Empty text takes it away. */
  bar(line: string): void {
    if (!this.isWatched || (this.#bar === '' && line === '')) return;
    const width = this.#streams.messages.columns ?? 80;
    this.#bar = line;
    this.#streams.messages.write(CLEAR_LINE + printable(line).slice(0, Math.max(10, width - 1)));
  }
}

const BAR_WIDTH = 20;

/** `Loading tables  [#####---------------]  3/11`; without a total only what is done. */
export function barOf(label: string, done: number, total: number): string {
  if (total < 1) return `${label} …`;
  const filled = Math.round(BAR_WIDTH * Math.min(1, Math.max(0, done / total)));
  return `${label}  [${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)}]  ${done}/${total}`;
}
