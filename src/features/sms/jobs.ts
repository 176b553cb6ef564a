import { Type } from 'typebox';
import type { JobType } from '../../jobs/index.js';
import { findInbound, markInbound } from './inbound-store.js';
import { sendSms } from './send-sms.js';

export const SMS_SEND = 'SMS_SEND';
export const SMS_INBOUND_PROCESSING = 'SMS_INBOUND_PROCESSING';

const SEND_PARAMETERS = Type.Object({
  smsSubject: Type.Optional(Type.String()),
  recipientsList: Type.Array(Type.String(), { minItems: 1 }),
  message: Type.String({ minLength: 1 }),
});

/** `SMS_SEND`: one text to some numbers (contract: job-types.md §3.2). */
export function smsSendJob(): JobType<typeof SEND_PARAMETERS> {
  return {
    type: SMS_SEND,
    label: 'Sms send',
    parameters: SEND_PARAMETERS,
    // Nobody knows what the gateway took before the server died, and two SMS are worse than the record of none.
    takeOver: 'fail',
    startMessage: 'Send SMS',
    async run({ parameters, db, progress, signal }) {
      const { recipientsList: recipients, message: text } = parameters;
      const { sent, problem } = await progress.stage(`Sending SMS to ${recipients.length} recipients`, () =>
        sendSms(db, { recipients, text }, signal),
      );
      if (problem !== undefined)
        throw new Error(`${problem} It was sent to ${sent} of ${recipients.length} recipients.`);
      return { message: `SMS sent to ${sent} recipients` };
    },
  };
}

const INBOUND_PARAMETERS = Type.Object({ sms: Type.String() });

/**
 * `SMS_INBOUND_PROCESSING`: does with an SMS that came in what its command says. No commands can be set up on this server, so every SMS is unhandled, and its writer is told
 * (contract: job-types.md §3.2).
 */
export function inboundProcessingJob(): JobType<typeof INBOUND_PARAMETERS> {
  return {
    type: SMS_INBOUND_PROCESSING,
    label: 'Sms inbound processing',
    parameters: INBOUND_PARAMETERS,
    // What was begun is marked before anything is answered, so nobody gets two answers.
    takeOver: 'restart',
    startMessage: 'Process incoming SMS',
    async run({ parameters, db, signal }) {
      const { sms: uid } = parameters;
      const sms = await findInbound(db, uid);
      if (!sms) throw new Error(`No incoming SMS found for UID ${uid}`);
      if (sms.state !== 'INCOMING') return { message: `The SMS with UID ${uid} was processed before` };
      await markInbound(db, uid, 'UNHANDLED');
      await sendSms(db, { recipients: [sms.originator], text: 'No command found' }, signal);
      throw new Error(`No command found for SMS with UID ${uid}`);
    },
  };
}
