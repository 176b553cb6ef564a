import type { ApiServer } from '../../http/index.js';
import type { Feature, Services } from '../feature.js';
import { gatewayRoutes } from './gateway-routes.js';
import { inboundRoutes } from './inbound-routes.js';
import { inboundProcessingJob, smsSendJob } from './jobs.js';
import { outboundRoutes } from './outbound-routes.js';
import { smsReadRoutes } from './read-routes.js';
import { sendScheduledMessageJob } from './scheduled-messages.js';

export { isPhoneNumber } from './outbound.js';
export { isSmsConfigured, type NewSms, type SmsOutcome, sendSms } from './send-sms.js';

/** SMS that go out through gateways and come in from them. */
export function createSms({ database, jobs }: Services): Feature {
  const { db } = database;
  jobs.register(smsSendJob());
  jobs.register(inboundProcessingJob());
  jobs.register(sendScheduledMessageJob());
  const routes = (api: ApiServer): void => {
    gatewayRoutes(api, db);
    smsReadRoutes(api, db);
    outboundRoutes(api, db, jobs);
    inboundRoutes(api, db, jobs);
  };
  return { name: 'sms', routes };
}
