import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, type CurrentUser, parseFields, selectFields } from '../../http/index.js';
import { catalogued, objectNotFound } from '../../kernel/errors/index.js';
import { parseFilters } from '../../metadata/index.js';
import { LIST_QUERY, pageOf, pager, repeated } from '../metadata/index.js';
import { inOrder, matchesAll } from './dimension-list.js';
import { type DimensionRow, type DimensionScope, readDimensionsOf } from './dimension-statements.js';
import type { Program } from './model.js';
import { demandEventAnalytics, readProgram, readPrograms, stageOf } from './program.js';
import { readTrackedEntityType } from './tracked-entity-type.js';

const OF_PROGRAM = Type.Object({
  ...LIST_QUERY.properties,
  programId: Type.Optional(Type.String()),
  programStageId: Type.Optional(Type.String()),
});
const OF_TYPE = Type.Object({
  ...LIST_QUERY.properties,
  trackedEntityType: Type.String(),
  program: Type.Optional(Type.String()),
});

/** What a program can be asked by, as lists for people who put queries together (contract: analytics-query.md §7). */
export function dimensionRoutes(api: ApiServer, db: Db): void {
  const config = { cache: 'private', produces: ['json', 'xml'], xmlRoot: 'dimensions' } as const;

  for (const [path, isEvents, isAggregate] of [
    ['events/query', true, false],
    ['events/aggregate', true, true],
    ['enrollments/query', false, false],
    ['enrollments/aggregate', false, true],
  ] as const) {
    api.get(`/analytics/${path}/dimensions`, { config, schema: { querystring: OF_PROGRAM } }, async (request) => {
      const { user, query } = request;
      demandEventAnalytics(user);
      const { program, stage } = await subjectOf(db, query, user);
      const scope: DimensionScope = {
        programs: [program.uid],
        stage,
        trackedEntityType: undefined,
        isAggregate,
        isEvents,
        user,
      };
      return listed(request, await readDimensionsOf(db, scope));
    });
  }

  api.get(
    '/analytics/trackedEntities/query/dimensions',
    { config, schema: { querystring: OF_TYPE } },
    async (request) => {
      const { user, query } = request;
      demandEventAnalytics(user);
      await readTrackedEntityType(db, query.trackedEntityType, user);
      const all = await readPrograms(db, { trackedEntityType: query.trackedEntityType }, user);
      const programs = all.filter(({ uid, dataReadable }) => dataReadable && uid === (query.program ?? uid));
      if (query.program !== undefined && programs.length === 0) throw catalogued('E7129', query.program);
      const scope: DimensionScope = {
        programs: programs.map(({ uid }) => uid),
        stage: undefined,
        trackedEntityType: query.trackedEntityType,
        isAggregate: false,
        isEvents: false,
        user,
      };
      return listed(request, await readDimensionsOf(db, scope));
    },
  );
}

/** The program of the request, named by itself or by one of its stages. */
async function subjectOf(
  db: Db,
  { programId, programStageId }: { readonly programId?: string; readonly programStageId?: string },
  user: CurrentUser,
): Promise<{ readonly program: Program; readonly stage: string | undefined }> {
  if (programStageId === undefined) {
    return { program: await readProgram(db, programId ?? '', user, false), stage: undefined };
  }
  const [program] = await readPrograms(db, { stage: programStageId }, user);
  if (!program) throw catalogued('E7130', programStageId);
  if (!program.dataReadable) throw catalogued('E7121', user.username, 'Program', program.uid);
  if (programId !== undefined && programId !== program.uid) throw objectNotFound('Program', programId);
  return { program, stage: stageOf([program], programStageId, user).uid };
}

/** One page of the list, as the request wants it sorted and filtered (contract: http.md §7–9). */
function listed(request: FastifyRequest, rows: readonly DimensionRow[]) {
  const filters = parseFilters(repeated(request.query, 'filter'));
  const found = inOrder(matchesAll(rows, filters), repeated(request.query, 'order'));
  const page = pageOf(request.query as object);
  const fields = repeated(request.query, 'fields').join(',');
  const shown = page ? found.slice((page.number - 1) * page.size, page.number * page.size) : found;
  const selection = parseFields(fields === '' ? '*' : fields);
  const path = `${request.apiRoot}${request.routeOptions.url?.replace(/^\/api/, '') ?? ''}`;
  return {
    ...(page && { pager: pager(page, found.length, path, request.query) }),
    dimensions: shown.map((row) => selectFields(presented(row), selection)),
  };
}

/** Without what there is none of. */
const presented = (row: DimensionRow): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
