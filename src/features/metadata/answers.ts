import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendWebMessage, webMessage } from '../../http/index.js';
import { forbidden, objectNotFound } from '../../kernel/errors/index.js';
import type { ImportReport, MetadataType, ObjectReport, TypeReport } from '../../metadata/index.js';

/** The peer's sentence for every report with errors (contract: http.md §4). */
export const SEE_REPORT = 'One or more errors occurred, please see full details in import report.';

const RIGHTS: Readonly<Record<string, string>> = { E3000: 'create', E3001: 'update', E3002: 'delete' };

/**
 * Answers for one object that was created, updated or deleted.
 *
 * @throws OrderlyError 403 without the right, 404 when it is not there
 */
export function answerObject(
  request: FastifyRequest,
  reply: FastifyReply,
  type: MetadataType,
  { report, purgedDataValues = 0 }: { readonly report: ImportReport; readonly purgedDataValues?: number },
): FastifyReply {
  const [object] = report.typeReports[0]?.objectReports ?? [];
  if (!object) throw new Error(`No report for an object of ${type.name}.`);
  for (const { errorCode } of object.errorReports) {
    const right = RIGHTS[errorCode];
    if (right !== undefined) throw forbidden(`You don't have the proper permissions to ${right} this object.`);
    if (errorCode === 'E5001') throw objectNotFound(type.simpleName, object.uid);
  }
  const response = objectResponse(object, purgedDataValues);
  if (object.errorReports.length > 0) return refuse(reply, object, response);
  if (report.stats.created > 0) {
    reply.header('Location', `${request.apiRoot}/${type.plural}/${object.uid}`);
    return sendWebMessage(reply, webMessage(201, { response }));
  }
  const message =
    purgedDataValues > 0 ? `${purgedDataValues} soft-deleted data values were removed with the object.` : undefined;
  return sendWebMessage(reply, webMessage(200, { message, response }));
}

/** What keeps an object from being deleted is said in so many words; all else is in the report. */
function refuse(reply: FastifyReply, { errorReports }: ObjectReport, response: ReturnType<typeof objectResponse>) {
  const kept = errorReports.find(({ errorCode }) => errorCode === 'E4030' || errorCode === 'E4060');
  const details = kept ? { message: kept.message, errorCode: kept.errorCode } : { message: SEE_REPORT };
  return sendWebMessage(reply, webMessage(409, { status: 'ERROR', ...details, response }));
}

const objectResponse = (
  { klass, uid, displayName, errorReports }: ObjectReport,
  purgedDataValues: number,
): Readonly<Record<string, unknown>> => ({
  responseType: 'ObjectReport',
  klass,
  uid,
  ...(displayName !== undefined && errorReports.length > 0 && { displayName }),
  errorReports,
  ...(purgedDataValues > 0 && { purgedDataValues }),
});

/** Answers for a collection that was changed. */
export function answerType(reply: FastifyReply, report: TypeReport): FastifyReply {
  const bad = report.objectReports.some(({ errorReports }) => errorReports.length > 0);
  const response = { responseType: 'TypeReport', ...report };
  return sendWebMessage(
    reply,
    bad ? webMessage(409, { status: 'WARNING', message: SEE_REPORT, response }) : webMessage(200, { response }),
  );
}

/** Answers for a payload of many objects (contract: imports.md §8.1). */
export function answerImport(reply: FastifyReply, report: ImportReport): FastifyReply {
  const response = { ...report };
  return sendWebMessage(
    reply,
    report.status === 'OK'
      ? webMessage(200, { response })
      : webMessage(409, { status: 'WARNING', message: SEE_REPORT, response }),
  );
}
