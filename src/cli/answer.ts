import type { IncomingHttpHeaders } from 'node:http';

/** What a server answered, whatever it is. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body parsed as JSON; undefined when it is none. */
  readonly json: unknown;
}
