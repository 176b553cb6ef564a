import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { type PasswordLimits, USUAL_LIMITS } from './password-rules.js';

/** What the system settings say about logins. */
export interface LoginPolicy {
  /** `keyLockMultipleFailedLogins` */
  readonly locksAccounts: boolean;
  /** `credentialsExpires`: months that a password lasts; 0 is for ever. */
  readonly passwordMonths: number;
  /** `minPasswordLength`, `maxPasswordLength` */
  readonly passwordLimits: PasswordLimits;
}

const KEYS = ['keyLockMultipleFailedLogins', 'credentialsExpires', 'minPasswordLength', 'maxPasswordLength'];

/** Reads the settings from their table: this layer stands below the feature that serves them. A value that makes no sense counts as not set. */
export async function readLoginPolicy(db: Db): Promise<LoginPolicy> {
  const { rows } = await sql<{ name: string; value: string | null }>`
    select systemsetting.name, systemsetting.value from systemsetting where systemsetting.name = any(${KEYS}::text[])
  `.execute(db);
  const values = new Map(rows.map(({ name, value }) => [name, value?.trim() ?? '']));
  const whole = (key: string, fallback: number): number => {
    const text = values.get(key) ?? '';
    return /^\d{1,5}$/.test(text) ? Number(text) : fallback;
  };
  return {
    locksAccounts: values.get('keyLockMultipleFailedLogins')?.toLowerCase() === 'true',
    passwordMonths: whole('credentialsExpires', 0),
    passwordLimits: {
      shortest: whole('minPasswordLength', USUAL_LIMITS.shortest),
      longest: whole('maxPasswordLength', USUAL_LIMITS.longest),
    },
  };
}
