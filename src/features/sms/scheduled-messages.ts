import type { Db } from '../../database/index.js';
import type { JobType } from '../../jobs/index.js';
import { callGateway, type GatewayProblem } from './call-gateway.js';
import type { Gateway } from './gateway.js';
import { defaultGateway } from './gateway-store.js';
import { inGroups } from './outbound.js';
import { markOutbound, type OutboundSms, takeOutbound, waitingOutbound } from './outbound-store.js';

const SHOWN = 20;

/**
 * `SEND_SCHEDULED_MESSAGE`: sends every SMS that waits (contract: job-types.md §3.1). In the peer it counts as sent whatever the gateway says; here it waits for the next run when the
 * gateway cannot be asked, and has failed when the gateway refuses it.
 */
export function sendScheduledMessageJob(): JobType {
  return {
    type: 'SEND_SCHEDULED_MESSAGE',
    label: 'Send scheduled message',
    // An SMS is taken before it is sent: none is sent twice.
    takeOver: 'restart',
    startMessage: 'Starting to send outbound messages',
    async run({ db, progress, signal }) {
      const gateway = await progress.stage('Validating environment setup', async () => {
        const found = await defaultGateway(db);
        if (!found) throw new Error('SMS gateway configuration does not exist, job aborted');
        return found;
      });
      const waiting = await progress.stage('Finding outbound SMS messages', async (stage) =>
        stage.item(
          'Outbound SMS',
          () => waitingOutbound(db),
          (found) => `found ${found.length} outbound SMS`,
        ),
      );
      if (waiting.length > 0) {
        const onFailure = 'SKIP_ITEM_OUTLIER';
        await progress.stage(
          'Sending SMS messages',
          async (stage) => {
            for (const sms of waiting) await stage.item(nameOf(sms), () => sendWaiting(db, gateway, sms, signal));
          },
          { items: waiting.length, onFailure },
        );
      }
      return { message: 'Sending outbound messages completed' };
    },
  };
}

const nameOf = ({ text, recipients }: OutboundSms): string =>
  `Sending message \`${text.slice(0, SHOWN)}...\` to ${recipients.length} recipients`;

async function sendWaiting(
  db: Db,
  gateway: Gateway,
  { id, text, recipients }: OutboundSms,
  signal: AbortSignal,
): Promise<void> {
  if (!(await takeOutbound(db, id))) return;
  const groups = inGroups(recipients);
  for (const [index, group] of groups.entries()) {
    const problem = await callGateway(gateway, { text, recipients: group }, { signal });
    if (!problem) continue;
    await markOutbound(db, [id], stateAfter(problem, index));
    throw new Error(problem.sentence);
  }
  await markOutbound(db, [id], 'SENT');
}

/** Where some have the SMS already, it is not sent to all again. */
const stateAfter = ({ later }: GatewayProblem, groupsSent: number) =>
  later && groupsSent === 0 ? 'OUTBOUND' : 'FAILED';
