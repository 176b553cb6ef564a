import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { isUid } from '../../kernel/uid.js';
import { findByPlural } from '../../metadata/index.js';
import { isMailConfigured } from '../mail/index.js';
import { NOT_CONFIGURED, remoteOf } from '../remote/index.js';
import { readSettings } from '../settings/index.js';
import { isSmsConfigured } from '../sms/index.js';
import { describedType } from './configurable-types.js';
import type { JobParameter } from './job-types.js';
import type { ParameterProblem } from './parameters.js';
import type { StoredJob } from './store.js';

type Requirement = (db: Db) => Promise<string | undefined>;

const remoteServer: Requirement = async (db) => (remoteOf(await readSettings(db)) ? undefined : NOT_CONFIGURED);

const mailServer: Requirement = async (db) =>
  isMailConfigured(await readSettings(db)) ? undefined : 'EMAIL gateway configuration does not exist';

const smsGateway: Requirement = async (db) =>
  (await isSmsConfigured(db)) ? undefined : 'SMS gateway configuration does not exist';

/** What a type of job cannot do without; nobody is called for it (contract: scheduling.md §3.4, E7010). */
const REQUIREMENTS: Readonly<Record<string, Requirement>> = {
  DATA_SYNC: remoteServer,
  META_DATA_SYNC: remoteServer,
  SINGLE_EVENT_DATA_SYNC: remoteServer,
  TRACKED_ENTITY_DATA_SYNC: remoteServer,
  SEND_SCHEDULED_MESSAGE: smsGateway,
  HTML_PUSH_ANALYTICS: mailServer,
};

/**
 * What a job needs that is not there: settings, the user that it is to run as, and objects that its parameters name (contract: scheduling.md §3.4, §14 no. 31). What was
 * there when the job was saved last is not asked for again, and a job can always be switched off.
 */
export async function missingRequirements(
  db: Db,
  job: StoredJob,
  stored: StoredJob | undefined,
): Promise<readonly ParameterProblem[]> {
  const problems: ParameterProblem[] = [];
  if (job.enabled || !stored) {
    const missing = await REQUIREMENTS[job.type]?.(db);
    if (missing !== undefined) problems.push({ code: 'E7010', args: [missing] });
  }
  const { executedBy } = job;
  if (executedBy !== null && executedBy !== stored?.executedBy)
    problems.push(...(await unknown(db, 'users', [executedBy], 'executedBy')));
  for (const { name, uids, endpoint = '' } of describedType(job.type)?.parameters ?? []) {
    if (uids !== true) continue;
    const known = new Set(elements(stored?.parameters?.[name]));
    const named = elements(job.parameters?.[name]).filter((uid) => !known.has(uid));
    problems.push(...(await unknown(db, pluralOf(endpoint), named, name)));
  }
  return problems;
}

const elements = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((element) => typeof element === 'string');

/** `/api/trackedEntityAttributes/indexable` → `trackedEntityAttributes` */
const pluralOf = (endpoint: NonNullable<JobParameter['endpoint']>): string => endpoint.split('/')[2] ?? '';

/** Those that no object has; ones that cannot be uids were found before. */
async function unknown(
  db: Db,
  plural: string,
  uids: readonly string[],
  property: string,
): Promise<readonly ParameterProblem[]> {
  const type = findByPlural(plural);
  const possible = uids.filter(isUid);
  if (!type || possible.length === 0) return [];
  const { rows } = await sql<{ uid: string }>`
    select named.uid
    from unnest(${possible}::text[]) with ordinality as named (uid, position)
    where not exists (select from ${sql.table(type.table)} as object where object.uid = named.uid)
    order by named.position
  `.execute(db);
  return rows.map(({ uid }) => ({ code: 'E4014', args: [uid, property], property }));
}
