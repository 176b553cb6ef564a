import { expect } from 'vitest';
import { importsOf } from './imports.js';
import type { testServer } from './server.js';

type Server = Pick<ReturnType<typeof testServer>, 'request'>;

/** Imports, deletions and what is left after them. */
export function deletionsOf(server: Server) {
  const imports = importsOf(server);
  const remove = (path: string) => server.request(`/api/${path}`, { method: 'DELETE' });
  const read = async (path: string) => (await server.request(`/api/${path}`)).json;
  const status = async (path: string): Promise<number> => (await server.request(`/api/${path}`)).status;

  /** Takes a payload for what a test is about. */
  const given = async (body: unknown): Promise<void> => {
    const answer = await imports.importing(body);
    expect(answer.status, answer.text.slice(0, 2_000)).toBe(200);
  };

  /** Refused: 409 E4030 with a sentence that names what stands in the way. */
  const expectKept = async (path: string, ...reasons: readonly string[]): Promise<void> => {
    const { status: code, json, text } = await remove(path);
    expect([code, json.errorCode], text).toEqual([409, 'E4030']);
    for (const reason of reasons) expect(json.message).toContain(reason);
    expect(json.message).toMatch(/^Object could not be deleted because it is associated with another object: \S/);
    expect(json.response.errorReports[0].errorCode).toBe('E4030');
    expect(await status(path)).toBe(200);
  };

  return { ...imports, remove, read, status, given, expectKept };
}

/** A data set with the least that one needs. */
export const dataSet = (id: string, more: Record<string, unknown> = {}) => ({
  id,
  name: id,
  shortName: id,
  periodType: 'Monthly',
  ...more,
});
