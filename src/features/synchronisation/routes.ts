import { Type } from 'typebox';
import type { Database } from '../../database/index.js';
import { type ApiServer, bodyText } from '../../http/index.js';
import type { Jobs } from '../../jobs/index.js';
import type { Clock } from '../../kernel/clock.js';
import { conflict } from '../../kernel/errors/index.js';
import { DEFAULT_OPTIONS, type ImportReport, importBundle, isObject, readBundle } from '../../metadata/index.js';
import { askRemote, availabilityOf, jsonOf, remoteOf } from '../remote/index.js';
import { readSettings } from '../settings/index.js';
import { jobStarted } from '../tasks/index.js';

export interface SynchronisationServices {
  readonly database: Database;
  readonly jobs: Jobs;
  readonly clock: Clock;
  /** Beginnings of addresses from which metadata may be pulled. */
  readonly pullFrom: readonly string[];
}

/** A whole export of metadata may be large. */
const MOST_PULLED_BYTES = 256 * 1024 * 1024;

/** `/api/synchronization`: as the peer has it, but that pushing data is a job (contract: job-types.md §3.1 DATA_SYNC). */
export function synchronisationRoutes(
  api: ApiServer,
  { database: { db }, jobs, clock, pullFrom }: SynchronisationServices,
): void {
  api.get('/synchronization/availability', { config: { cache: 'no-store' } }, async () =>
    availabilityOf(remoteOf(await readSettings(db))),
  );

  api.post('/synchronization/dataPush', { config: { authorities: ['F_EXPORT_DATA'] } }, async (request, reply) =>
    jobStarted(request, reply, await jobs.queue(db, { type: 'DATA_SYNC', requestedBy: request.user.uid })),
  );

  api.post(
    '/synchronization/metadataPull',
    { config: { authorities: ['ALL'] }, schema: { body: Type.Unknown() } },
    async (request) => {
      const url = (bodyText(request.body) ?? '').trim();
      if (!isAllowed(url, pullFrom)) throw conflict('Provided URL is not in the remote servers allowed list');
      const report = await pull(url, { user: request.user });
      request.server.forgetCredentials();
      return report;
    },
  );

  async function pull(
    url: string,
    { user }: { readonly user: Parameters<typeof importBundle>[3]['user'] },
  ): Promise<ImportReport> {
    const answer = await askRemote({ url, authorization: undefined }, { path: '', maxBytes: MOST_PULLED_BYTES });
    const payload = jsonOf(answer);
    if (answer.status !== 200 || !isObject(payload))
      throw conflict(`The address gave no metadata: it answered with status ${answer.status}.`);
    return await importBundle(db, readBundle(payload), DEFAULT_OPTIONS, { user, clock });
  }
}

/** Whether the address lies below one of the allowed ones: same scheme, host and port, and a path below theirs. */
function isAllowed(url: string, allowed: readonly string[]): boolean {
  if (!URL.canParse(url)) return false;
  const { origin, pathname } = new URL(url);
  return allowed.some((prefix) => {
    const base = new URL(prefix);
    const path = base.pathname.replace(/\/+$/, '');
    return origin === base.origin && (pathname === path || pathname.startsWith(`${path}/`));
  });
}
