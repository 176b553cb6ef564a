import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, ok } from '../../http/index.js';
import type { Jobs } from '../../jobs/index.js';
import { badRequest, conflict } from '../../kernel/errors/index.js';
import { objectBody } from '../metadata/index.js';
import { readSettings } from '../settings/index.js';
import { jobStarted } from '../tasks/index.js';
import { SMS_SEND } from './jobs.js';
import { isPhoneNumber } from './outbound.js';
import { sendSms } from './send-sms.js';

const SEND = { authorities: ['F_MOBILE_SENDSMS'] };
const QUERY = Type.Object({
  recipient: Type.Optional(Type.String()),
  message: Type.Optional(Type.String()),
  /** Answers at once and sends as a job. */
  async: Type.Boolean({ default: false }),
});

/** Sending SMS: `?recipient=&message=`, or both in a body. */
export function outboundRoutes(api: ApiServer, db: Db, jobs: Jobs): void {
  api.post('/sms/outbound', { config: SEND, schema: { querystring: QUERY } }, async (request, reply) => {
    const { recipients, text } = wanted(request);
    if (recipients.length === 0) throw conflict('Recipient must be specified');
    if (text.trim() === '') throw conflict('Message must be specified');
    const wrong = recipients.find((recipient) => !isPhoneNumber(recipient));
    if (wrong !== undefined) throw conflict(`This is no telephone number: ${wrong.slice(0, 100)}`);
    const { keySmsMaxLength } = await readSettings(db);
    if (keySmsMaxLength > 0 && text.length > keySmsMaxLength)
      throw conflict(`The message is longer than the ${keySmsMaxLength} characters of the setting keySmsMaxLength.`);
    if (request.query.async) {
      const parameters = { recipientsList: recipients, message: text };
      return jobStarted(
        request,
        reply,
        await jobs.queue(db, { type: SMS_SEND, parameters, requestedBy: request.user.uid }),
      );
    }
    const { sent, failed, problem } = await sendSms(db, { recipients, text });
    if (problem !== undefined)
      throw conflict(sent === 0 ? problem : `${problem} It was sent to ${sent} of ${sent + failed} recipients.`);
    return ok('SMS sent');
  });
}

function wanted({ body, query }: FastifyRequest): { readonly recipients: readonly string[]; readonly text: string } {
  const { recipient, message } = query as { readonly recipient?: string; readonly message?: string };
  if (body === undefined || body === null || body === '')
    return { recipients: recipient ? [recipient] : [], text: message ?? '' };
  const { recipients = [], message: text = '' } = objectBody(body);
  if (!Array.isArray(recipients) || !recipients.every((number) => typeof number === 'string'))
    throw badRequest('Property recipients has to be a list of telephone numbers.');
  if (typeof text !== 'string') throw badRequest('Property message has to be a text.');
  return { recipients, text };
}
