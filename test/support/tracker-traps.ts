import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Db, onTrial } from '../../src/database/index.js';
import {
  DEFAULT_OPTIONS,
  importTracker,
  type TrackerImportOptions,
  type TrackerPayload,
} from '../../src/features/tracker-import/index.js';
import { type CurrentUser, userByUid } from '../../src/http/index.js';
import type { testServer } from './server.js';
import { loadTrackerMetadata } from './tracker.js';
import { between, enrolled, person, single, T, visit } from './tracker-objects.js';

/** When every import of the traps takes place. */
export const TRAP_CLOCK = { now: () => new Date(2024, 5, 15, 12, 0) };

/** What is there before each import. */
const STORED: TrackerPayload = {
  trackedEntities: [
    person({
      trackedEntity: 'StoredPer01',
      attributes: [{ attribute: T.firstName, value: 'Anna' }],
      enrollments: [
        enrolled({
          enrollment: 'StoredEnr01',
          notes: [{ note: 'StoredNote1', value: 'seen' }],
          events: [
            visit({ event: 'StoredEve01', status: 'COMPLETED', dataValues: [{ dataElement: T.text, value: 'a' }] }),
            visit({ event: 'StoredEve02', programStage: T.once }),
          ],
        }),
      ],
    }),
    person({ trackedEntity: 'StoredPer02' }),
  ],
  events: [single({ event: 'StoredEve03', dataValues: [{ dataElement: T.number, value: '5' }] })],
  relationships: [between('StoredPer01', 'StoredPer02', { relationship: 'StoredRel01' })],
};

/** An import, and what is otherwise before it. */
export interface TrapGiven {
  readonly payload: TrackerPayload;
  readonly options?: Partial<TrackerImportOptions>;
  /** Admin unless given. */
  readonly user?: CurrentUser;
  readonly before?: (db: Db) => Promise<unknown>;
}
/** Codes of errors that are expected, and with `!` of warnings. */
export type Trap = readonly [name: string, given: TrapGiven, expected: readonly string[]];

/** Imports into a server that has the metadata of the end-to-end tests and some objects; each is taken back. */
export function trackerTraps(server: ReturnType<typeof testServer>) {
  let admin: CurrentUser;
  beforeAll(async () => {
    await loadTrackerMetadata(server);
    admin = (await userByUid(server.db, 'M5zQapPyTZI')) as CurrentUser;
    const { status, text } = await server.request('/api/tracker?async=false', { method: 'POST', body: STORED });
    expect(status, text).toBe(200);
  });
  const codes = async ({ payload, options = {}, user = admin, before }: TrapGiven): Promise<readonly string[]> =>
    await onTrial(server.db, async (db) => {
      await before?.(db);
      const wanted = { ...DEFAULT_OPTIONS, atomicMode: 'OBJECT', ...options } as const;
      const report = await importTracker(db, payload, wanted, { user, clock: TRAP_CLOCK });
      const { errorReports, warningReports } = report.validationReport;
      return [
        ...errorReports.map(({ errorCode }) => errorCode),
        ...warningReports.map(({ warningCode }) => `!${warningCode}`),
      ];
    });
  const set = (groups: Readonly<Record<string, readonly Trap[]>>): void => {
    for (const [group, traps] of Object.entries(groups))
      describe(group, () => {
        it.each(traps)('%s', async (_name, given, expected) => {
          expect(await codes(given)).toEqual(expected);
        });
      });
  };
  return { codes, set };
}

export const dataValues = (...given: (readonly [string, string | null])[]) =>
  given.map(([dataElement, value]) => ({ dataElement, value }));
export const attributeValues = (...given: (readonly [string, string | null])[]) =>
  given.map(([attribute, value]) => ({ attribute, value }));
export const CREATE = { importStrategy: 'CREATE' } as const;
export const UPDATE = { importStrategy: 'UPDATE' } as const;
export const DELETE = { importStrategy: 'DELETE' } as const;
/** Statements that change what is there. */
export const statements =
  (text: string) =>
  async (db: Db): Promise<unknown> =>
    await sql.raw(text).execute(db);
export const deletedBefore = (table: string, uid: string) =>
  statements(`update ${table} set deleted = true where uid = '${uid}'`);
/** The uids of a stored enrollment and of its tracked entity. */
export const stored = { trackedEntity: 'StoredPer01', enrollment: 'StoredEnr01' };
