import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import { generateUid } from '../../kernel/uid.js';
import { chopped } from './render.js';

/** What a message to the outside was about. */
export interface MessageRecord {
  /** uid of its template. */
  readonly template: string;
  readonly enrollmentId?: number | null;
  readonly eventId?: number | null;
  /** Set when the address is one of a tracked entity's own. */
  readonly trackedEntityId?: number | null;
  /** Set when the address is the contact of an organisation unit. */
  readonly organisationUnitId?: number | null;
}

export interface OutsideMessage {
  readonly channel: 'EMAIL' | 'SMS';
  readonly address: string;
  readonly subject: string;
  readonly text: string;
}

/** Widths of the columns (contract: schema-tables.md). */
const TEXT_WIDTH = 500;
const SUBJECT_WIDTH = 200;

/** Keeps a copy of a message to the outside as DHIS2 does, in `programmessage`; the text as far as the column takes it. */
export async function recordProgramMessage(
  db: Db,
  now: Date,
  { channel, address, subject, text }: OutsideMessage,
  record: MessageRecord,
  status: 'SENT' | 'FAILED',
): Promise<void> {
  const moment = formatTimestamp(now);
  await sql`
    with message as (
      insert into programmessage (
        id, uid, created, lastupdated, text, subject, processeddate, messagestatus, trackedentityid, organisationunitid,
        enrollmentid, eventid, notificationtemplate
      )
      values (
        nextval('hibernate_sequence'), ${generateUid()}, ${moment}, ${moment}, ${chopped(text, TEXT_WIDTH)},
        ${chopped(subject, SUBJECT_WIDTH)}, ${moment}, ${status}, ${record.trackedEntityId ?? null},
        ${record.organisationUnitId ?? null}, ${record.enrollmentId ?? null}, ${record.eventId ?? null}, ${record.template}
      )
      returning id
    ), channel as (
      insert into programmessage_deliverychannels (programmessagedeliverychannelsid, deliverychannel)
      select message.id, ${channel} from message
    ), mail as (
      insert into programmessage_emailaddresses (programmessageemailaddressid, email)
      select message.id, ${address} from message where ${channel} = 'EMAIL'
    )
    insert into programmessage_phonenumbers (programmessagephonenumberid, phonenumber)
    select message.id, ${address} from message where ${channel} = 'SMS'
  `.execute(db);
}
