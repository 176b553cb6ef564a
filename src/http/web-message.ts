import type { FastifyReply } from 'fastify';

/** DHIS2's envelope (contract: http.md §4). Members that are undefined are left out; the order is the peer's. */
export interface WebMessage {
  readonly httpStatus: string;
  readonly httpStatusCode: number;
  readonly status: 'OK' | 'WARNING' | 'ERROR';
  readonly message?: string;
  readonly devMessage?: string;
  readonly response?: Readonly<Record<string, unknown>>;
  readonly errorCode?: string;
}

const PHRASES: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Payload Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

export interface WebMessageDetails {
  readonly status?: WebMessage['status'];
  readonly message?: string | undefined;
  readonly devMessage?: string | undefined;
  readonly response?: Readonly<Record<string, unknown>> | undefined;
  readonly errorCode?: string | undefined;
}

export function webMessage(code: number, details: WebMessageDetails = {}): WebMessage {
  const { status = code < 400 ? 'OK' : 'ERROR', message, devMessage, response, errorCode } = details;
  return {
    httpStatus: PHRASES[code] ?? 'Unknown',
    httpStatusCode: code,
    status,
    ...(message !== undefined && { message }),
    ...(devMessage !== undefined && { devMessage }),
    ...(response !== undefined && { response }),
    ...(errorCode !== undefined && { errorCode }),
  };
}

/** 200 with a sentence. */
export const ok = (message?: string, response?: WebMessageDetails['response']): WebMessage =>
  webMessage(200, { message, response });

/** Sends a message with the status that it names; 4xx and 5xx are not to be kept. */
export function sendWebMessage(reply: FastifyReply, message: WebMessage): FastifyReply {
  if (message.httpStatusCode >= 400) reply.header('Cache-Control', 'no-cache, private');
  return reply.code(message.httpStatusCode).send(message);
}
