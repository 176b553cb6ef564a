import type { Feature, Services } from '../feature.js';
import { metadataSyncJob } from './metadata-sync-job.js';
import { metadataVersionRoutes } from './routes.js';

/** Versions of the metadata: made here for other servers, or taken over from one (contract: job-types.md §3.1). */
export function createMetadataVersions({ config, database, jobs, clock }: Services, version: string): Feature {
  const { metadataSyncAttempts: attempts, metadataSyncPauseMs: pauseMs } = config;
  jobs.register(metadataSyncJob({ clock, version, attempts, pauseMs }));
  const services = { db: database.db, clock, version };
  return { name: 'metadata-versions', routes: (api) => metadataVersionRoutes(api, services) };
}
