import { type RawBuilder, sql } from 'kysely';
import { computed, flag, moment, reference, text, values } from '../../metadata/model/property.js';
import { defineType } from '../../metadata/model/type.js';
import { ENCODINGS, INBOUND_STATES } from './inbound.js';
import { OUTBOUND_STATES } from './outbound.js';

/** The word for a number of an enumeration. */
const wordOf = (words: readonly string[], column: string) =>
  computed(
    'CONSTANT',
    (alias): RawBuilder<unknown> => sql`(${[...words]}::text[])[${sql.ref(`${alias}.${column}`)} + 1]`,
  );

/** An SMS that went out, or is to. */
export const OUTBOUND_SMS = defineType({
  name: 'outboundsms',
  plural: 'outboundsmss',
  label: 'Outbound SMS',
  klass: 'org.hisp.dhis.sms.outbound.OutboundSms',
  table: 'outbound_sms',
  key: 'id',
  code: false,
  naming: false,
  anonymous: true,
  properties: {
    created: moment({ column: 'date' }),
    lastUpdated: moment({ column: 'date' }),
    sender: text(),
    date: moment(),
    message: text(),
    status: wordOf(OUTBOUND_STATES, 'status'),
    recipients: values('TEXT', { table: 'outbound_sms_recipients', own: 'outbound_sms_id', column: 'elt' }),
  },
});

/** An SMS that came in. */
export const INBOUND_SMS = defineType({
  name: 'incomingSms',
  plural: 'inboundsmss',
  label: 'Incoming SMS',
  klass: 'org.hisp.dhis.sms.incoming.IncomingSms',
  table: 'incomingsms',
  key: 'id',
  code: false,
  naming: false,
  anonymous: true,
  properties: {
    created: moment({ column: 'receiveddate' }),
    lastUpdated: moment({ column: 'receiveddate' }),
    originator: text(),
    text: text(),
    gatewayid: text(),
    sentdate: moment(),
    receiveddate: moment(),
    smsencoding: wordOf(ENCODINGS, 'encoding'),
    smsstatus: wordOf(INBOUND_STATES, 'status'),
    statusmessage: text(),
    parsed: flag(),
    user: reference('user', { column: 'userid' }),
  },
});
