import type { FastifyRequest } from 'fastify';
import type { Feature, Services } from '../feature.js';
import { accountRoutes } from './account-routes.js';
import { invitationRoutes } from './invitation-routes.js';
import { lookupRoutes } from './lookup-routes.js';
import { replicaRoutes } from './replica-routes.js';
import { stateRoutes } from './state-routes.js';

/** Invitations, passwords that are restored, the state of accounts, copies of users, and looking users up. Users as metadata are in `features/metadata`. */
export function createUsers({ config, database, clock, log }: Services): Feature {
  const services = { db: database.db, clock, log };
  const configuredUrl = config.baseUrl?.replace(/\/+$/, '');
  // Behind a proxy that is not trusted only what the operator has set is right.
  const baseUrlOf = (request: FastifyRequest): string => configuredUrl ?? request.baseUrl;
  const pending = new Set<Promise<void>>();
  const later = (work: Promise<void>): void => {
    pending.add(work);
    void work.finally(() => pending.delete(work));
  };
  return {
    name: 'users',
    routes(api) {
      invitationRoutes(api, services, baseUrlOf);
      accountRoutes(api, services, { contextPath: config.contextPath, baseUrlOf, configuredUrl, later });
      stateRoutes(api, services);
      replicaRoutes(api, services);
      lookupRoutes(api, services.db);
    },
    async stop() {
      await Promise.all(pending);
    },
  };
}
