import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { generateUid } from '../../kernel/uid.js';
import { type OutboundState, outboundNumber } from './outbound.js';

/** An SMS of the table that is to be sent. */
export interface OutboundSms {
  readonly id: number;
  readonly uid: string;
  readonly text: string;
  readonly recipients: readonly string[];
}

/**
 * Writes one SMS for each group of recipients, in one statement.
 *
 * @returns them in the order of the groups
 */
export async function insertOutbound(
  db: Db,
  text: string,
  groups: readonly (readonly string[])[],
  state: OutboundState,
): Promise<readonly OutboundSms[]> {
  const entries = groups.map((recipients) => ({ uid: generateUid(), recipients }));
  const { rows } = await sql<{ id: number; uid: string }>`
    with given as (
      select nextval('hibernate_sequence') as id, entry.uid, entry.recipients
      from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as entry (uid text, recipients jsonb)
    ), sms as (
      insert into outbound_sms (id, date, message, status, uid)
      select given.id, localtimestamp, ${text}, ${outboundNumber(state)}, given.uid from given
    ), recipient as (
      insert into outbound_sms_recipients (outbound_sms_id, elt)
      select given.id, number from given, jsonb_array_elements_text(given.recipients) as number
    )
    select given.id, given.uid from given
  `.execute(db);
  const ids = new Map(rows.map(({ id, uid }) => [uid, id]));
  return entries.map(({ uid, recipients }) => ({ id: ids.get(uid) ?? 0, uid, text, recipients }));
}

/** Says what became of SMS. */
export async function markOutbound(db: Db, ids: readonly number[], state: OutboundState): Promise<void> {
  await sql`
    update outbound_sms set status = ${outboundNumber(state)}, date = localtimestamp where outbound_sms.id = any (${[...ids]}::bigint[])
  `.execute(db);
}

/** Takes an SMS that waits, so that nobody else sends it; false when somebody has. */
export async function takeOutbound(db: Db, id: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update outbound_sms set status = ${outboundNumber('PENDING')}
    where outbound_sms.id = ${id} and outbound_sms.status = ${outboundNumber('OUTBOUND')}
  `.execute(db);
  return numAffectedRows === 1n;
}

/** Those that wait to be sent, oldest first. */
export async function waitingOutbound(db: Db): Promise<readonly OutboundSms[]> {
  const { rows } = await sql<OutboundSms>`
    select outbound_sms.id, outbound_sms.uid, coalesce(outbound_sms.message, '') as text, coalesce((
      select array_agg(recipient.elt order by recipient.elt) from outbound_sms_recipients as recipient
      where recipient.outbound_sms_id = outbound_sms.id and recipient.elt is not null
    ), '{}') as recipients
    from outbound_sms
    where outbound_sms.status = ${outboundNumber('OUTBOUND')}
    order by outbound_sms.date, outbound_sms.id
  `.execute(db);
  return rows;
}

/** Removes SMS with their recipients. @returns the uids of those that were there */
export async function deleteOutbound(db: Db, uids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ uid: string }>`
    with gone as (
      select outbound_sms.id from outbound_sms where outbound_sms.uid = any (${[...uids]}::text[])
    ), recipient as (
      delete from outbound_sms_recipients using gone where outbound_sms_recipients.outbound_sms_id = gone.id
    )
    delete from outbound_sms using gone where outbound_sms.id = gone.id returning outbound_sms.uid
  `.execute(db);
  return rows.map(({ uid }) => uid);
}
