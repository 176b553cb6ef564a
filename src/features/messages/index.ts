import type { ApiServer } from '../../http/index.js';
import type { Feature, Services } from '../feature.js';
import { Deliveries } from './deliveries.js';
import { FailureMessages } from './failure-messages.js';
import { conversationMarkRoutes } from './mark-routes.js';
import { conversationReadRoutes } from './read-routes.js';
import { ticketRoutes } from './ticket-routes.js';
import { conversationWriteRoutes } from './write-routes.js';

export { type Copied, type OnProblem, sendCopies } from './copies.js';
export type { MessageType, NewMessage, Priority, Status } from './message.js';
export { sendMessage } from './send-message.js';
export { type StoredMessage, storeMessage } from './store-message.js';

/** What users of the server write to each other, what the server writes to them, and feedback to those who run it. */
export function createMessages(services: Services): Feature {
  const { database, log } = services;
  const { db } = database;
  const deliveries = new Deliveries(db, log);
  const failures = new FailureMessages(services, deliveries);
  const routes = (api: ApiServer): void => {
    conversationReadRoutes(api, db);
    conversationWriteRoutes(api, db, deliveries);
    conversationMarkRoutes(api, db);
    ticketRoutes(api, db);
  };
  return {
    name: 'messages',
    routes,
    async start() {
      failures.start();
    },
    async stop() {
      await failures.stop();
      await deliveries.settle();
    },
  };
}
