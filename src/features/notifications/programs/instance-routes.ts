import { Type } from 'typebox';
import type { Db } from '../../../database/index.js';
import { type ApiServer, uidParameter } from '../../../http/index.js';
import { badRequest, objectNotFound } from '../../../kernel/errors/index.js';
import { timestamp } from '../../../metadata/index.js';
import { LIST_QUERY, pageOf, pager } from '../../metadata/index.js';
import { deleteInstance, type InstanceFilter, isStored, readInstances } from './instance-store.js';

const { page, pageSize, paging, skipPaging } = LIST_QUERY.properties;
const QUERY = Type.Object({
  page,
  pageSize,
  paging,
  skipPaging,
  enrollment: Type.Optional(uidParameter()),
  event: Type.Optional(uidParameter()),
  /** Names before 2.41. */
  programInstance: Type.Optional(uidParameter()),
  programStageInstance: Type.Optional(uidParameter()),
  scheduledAt: Type.Optional(Type.String()),
});

const PATH = 'programNotificationInstances';
const config = { authorities: ['ALL'], cache: 'private' as const };

/** `/api/programNotificationInstances`: the messages that program rules put down for a day. */
export function instanceRoutes(api: ApiServer, db: Db): void {
  api.get(`/${PATH}`, { config, schema: { querystring: QUERY } }, async (request) => {
    const { query } = request;
    const filter: InstanceFilter = {
      enrollment: oneOf('enrollment', query.enrollment, 'programInstance', query.programInstance),
      event: oneOf('event', query.event, 'programStageInstance', query.programStageInstance),
      scheduledAt: query.scheduledAt === undefined ? undefined : momentOf(query.scheduledAt),
    };
    if (filter.event !== undefined && !(await isStored(db, 'event', filter.event)))
      throw objectNotFound('Event', filter.event);
    if (filter.enrollment !== undefined && !(await isStored(db, 'enrollment', filter.enrollment)))
      throw objectNotFound('Enrollment', filter.enrollment);
    const asked = pageOf(query);
    const range = asked && { offset: (asked.number - 1) * asked.size, limit: asked.size };
    const { total, instances } = await readInstances(db, filter, range);
    return {
      ...(asked && { pager: pager(asked, total, `${request.apiRoot}/${PATH}`, query) }),
      programNotificationInstances: instances,
    };
  });

  api.delete(
    `/${PATH}/:uid`,
    { config, schema: { params: Type.Object({ uid: uidParameter() }) } },
    async (request, reply) => {
      const { uid } = request.params;
      if (!(await deleteInstance(db, uid))) throw objectNotFound('ProgramNotificationInstance', uid);
      return reply.code(204).send();
    },
  );
}

/** What a parameter with an old and a new name says. */
function oneOf(
  name: string,
  value: string | undefined,
  oldName: string,
  oldValue: string | undefined,
): string | undefined {
  if (value !== undefined && oldValue !== undefined)
    throw badRequest(`Parameters ${oldName} and ${name} mean the same: send ${name} only.`);
  return value ?? oldValue;
}

function momentOf(text: string): NonNullable<InstanceFilter['scheduledAt']> {
  const from = timestamp(text);
  if (from === undefined) throw badRequest(`Parameter scheduledAt is no date: ${text}`);
  return { from, wholeDay: /^[\d-]{8,10}$/.test(text) };
}
