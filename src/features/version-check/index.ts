import type { Feature, Services } from '../feature.js';
import { versionCheckJob } from './version-check-job.js';

/** Looking for newer versions of this system. */
export function createVersionCheck({ config, jobs, clock }: Services, version: string): Feature {
  jobs.register(versionCheckJob({ clock, version, listUrl: config.versionListUrl }));
  return { name: 'version-check', routes: () => undefined };
}
