import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { e2ePayload } from './e2e-payloads.js';
import type { testServer } from './server.js';

const FOLDER = join(import.meta.dirname, '../data/dhis2-core-e2e/tracker/importer');

/** Payloads of DHIS2's end-to-end tests of the tracker, by their path. */
export const TRACKER_FILES = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
  .filter((file) => file.isFile())
  .map((file) => join(file.parentPath, file.name).slice(FOLDER.length + 1))
  .sort();

export const trackerText = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');
// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
export const trackerPayload = (file: string): any => JSON.parse(trackerText(file));

type Server = ReturnType<typeof testServer>;

/** Puts in the metadata that those payloads need. */
export async function loadTrackerMetadata(server: Server): Promise<void> {
  for (const file of [
    'setup/userGroups.json',
    'setup/metadata.json',
    'setup/tracker_metadata.json',
    'setup/userRoles.json',
    'setup/users.json',
  ] as const) {
    const { status, text } = await server.request('/api/metadata', { method: 'POST', body: e2ePayload(file) });
    expect(status, text.slice(0, 2_000)).toBe(200);
  }
}

/** Imports at once. */
export const trackerImports = (server: Server) => ({
  importing: (body: unknown, query = '', user?: string) =>
    server.request(`/api/tracker?async=false${query}`, { method: 'POST', body, ...(user !== undefined && { user }) }),
});

const TABLES = [
  'trackedentity',
  'trackedentityattributevalue',
  'enrollment',
  'event',
  'note',
  'enrollment_notes',
  'event_notes',
  'relationship',
  'relationshipitem',
  'trackedentityprogramowner',
  'trackedentitychangelog',
  'eventchangelog',
];

/** Every row of the tracker, as text. */
export async function trackerRows(server: Server): Promise<string> {
  const texts: string[] = [];
  for (const table of TABLES) {
    const { rows } = await sql<{
      row: string;
    }>`select row_to_json(own)::text as row from ${sql.table(table)} as own order by 1`.execute(server.db);
    texts.push(table, ...rows.map(({ row }) => row));
  }
  return texts.join('\n');
}

/** Codes of all errors of a report, each with the uid that it is about. */
export const errorsOf = (report: {
  readonly validationReport: { readonly errorReports: readonly { readonly errorCode: string; readonly uid: string }[] };
}): readonly string[] => report.validationReport.errorReports.map(({ errorCode, uid }) => `${errorCode} ${uid}`);

/** Rows of a query, as they are. */
export const rowsOf = (server: Server) => {
  const all = async (text: string): Promise<readonly Record<string, unknown>[]> =>
    (await sql.raw<Record<string, unknown>>(text).execute(server.db)).rows;
  return { all, one: async (text: string) => (await all(text))[0] };
};
