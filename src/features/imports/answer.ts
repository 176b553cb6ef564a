import { XMLBuilder } from 'fast-xml-parser';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONTENT_TYPES, type WebMessage, webMessage } from '../../http/index.js';
import { withoutControls } from '../../kernel/markup.js';
import type { ImportQuery } from './import-options.js';
import type { ImportSummary } from './import-summary.js';

/** HTTP status, status of the envelope and its sentence, the peer's slips included (contract: imports.md §2.3). */
const ANSWERS = {
  SUCCESS: { code: 200, status: 'OK', message: 'Import was successful.' },
  WARNING: {
    code: 409,
    status: 'WARNING',
    message: 'One more conflicts encountered, please check import summary.',
  },
  ERROR: { code: 409, status: 'ERROR', message: 'An error occurred, please check import summary.' },
} as const;

/** The envelope of a summary. Clients that ask for it get 200 when only some of the data were taken (contract: imports.md §9 no. 5). */
function summaryMessage(
  summary: ImportSummary,
  { conflictStatus }: Partial<Pick<ImportQuery, 'conflictStatus'>> = {},
): WebMessage {
  const { code, status, message } = ANSWERS[summary.status];
  const told = summary.status === 'WARNING' && conflictStatus === '200' ? 200 : code;
  return webMessage(told, { status, message, response: { ...summary } });
}

/** Answers with the summary of an import, as XML where the payload was XML or XML is asked for. */
export function answerSummary(
  request: FastifyRequest<{ Querystring: ImportQuery }>,
  reply: FastifyReply,
  summary: ImportSummary,
): FastifyReply {
  return answerMessage(request, reply, summaryMessage(summary, request.query));
}

/** Answers with the envelope of an import, as XML where the payload was XML or XML is asked for. */
export function answerMessage(request: FastifyRequest, reply: FastifyReply, message: WebMessage): FastifyReply {
  const wantsXml = request.media === 'xml' || (isXml(request) && !acceptsJson(request));
  reply.code(message.httpStatusCode);
  if (message.httpStatusCode >= 400) reply.header('Cache-Control', 'no-cache, private');
  if (!wantsXml) return reply.type(CONTENT_TYPES.json).serializer(JSON.stringify).send(message);
  return reply
    .type(CONTENT_TYPES.xml)
    .serializer((payload) => summaryXml(payload as WebMessage))
    .send(message);
}

const isXml = ({ headers }: FastifyRequest): boolean => (headers['content-type'] ?? '').includes('xml');
const acceptsJson = ({ headers }: FastifyRequest): boolean => (headers.accept ?? '').includes('json');

const xmlBuilder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
});

/** Members that are elements of their own in XML; the other plain ones are attributes. */
const ELEMENTS = new Set(['description', 'dataSetComplete']);

/** The envelope as XML, whose plain members are attributes (contract: imports.md §1.2). */
function summaryXml(message: WebMessage): string {
  const body = {
    webMessage: { '@xmlns': 'http://dhis2.org/schema/dxf/2.0', ...(xmlOf({ ...message }) as object) },
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlBuilder.build(body)}`;
}

function xmlOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? withoutControls(value) : value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
      if (member === undefined || member === null) return [];
      if (Array.isArray(member)) return [[name, { [singular(name)]: member.map(xmlOf) }]];
      const plain = typeof member !== 'object' && !ELEMENTS.has(name);
      return [[plain ? `@${name}` : name, xmlOf(plain ? String(member) : member)]];
    }),
  );
}

const singular = (name: string): string => name.replace(/ies$/, 'y').replace(/(?<=x)es$|s$/, '');
