import type { FastifyReply, FastifyRequest } from 'fastify';
import { webMessage } from '../../http/index.js';
import { answerMessage, type ImportOptions } from '../imports/index.js';

import type { OldResource } from './resources.js';
import type { Status, Summaries, Summary } from './summaries.js';

const MESSAGES: Readonly<Record<Status, string>> = {
  SUCCESS: 'Import was successful.',
  WARNING: 'One or more conflicts encountered, please check import summary.',
  ERROR: 'An error occurred, please check import summary.',
};

/** As the peer writes it. */
const WARNING_OF_ONE = 'One more conflicts encountered, please check import summary.';

const WEB_STATUS = { SUCCESS: 'OK', WARNING: 'WARNING', ERROR: 'ERROR' } as const;

/** What a request says of its answer. */
export interface Wish {
  /** 201 whatever comes of it. */
  readonly legacyStatus?: boolean;
  /** `200`: only errors are 409. */
  readonly conflictStatus?: string;
}

const statusCode = (status: Status, { legacyStatus = false, conflictStatus }: Wish): number => {
  if (legacyStatus) return 201;
  return status === 'SUCCESS' || (status === 'WARNING' && conflictStatus === '200') ? 200 : 409;
};

/** Answers for a list of objects (contract: imports.md §5, http.md §4). */
export function answerList(
  request: FastifyRequest,
  reply: FastifyReply,
  resource: OldResource,
  { importSummaries, ...counts }: Summaries,
  importOptions: ImportOptions,
  wish: Wish,
): FastifyReply {
  const { status } = counts;
  const path = `${request.apiRoot}/${resource.plural}`;
  const [only] = importSummaries;
  const isOne = importSummaries.length === 1;
  if (isOne && only?.reference !== undefined && isThere(only, importOptions))
    reply.header('Location', `${path}/${only.reference}`);
  const summaries = importSummaries.map((summary) => ({
    ...(isThere(summary, importOptions) ? withHref(summary, path) : summary),
    ...(isOne && { importOptions }),
  }));
  const response = { ...counts, importOptions, importSummaries: summaries };
  return answer(request, reply, statusCode(status, wish), status, MESSAGES[status], response);
}

/** Answers for one object. */
export function answerOne(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, importSummaries: [summary] }: Summaries,
  importOptions: ImportOptions | undefined,
  wish: Wish = {},
): FastifyReply {
  const message = status === 'WARNING' ? WARNING_OF_ONE : MESSAGES[status];
  const response = { ...summary, ...(importOptions && { importOptions }) };
  return answer(request, reply, statusCode(status, wish), status, message, response);
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  code: number,
  status: Status,
  message: string,
  response: Readonly<Record<string, unknown>>,
): FastifyReply {
  return answerMessage(request, reply, webMessage(code, { status: WEB_STATUS[status], message, response }));
}

/** Whether there is something to be looked at after the import. */
const isThere = ({ status, importCount }: Summary, options: ImportOptions): boolean =>
  status !== 'ERROR' && importCount.imported + importCount.updated > 0 && !options.dryRun;

const withHref = (summary: Summary, path: string): Summary => ({ ...summary, href: `${path}/${summary.reference}` });
