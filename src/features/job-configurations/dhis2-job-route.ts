import type { Dhis2 } from '../../database/dhis2/index.js';
import type { ApiServer } from '../../http/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { copyDhis2Jobs } from './dhis2-jobs.js';
import { mayChange } from './routes.js';
import type { JobServices } from './service.js';

/** `POST /api/jobConfigurations/dhis2`: Orderly's own copies of the jobs of the DHIS2 beside which it works. */
export function dhis2JobRoute(api: ApiServer, services: JobServices, dhis2: Dhis2 | undefined): void {
  api.post('/jobConfigurations/dhis2', async (request) => {
    mayChange(request, 'create');
    if (!dhis2) throw conflict('This Orderly has a database of its own: there is no DHIS2 whose jobs could be copied.');
    return await copyDhis2Jobs(services, request.user);
  });
}
