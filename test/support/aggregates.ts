import { sql } from 'kysely';
import { Type } from 'typebox';
import { beforeAll } from 'vitest';
import { addDefaultSchedules } from '../../src/features/aggregates/schedules.js';
import { BATCH_JOB, MAINTENANCE_JOB } from '../../src/features/roll-ups/index.js';
import { generateUid } from '../../src/kernel/uid.js';
import type { testServer } from './server.js';

const MOMENT = /"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"/g;
const ID = /"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"/g;

/** A body with every moment of AtScale's form as `"<time>"` and every UUID as `"<id>"`; anything else stays and is seen. */
export const golden = (text: string): string => text.replace(MOMENT, '"<time>"').replace(ID, '"<id>"');

export interface WrittenRun {
  readonly type?: string;
  readonly state: string;
  readonly organization?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly queuedAt?: string;
  readonly startedAt?: string | null;
  readonly finishedAt?: string | null;
  readonly message?: string;
  readonly summary?: Readonly<Record<string, unknown>>;
  readonly interrupted?: boolean;
}

/** A server on which no job starts, so that a test sees what waits and says itself what runs. */
export function heldServer(server: ReturnType<typeof testServer>) {
  beforeAll(async () => {
    const { jobs } = server.services;
    for (const type of [MAINTENANCE_JOB, BATCH_JOB]) {
      if (jobs.types().some((known) => known.type === type)) continue;
      jobs.register({
        type,
        label: type,
        parameters: Type.Object({}, { additionalProperties: true }),
        takeOver: 'fail',
        startMessage: type,
        run: async () => ({ message: 'done' }),
      });
    }
    await addDefaultSchedules(server.db);
    await sql`
      create function hold() returns trigger language plpgsql as 'begin return null; end'
    `.execute(server.db);
    await sql`
      create trigger hold before update on orderly.job_run
      for each row when (old.state = 'queued' and new.state = 'running' and new.type like 'AGGREGATE%')
      execute function hold()
    `.execute(server.db);
  });
  return {
    async clear(): Promise<void> {
      await sql`delete from orderly.job_run where type in (${MAINTENANCE_JOB}, ${BATCH_JOB})`.execute(server.db);
    },
    /** Writes a run as if it had come to this. */
    async write(run: WrittenRun): Promise<string> {
      const uid = generateUid();
      const { organization = 'default', parameters = {}, queuedAt = '2026-01-05T09:16:03.548123Z' } = run;
      await sql`
        insert into orderly.job_run (
          uid, type, name, trigger, parameters, exclusive, state, queued_at, started_at, finished_at, message, summary, interrupted
        )
        values (
          ${uid}, ${run.type ?? MAINTENANCE_JOB}, ${`Run ${uid}`}, 'request',
          ${JSON.stringify({ organization, ...parameters })}::jsonb, '{}', ${run.state}, ${queuedAt}::timestamptz,
          ${run.startedAt ?? null}::timestamptz, ${run.finishedAt ?? null}::timestamptz, ${run.message ?? null},
          ${run.summary === undefined ? null : JSON.stringify(run.summary)}::jsonb, ${run.interrupted ?? false}
        )
      `.execute(server.db);
      return uid;
    },
  };
}
