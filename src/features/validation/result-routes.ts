import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, listParameter, selectByParameter } from '../../http/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { pageOf, pager } from '../metadata/index.js';
import { deleteResult, deleteResults, findResult, listResults } from './results.js';

const LIST = Type.Object({
  ou: listParameter(),
  vr: listParameter(),
  pe: listParameter(),
  createdDate: listParameter(),
  page: Type.Optional(Type.Integer()),
  pageSize: Type.Optional(Type.Integer()),
  paging: Type.Optional(Type.Boolean()),
  skipPaging: Type.Optional(Type.Boolean()),
});
const DELETION = Type.Object({
  ou: listParameter(),
  vr: listParameter(),
  pe: Type.Optional(Type.String()),
  created: Type.Optional(Type.String()),
  notificationSent: Type.Optional(Type.Boolean()),
});
const ONE = Type.Object({ id: Type.String() });
const PATH = '/validationResults';
const CONFIG = { produces: ['json'] as const, cache: 'private' as const };
const DELETES = { authorities: ['F_PERFORM_MAINTENANCE'] };
/** A key has at most as many digits as are exact numbers here. */
const KEY = /^\d{1,15}$/;

/** `/api/validationResults` (contract: tables.md §6.4). */
export function resultRoutes(api: ApiServer, db: Db): void {
  api.get(PATH, { config: CONFIG, schema: { querystring: LIST } }, async (request) => {
    const { ou, vr, pe, createdDate, ...paging } = request.query;
    const page = pageOf(paging);
    const { total, results } = await listResults(
      db,
      { ou, vr, pe, created: createdDate },
      page && { offset: (page.number - 1) * page.size, limit: page.size },
    );
    return {
      ...(page && { pager: pager(page, total, `${request.apiRoot}${PATH}`, request.query) }),
      validationResults: selectByParameter(results, fieldsOf(request.query)),
    };
  });

  api.get(`${PATH}/:id`, { config: CONFIG, schema: { params: ONE } }, async (request) => {
    const { id } = request.params;
    const result = KEY.test(id) ? await findResult(db, Number(id)) : undefined;
    if (!result) throw missing(id);
    return selectByParameter(result, fieldsOf(request.query));
  });

  api.delete(`${PATH}/:id`, { config: DELETES, schema: { params: ONE } }, async (request, reply) => {
    const { id } = request.params;
    if (!KEY.test(id) || !(await deleteResult(db, Number(id)))) throw missing(id);
    return await reply.code(204).send();
  });

  api.delete(PATH, { config: DELETES, schema: { querystring: DELETION } }, async (request, reply) => {
    const { ou, vr, pe, created, notificationSent } = request.query;
    const periods = (name: string | undefined) => (name === undefined || name === '' ? [] : [name]);
    await deleteResults(db, { ou, vr, pe: periods(pe), created: periods(created), notificationSent });
    return await reply.code(204).send();
  });
}

const missing = (id: string) => notFound(`ValidationResult with id ${id} could not be found.`);

/** `fields`, which hold commas that do not separate values. */
function fieldsOf(query: unknown): readonly string[] {
  const { fields } = query as { readonly fields?: string | readonly string[] };
  return fields === undefined ? [] : [fields].flat();
}
