import { sql } from 'kysely';
import type { Db } from '../../database/index.js';

/** What the system settings say about logins. */
export interface LoginPolicy {
  /** `keyLockMultipleFailedLogins` */
  readonly locksAccounts: boolean;
  /** `credentialsExpires`: months that a password lasts; 0 is for ever. */
  readonly passwordMonths: number;
}

/** Reads the two settings from their table: this layer stands below the feature that serves them. A value that makes no sense counts as not set. */
export async function readLoginPolicy(db: Db): Promise<LoginPolicy> {
  const { rows } = await sql<{ name: string; value: string | null }>`
    select systemsetting.name, systemsetting.value
    from systemsetting
    where systemsetting.name in ('keyLockMultipleFailedLogins', 'credentialsExpires')
  `.execute(db);
  const values = new Map(rows.map(({ name, value }) => [name, value?.trim() ?? '']));
  const months = values.get('credentialsExpires') ?? '';
  return {
    locksAccounts: values.get('keyLockMultipleFailedLogins')?.toLowerCase() === 'true',
    passwordMonths: /^\d{1,5}$/.test(months) ? Number(months) : 0,
  };
}
