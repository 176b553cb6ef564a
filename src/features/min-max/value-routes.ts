import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, ok } from '../../http/index.js';
import { catalogued, errorText, OrderlyError } from '../../kernel/errors/index.js';
import { objectBody } from '../metadata/index.js';
import { deleteValues, storeValues } from './store.js';
import { readKey, readValue, type SentValue, sentObject, sentRow, told } from './values.js';

const PLACE = Type.Object({
  de: Type.Optional(Type.String()),
  ou: Type.Optional(Type.String()),
  co: Type.Optional(Type.String()),
});
const config = { authorities: ['F_MINMAX_DATAELEMENT_ADD'] };

/** One value at a time: `/api/minMaxDataElements` (contract: data-admin.md §1.3) and, as data entry does it, `/api/dataEntry/minMaxValues` (§1.5). */
export function valueRoutes(api: ApiServer, db: Db): void {
  api.post('/minMaxDataElements', { config }, async (request, reply) => {
    await store(db, sentObject(objectBody(request.body)));
    return await reply.code(201).send();
  });

  api.delete('/minMaxDataElements', { config }, async (request, reply) => {
    await remove(db, sentObject(objectBody(request.body)));
    return await noContent(reply);
  });

  api.post('/dataEntry/minMaxValues', { config }, async (request) => {
    await store(db, sentRow({ ...objectBody(request.body), generated: false }));
    return ok();
  });

  api.delete('/dataEntry/minMaxValues', { config, schema: { querystring: PLACE } }, async (request, reply) => {
    const { de, ou, co } = request.query;
    const place = { dataElement: de, orgUnit: ou, optionCombo: co };
    await remove(db, sentRow(request.body === undefined ? place : objectBody(request.body)));
    return await noContent(reply);
  });
}

/** @throws OrderlyError 400 for a payload that does not fit, E2047 for ids of nothing */
async function store(db: Db, sent: SentValue): Promise<void> {
  const value = readValue(sent, false);
  if ((await storeValues(db, [value])) === 0) throw catalogued('E2047', told(value));
}

/** @throws OrderlyError 404 E2047 when there is no such value */
async function remove(db: Db, sent: SentValue): Promise<void> {
  const key = readKey(sent);
  if ((await deleteValues(db, [key])) === 0)
    throw new OrderlyError(404, errorText('E2047', told(key)), { code: 'E2047' });
}

const noContent = async (reply: FastifyReply): Promise<FastifyReply> => await reply.code(204).send();
