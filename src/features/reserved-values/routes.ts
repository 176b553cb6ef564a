import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type Db, transaction } from '../../database/index.js';
import { type ApiServer, uidParameter } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { badRequest, conflict } from '../../kernel/errors/index.js';
import { findAttribute, orConflict, type PatternedAttribute } from './attribute.js';
import { reserveValues } from './reserve.js';
import type { ReservedValue } from './statements.js';
import { neededValues, resolvePattern } from './text-pattern.js';

const PARAMS = Type.Object({ uid: uidParameter() });
/** Each question is answered with other values, so no answer is kept. */
const CONFIG = { cache: 'never' } as const;
const PATH = '/trackedEntityAttributes/:uid';
const MOST_AT_ONCE = 1_000;
const LONGEST_DAYS = 36_500;

/** `GET /api/trackedEntityAttributes/{uid}/requiredValues`, `/generate`, `/generateAndReserve` (contract: schema-tables.md reservedvalue; answers of the peer). */
export function valueRoutes(api: ApiServer, db: Db, clock: Clock): void {
  api.get(`${PATH}/requiredValues`, { config: CONFIG, schema: { params: PARAMS } }, async (request) => {
    const { pattern } = await findAttribute(db, request.user, request.params.uid);
    return neededValues(pattern);
  });

  const generate = Type.Object({ expiration: Type.Integer({ default: 3 }) });
  api.get(
    `${PATH}/generate`,
    { config: CONFIG, schema: { params: PARAMS, querystring: generate } },
    async (request) => {
      const [value] = await make(request, request.params.uid, 1, request.query.expiration);
      return value;
    },
  );

  const reserve = Type.Object({
    numberToReserve: Type.Integer({ default: 1 }),
    expiration: Type.Integer({ default: 60 }),
  });
  api.get(
    `${PATH}/generateAndReserve`,
    { config: CONFIG, schema: { params: PARAMS, querystring: reserve } },
    async (request) => await make(request, request.params.uid, request.query.numberToReserve, request.query.expiration),
  );

  async function make(
    request: FastifyRequest,
    uid: string,
    count: number,
    days: number,
  ): Promise<readonly ReservedValue[]> {
    if (count < 1 || count > MOST_AT_ONCE)
      throw badRequest('You can only reserve between 1 and 1000 values in a single request.');
    if (days < 1 || days > LONGEST_DAYS)
      throw badRequest(
        `Value '${days}' is not valid for parameter expiration. It must be a number of days from 1 to ${LONGEST_DAYS}`,
      );
    const attribute = await findAttribute(db, request.user, uid);
    const unitCode = givenUnitCode(attribute, request.query as Readonly<Record<string, unknown>>);
    const resolved = orConflict(() => resolvePattern(attribute.pattern, { unitCode, now: clock.now() }));
    return await transaction(db, (handle) => reserveValues(handle, { attribute, resolved, count, days }));
  }
}

/** @throws OrderlyError 409 in the peer's words when the pattern needs it and it is not there */
function givenUnitCode({ pattern }: PatternedAttribute, query: Readonly<Record<string, unknown>>): string | undefined {
  const needed = pattern.find(({ method }) => method === 'ORG_UNIT_CODE');
  if (!needed) return undefined;
  // Older servers called the value by the whole segment.
  const value = [query.ORG_UNIT_CODE ?? query[needed.raw]].flat().at(-1);
  if (value === undefined || value === '') throw conflict('Missing required values: ORG_UNIT_CODE');
  return String(value);
}
