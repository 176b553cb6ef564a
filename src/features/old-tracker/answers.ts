import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendWebMessage, webMessage } from '../../http/index.js';
import { type OldOptions, repeated } from './options.js';
import type { OldResource } from './resources.js';
import type { Status, Summaries, Summary } from './summaries.js';

const FAILED = 'An error occurred, please check import summary.';
const GOOD = 'Import was successful.';

const MESSAGES: Readonly<Record<Status, string>> = {
  SUCCESS: GOOD,
  WARNING: 'One or more conflicts encountered, please check import summary.',
  ERROR: FAILED,
};

/** As the peer writes it. */
const MESSAGES_OF_ONE: Readonly<Record<Status, string>> = {
  ...MESSAGES,
  WARNING: 'One more conflicts encountered, please check import summary.',
};

/** Answers for a list of objects (contract: imports.md §5, http.md §4). `legacyStatus`: the status of the answer that the enrollments had, whatever became of them. */
export function answerList(
  request: FastifyRequest,
  reply: FastifyReply,
  resource: OldResource,
  summaries: Summaries,
  options: OldOptions,
  legacyStatus = false,
): FastifyReply {
  const importOptions = repeated(options);
  const { importSummaries, status } = summaries;
  const [only] = importSummaries;
  const isOne = importSummaries.length === 1 && only !== undefined;
  const path = `${request.apiRoot}/${resource.plural}`;
  if (isOne && only.status !== 'ERROR' && !options.dryRun && only.reference !== undefined)
    reply.header('Location', `${path}/${only.reference}`);
  const response = {
    ...withOptions(summaries, importOptions),
    importSummaries: importSummaries.map((summary) => {
      const { reference, importCount } = summary;
      const isThere = summary.status !== 'ERROR' && importCount.deleted === 0 && options.strategy !== 'DELETE';
      const hrefed = isThere && !options.dryRun ? { ...summary, href: `${path}/${reference}` } : summary;
      return isOne ? { ...hrefed, importOptions } : hrefed;
    }),
  };
  const code = legacyStatus ? 201 : status === 'SUCCESS' ? 200 : 409;
  return sendWebMessage(reply, webMessage(code, { status: WEB_STATUS[status], message: MESSAGES[status], response }));
}

/** Answers for one object. */
export function answerOne(reply: FastifyReply, summary: Summary, status: Status, options?: OldOptions): FastifyReply {
  const response = { ...summary, ...(options && { importOptions: repeated(options) }) };
  const code = status === 'SUCCESS' ? 200 : 409;
  return sendWebMessage(
    reply,
    webMessage(code, { status: WEB_STATUS[status], message: MESSAGES_OF_ONE[status], response }),
  );
}

const WEB_STATUS = { SUCCESS: 'OK', WARNING: 'WARNING', ERROR: 'ERROR' } as const;

/** The options stand before the summaries, as the peer writes them. */
function withOptions({ importSummaries, ...counts }: Summaries, importOptions: Readonly<Record<string, unknown>>) {
  return { ...counts, importOptions, importSummaries };
}
