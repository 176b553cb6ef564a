import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { generateUid } from '../../kernel/uid.js';
import { INBOUND_STATES, type InboundState, type ReceivedSms } from './inbound.js';
import { bareNumber } from './outbound.js';

/** Whose telephone number it is. */
export interface NumberOwner {
  readonly id: number;
  readonly uid: string;
}

/** The user with a telephone number, however it is written; the one who has been there longest, if there are several. */
export async function ownerOfNumber(db: Db, number: string): Promise<NumberOwner | undefined> {
  const { rows } = await sql<NumberOwner>`
    select userinfo.userinfoid as id, userinfo.uid from userinfo
    where userinfo.disabled is not true
      and regexp_replace(regexp_replace(userinfo.phonenumber, '[\\s()./-]', '', 'g'), '^(\\+|00)', '') = ${bareNumber(number)}
    order by userinfo.userinfoid
    limit 1
  `.execute(db);
  return rows[0];
}

/** Writes an SMS that came in. @returns its uid */
export async function insertInbound(db: Db, sms: ReceivedSms, owner: NumberOwner): Promise<string> {
  const uid = generateUid();
  await sql`
    insert into incomingsms (id, originator, encoding, sentdate, receiveddate, text, gatewayid, status, parsed, userid, uid)
    values (
      nextval('hibernate_sequence'), ${sms.originator}, ${sms.encoding}, coalesce(${sms.sent ?? null}::timestamp, localtimestamp),
      coalesce(${sms.received ?? null}::timestamp, localtimestamp), ${sms.text}, ${sms.gateway}, ${INBOUND_STATES.indexOf('INCOMING')}, false,
      ${owner.id}, ${uid}
    )
  `.execute(db);
  return uid;
}

export interface InboundSms {
  readonly uid: string;
  readonly originator: string;
  readonly state: InboundState;
}

export async function findInbound(db: Db, uid: string): Promise<InboundSms | undefined> {
  const { rows } = await sql<{ uid: string; originator: string; status: number }>`
    select incomingsms.uid, incomingsms.originator, incomingsms.status from incomingsms where incomingsms.uid = ${uid}
  `.execute(db);
  return rows.map(({ status, ...sms }) => ({ ...sms, state: INBOUND_STATES[status] ?? 'FAILED' }))[0];
}

export async function markInbound(db: Db, uid: string, state: InboundState): Promise<void> {
  await sql`
    update incomingsms set status = ${INBOUND_STATES.indexOf(state)} where incomingsms.uid = ${uid}
  `.execute(db);
}

/** Removes SMS that came in. @returns the uids of those that were there */
export async function deleteInbound(db: Db, uids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ uid: string }>`
    delete from incomingsms where incomingsms.uid = any (${[...uids]}::text[]) returning incomingsms.uid
  `.execute(db);
  return rows.map(({ uid }) => uid);
}
