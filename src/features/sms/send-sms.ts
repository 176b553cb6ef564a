import type { Db } from '../../database/index.js';
import { readSettings } from '../settings/index.js';
import { callGateway } from './call-gateway.js';
import { defaultGateway } from './gateway-store.js';
import { bareNumber, inGroups, isPhoneNumber } from './outbound.js';
import { insertOutbound, markOutbound } from './outbound-store.js';

/** What somebody wants sent as SMS. */
export interface NewSms {
  /** Telephone numbers; what is none is left out and counts as failed. */
  readonly recipients: readonly string[];
  /** Cut to the length of the setting `keySmsMaxLength`. */
  readonly text: string;
  /** Not part of what is sent, as in the peer. */
  readonly subject?: string | undefined;
}

/** What became of it. */
export interface SmsOutcome {
  /** Numbers for which the gateway took the SMS. */
  readonly sent: number;
  readonly failed: number;
  /** What is wrong; absent when all went out. */
  readonly problem?: string;
}

const NO_GATEWAY = 'No default gateway configured';
const NO_NUMBERS = 'None of the recipients has a valid telephone number.';
const CUT = '...';

/** Whether there is a gateway through which SMS can be sent. */
export const isSmsConfigured = async (db: Db): Promise<boolean> => (await defaultGateway(db)) !== undefined;

/** The text as long as an SMS of this server may be; 0 and less mean that there is no limit. */
export const cutText = (text: string, longest: number): string =>
  longest <= 0 || text.length <= longest ? text : text.slice(0, Math.max(0, longest - CUT.length)) + CUT;

/**
 * Sends an SMS through the default gateway, and keeps in `outbound_sms` what was sent and what was not. Never throws for what the gateway does; what it did is in the outcome.
 */
export async function sendSms(db: Db, { recipients, text }: NewSms, signal?: AbortSignal): Promise<SmsOutcome> {
  // The network may take its time, and rows would be locked for as long.
  if (db.isTransaction) throw new Error('SMS are sent after a transaction, not within.');
  const numbers = [...new Set(recipients.filter(isPhoneNumber).map(bareNumber))];
  const invalid = recipients.filter((recipient) => !isPhoneNumber(recipient)).length;
  if (numbers.length === 0) return { sent: 0, failed: invalid, problem: NO_NUMBERS };
  const groups = inGroups(numbers);
  const cut = cutText(text, (await readSettings(db)).keySmsMaxLength);
  const gateway = await defaultGateway(db);
  const stored = await insertOutbound(db, cut, groups, gateway ? 'PENDING' : 'FAILED');
  if (!gateway) return { sent: 0, failed: numbers.length + invalid, problem: NO_GATEWAY };
  let sent = 0;
  let problem =
    invalid === 0 ? undefined : `${invalid} of ${recipients.length} recipients have no valid telephone number.`;
  for (const [index, sms] of stored.entries()) {
    const refusal = await callGateway(gateway, sms, { signal });
    if (refusal) problem = refusal.sentence;
    else sent += sms.recipients.length;
    // A gateway that does not answer would keep the caller waiting once for each group.
    const done = refusal?.later ? stored.slice(index) : [sms];
    await markOutbound(
      db,
      done.map(({ id }) => id),
      refusal ? 'FAILED' : 'SENT',
    );
    if (refusal?.later) break;
  }
  return { sent, failed: numbers.length + invalid - sent, ...(problem !== undefined && { problem }) };
}
