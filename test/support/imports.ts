import { expect } from 'vitest';
import type { testServer } from './server.js';

type Server = Pick<ReturnType<typeof testServer>, 'request'>;

interface Report {
  readonly response: {
    readonly typeReports: readonly {
      readonly objectReports: readonly {
        readonly errorReports: readonly { readonly errorCode: string; readonly errorProperty?: string }[];
      }[];
    }[];
  };
}

/** Codes, with the property that each is about, of all errors of a report. */
export const errorsOf = (json: Report): readonly string[] =>
  json.response.typeReports.flatMap(({ objectReports }) =>
    objectReports.flatMap(({ errorReports }) =>
      errorReports.map(({ errorCode, errorProperty }) => `${errorCode} ${errorProperty ?? ''}`.trim()),
    ),
  );

/** Imports into a server, and what they leave behind. */
export function importsOf(server: Server) {
  /** What there was after the last refusal, as long as nothing has been taken since. */
  let untouched: string | undefined;

  const importing = async (body: unknown, query = '') => {
    const answer = await server.request(`/api/metadata${query}`, { method: 'POST', body });
    if (answer.status === 200 || query.includes('NONE')) untouched = undefined;
    return answer;
  };

  /** Everything that there is, as text. */
  const everything = async (): Promise<string> => {
    const { system: _, ...lists } = (await server.request('/api/metadata')).json;
    untouched = JSON.stringify(lists);
    return untouched;
  };

  /** An import that is refused whole: 409, these errors among others, and everything as it was. Gives its report. */
  const expectRefusedFor = async (body: unknown, error: string, query = '') => {
    const before = untouched ?? (await everything());
    const { status, json, text } = await importing(body, query);
    expect(status, text.slice(0, 2_000)).toBe(409);
    expect(errorsOf(json)).toContain(error);
    expect(json.response.status).toBe('ERROR');
    const { ignored, total } = json.response.stats;
    expect(ignored).toBe(total);
    expect(await everything()).toBe(before);
    return json.response;
  };

  /** The same, for these errors and no other. */
  const expectRefused = async (body: unknown, errors: readonly [string, ...string[]], query = '') => {
    const response = await expectRefusedFor(body, errors[0], query);
    expect([...new Set(errorsOf({ response }))]).toEqual(errors);
    return response;
  };

  return { importing, everything, expectRefused, expectRefusedFor };
}

/** A data element with the least that one needs. */
export const element = (more: Record<string, unknown> = {}, name = 'Bad input') => ({
  name,
  shortName: name.slice(0, 50),
  valueType: 'NUMBER',
  domainType: 'AGGREGATE',
  aggregationType: 'SUM',
  ...more,
});

/** An organisation unit with the least that one needs. */
export const unit = (more: Record<string, unknown>) => ({
  name: 'U',
  shortName: 'U',
  openingDate: '2020-01-01',
  ...more,
});
