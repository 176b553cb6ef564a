import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import type { ApiServer } from '../../http/index.js';
import { badRequest, catalogued, forbidden, objectNotFound } from '../../kernel/errors/index.js';
import { isObject, type MetadataType, storedObjects, WriteAccess } from '../../metadata/index.js';
import { objectBody } from './bodies.js';
import { UID_PARAMS } from './read-routes.js';
import type { WriteServices } from './write-routes.js';

/** One text in one language. */
interface Translation {
  readonly locale: string;
  readonly property: string;
  readonly value: string;
}

/** `PUT /{uid}/translations` (contract: imports.md §8.4): replaces all translations of an object. */
export function translationRoutes(api: ApiServer, { db }: WriteServices, type: MetadataType): void {
  api.put(`/${type.plural}/:uid/translations`, { schema: { params: UID_PARAMS } }, async (request, reply) => {
    if (!type.traits.has('translations')) throw catalogued('E1107', type.simpleName);
    const translations = readTranslations(objectBody(request.body).translations);
    await transaction(db, async (handle) => {
      const key = await writableKey(handle, type, request.params.uid, await WriteAccess.of(handle, request.user));
      await sql`
        update ${sql.table(type.table)} as changed
        set translations = ${JSON.stringify(translations)}::jsonb, lastupdated = localtimestamp
        where changed.${sql.id(type.key)} = ${key}
      `.execute(handle);
    });
    return await reply.code(204).send();
  });
}

/** @throws OrderlyError 404 or 403 */
async function writableKey(db: Db, type: MetadataType, uid: string, access: WriteAccess): Promise<number> {
  const [stored] = await storedObjects(db, type, [uid]);
  if (!stored) throw objectNotFound(type.simpleName, uid);
  if (!access.mayUpdate(type, stored.sharing))
    throw forbidden("You don't have the proper permissions to update this object.");
  return stored.key;
}

function readTranslations(raw: unknown): readonly Translation[] {
  if (!Array.isArray(raw)) throw badRequest('Property translations has to be a list.');
  const seen = new Set<string>();
  return raw.map((entry) => {
    const { locale, property, value } = isObject(entry) ? entry : {};
    for (const [name, text] of Object.entries({ locale, property, value }))
      if (typeof text !== 'string' || text === '') throw catalogued('E4000', name);
    const place = `${String(property)} ${String(locale)}`;
    if (seen.has(place)) throw catalogued('E1106', String(property), String(locale));
    seen.add(place);
    return { locale: String(locale), property: String(property), value: String(value) };
  });
}
