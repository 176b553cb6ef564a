import type { CurrentUser } from '../../http/index.js';
import { conflict, forbidden } from '../../kernel/errors/index.js';
import { generateUid, isUid } from '../../kernel/uid.js';
import { isSystemJobType, type MetadataObject } from '../../metadata/index.js';
import { describedType } from './configurable-types.js';
import { type ParameterProblem, readParameters } from './parameters.js';
import type { StoredJob } from './store.js';

/** A job as a client wants it, and what is wrong with its parameters. */
export interface WantedJob {
  readonly job: StoredJob;
  readonly problems: readonly ParameterProblem[];
}

const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value : typeof value === 'number' ? String(value) : null;

/** Seconds, also sent as text; what is no number is kept as one that no check lets pass. */
function seconds(value: unknown): number | null {
  if (value === undefined || value === null || value === '') return null;
  return /^[-+]?\d{1,12}$/.test(String(value).trim()) ? Number(value) : -1;
}

const flag = (value: unknown): boolean | undefined => ({ true: true, false: false })[String(value).toLowerCase()];

const MISFIRES = ['once', 'skip'] as const;
const SCHEDULINGS = ['CRON', 'FIXED_DELAY', 'ONCE_ASAP'] as const;

/** How it is scheduled: as it says, else by what it has (contract: scheduling.md §3.2). */
function schedulingOf(given: MetadataObject, cron: string | null, delay: number | null): StoredJob['schedulingType'] {
  const named = SCHEDULINGS.find((word) => word === given.schedulingType);
  // A job that is put has the schedule that it brings, whatever it was before.
  if (named === 'ONCE_ASAP' && cron === null && delay === null) return named;
  if (named === 'FIXED_DELAY' && delay !== null) return named;
  if (cron !== null) return 'CRON';
  return delay === null ? (named === 'FIXED_DELAY' ? named : 'CRON') : 'FIXED_DELAY';
}

/** Names that other versions have for a type. */
const ALIASES: Readonly<Record<string, string>> = {
  TRACKER_TRIGRAM_INDEX_MAINTENANCE: 'TRACKER_SEARCH_OPTIMIZATION',
};

/**
 * Reads a job from what a client sent. What it leaves out is cleared, but for what belongs to `stored`: its type, whether it is enabled, and who it runs as.
 *
 * @throws OrderlyError 409 for a type that users cannot schedule, 403 for a job that would have the rights of somebody else
 */
export function readJob(given: MetadataObject, stored: StoredJob | undefined, user: CurrentUser): WantedJob {
  const type = stored?.type ?? ALIASES[text(given.jobType) ?? ''] ?? text(given.jobType) ?? '';
  const wantedUid = text(given.id);
  const uid = stored?.uid ?? (wantedUid !== null && isUid(wantedUid) ? wantedUid : generateUid());
  if (!stored && isSystemJobType(type))
    throw conflict(`Job ${text(given.name) ?? uid} must be configurable but was not.`);
  const described = describedType(type) ?? { type, key: '', scheduling: 'CRON', parameters: [] };
  const { values, problems } = readParameters(described, given.jobParameters);
  const [cron, delay] = [text(given.cronExpression), seconds(given.delay)];
  const job: StoredJob = {
    uid,
    name: text(given.name) ?? '',
    code: text(given.code) ?? stored?.code ?? null,
    type,
    schedulingType: schedulingOf(given, cron, delay),
    cron,
    delay,
    parameters: values ?? null,
    enabled: flag(given.enabled) ?? stored?.enabled ?? true,
    executedBy: executor(given, stored ? stored.executedBy : user.uid, user),
    queueName: stored?.queueName ?? null,
    queuePosition: stored?.queuePosition ?? null,
    misfire: misfireOf(given) ?? stored?.misfire ?? 'once',
  };
  return { job, problems: [...badUids(given, stored), ...badMisfire(given), ...problems] };
}

/** Who the job runs as. It has their rights, so only who has all of them may say that it is somebody else (contract: scheduling.md §14 no. 33). */
function executor(given: MetadataObject, present: string | null, user: CurrentUser): string | null {
  const wanted = text(given.executedBy) ?? present;
  if (wanted !== present && !user.isSuper)
    throw forbidden('Only users with authority ALL may let a job run as somebody else.');
  return wanted;
}

const misfireOf = ({ misfirePolicy }: MetadataObject): StoredJob['misfire'] | undefined =>
  MISFIRES.find((word) => word === text(misfirePolicy)?.toLowerCase());

function badMisfire(given: MetadataObject): readonly ParameterProblem[] {
  const { misfirePolicy: sent } = given;
  if (sent === undefined || sent === null || sent === '' || misfireOf(given)) return [];
  return [{ code: 'E4027', args: [JSON.stringify(sent).slice(0, 100), 'misfirePolicy'], property: 'misfirePolicy' }];
}

function badUids(given: MetadataObject, stored: StoredJob | undefined): readonly ParameterProblem[] {
  const members = stored ? ['executedBy'] : ['id', 'executedBy'];
  return members.flatMap((property) => {
    const uid = text(given[property]);
    if (uid === null || isUid(uid)) return [];
    return [{ code: 'E4014', args: [uid.slice(0, 100), property], property }];
  });
}
