import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type Db, transaction } from '../../database/index.js';
import { type ApiServer, ok } from '../../http/index.js';
import type { Jobs } from '../../jobs/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import { badRequest, catalogued, conflict } from '../../kernel/errors/index.js';
import type { MetadataObject } from '../../metadata/index.js';
import { objectBody } from '../metadata/index.js';
import { ENCODINGS, LONGEST_INBOUND, type ReceivedSms } from './inbound.js';
import { insertInbound, ownerOfNumber } from './inbound-store.js';
import { SMS_INBOUND_PROCESSING } from './jobs.js';

const RECEIVE = { authorities: ['F_MOBILE_SETTINGS'] };
const QUERY = Type.Object({
  originator: Type.Optional(Type.String()),
  message: Type.Optional(Type.String()),
  receivedTime: Type.Optional(Type.String()),
  gateway: Type.Optional(Type.String()),
});
const NO_GATEWAY = 'Unknown';
const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[-+]\d{2}:?\d{2})?)?$/;

/** Where gateways hand over what they receive. A job does with it what its first word says (contract: job-types.md §3.2). */
export function inboundRoutes(api: ApiServer, db: Db, jobs: Jobs): void {
  api.post('/sms/inbound', { config: RECEIVE, schema: { querystring: QUERY } }, async (request) => {
    const sms = received(request);
    const owner = await ownerOfNumber(db, sms.originator);
    if (!owner) throw conflict("User's phone number is not registered in the system");
    const uid = await transaction(db, async (handle) => {
      const stored = await insertInbound(handle, sms, owner);
      await jobs.queue(handle, { type: SMS_INBOUND_PROCESSING, parameters: { sms: stored }, requestedBy: owner.uid });
      return stored;
    });
    return ok(`Received SMS: ${uid}`);
  });
}

function received({ body, query }: FastifyRequest): ReceivedSms {
  const given: MetadataObject =
    body === undefined || body === null || body === '' ? fromQuery(query as MetadataObject) : objectBody(body);
  const text = (name: string): string | undefined => {
    const value = given[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value !== 'string') throw badRequest(`Property ${name} has to be a text.`);
    if (value.length > LONGEST_INBOUND) throw catalogued('E4001', name, LONGEST_INBOUND, value.length);
    return value;
  };
  const originator = text('originator');
  if (originator === undefined) throw conflict('Originator must be specified');
  const message = text('text');
  if (message === undefined) throw conflict('Message must be specified');
  return {
    originator,
    text: message,
    gateway: text('gatewayid') ?? NO_GATEWAY,
    received: momentOf('receiveddate', text('receiveddate')),
    sent: momentOf('sentdate', text('sentdate')),
    encoding: encodingOf(given.smsencoding),
  };
}

const fromQuery = ({ originator, message, receivedTime, gateway }: MetadataObject): MetadataObject => ({
  originator,
  text: message,
  receiveddate: receivedTime,
  gatewayid: gateway,
});

function momentOf(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const date = new Date(/T/.test(text) ? text : `${text}T00:00:00`);
  if (!MOMENT.test(text) || Number.isNaN(date.getTime()))
    throw badRequest(`Property ${name} has to be a date, e.g. 2026-03-15T08:30:00.`);
  return formatTimestamp(date);
}

/** By its word or its number, as gateways send it. */
function encodingOf(value: unknown): number {
  if (value === undefined || value === null || value === '') return 0;
  const place = ENCODINGS.findIndex((word, index) => word === value || String(index) === String(value));
  if (place === -1) throw catalogued('E4027', String(value).slice(0, 100), 'smsencoding');
  return place;
}
