import { sql } from 'kysely';
import type { Db } from '../../database/index.js';

/** What an endpoint has to say, in one of the three dialects that AtScale documents (contract: aggregates.md §1.2). */
export interface Said {
  readonly status: Readonly<Record<string, unknown>>;
  readonly response: unknown;
  /** Whether the time of the answer goes with it: the design center leaves it out. */
  readonly isDated: boolean;
  /** HTTP status; 200 unless it says another. */
  readonly http?: number;
}

/** The engine answers what it was asked. */
export const read = (response: unknown): Said => ({
  status: { code: 0, message: '200 OK' },
  response,
  isDated: true,
});

/** The engine has done what it was told. */
export const command = (message: string, response: unknown): Said => ({
  status: { code: 200, message },
  response,
  isDated: true,
});

/** The design center answers. */
export const designCenter = (response: unknown): Said => ({
  status: { i18n_message: 'response.ok', message: 'OK' },
  response,
  isDated: false,
});

/** A moment as AtScale writes it: UTC, microseconds, as text, for a JavaScript date would lose half of them (contract: aggregates.md §2.2). */
export const utc = (moment: ReturnType<typeof sql>) => sql<string | null>`
  to_char((${moment}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
`;

/** An answer in AtScale's envelope. */
export async function envelope(
  db: Db,
  { status, response, isDated }: Said,
): Promise<Readonly<Record<string, unknown>>> {
  if (!isDated) return { status, response };
  const { rows } = await sql<{ created: string }>`select ${utc(sql`clock_timestamp()`)} as created`.execute(db);
  return { status, responseCreated: rows[0]?.created, response };
}

/** A refusal in AtScale's envelope (contract: aggregates.md §2.1). It does not ask the database for the time, which may be what is missing. */
export const refusal = (code: number, message: string, now: Date): Readonly<Record<string, unknown>> => ({
  status: { code, message },
  responseCreated: now.toISOString().replace('Z', '000Z'),
  response: null,
});
