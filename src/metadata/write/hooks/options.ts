import { sql } from 'kysely';
import { typeNamed } from '../../model/registry.js';
import { type BundleObject, described } from '../bundle.js';
import { referenceOf } from '../references.js';
import { errorReport } from '../report.js';
import type { HookContext, TypeHook } from './hook.js';

/** Codes of options are unique within their set (contract: schema-tables.md `optionvalue`). */
export const optionHook: TypeHook = {
  async check(objects: readonly BundleObject[], { db, known }: HookContext): Promise<void> {
    const places = objects.flatMap((object) => {
      const reference = referenceOf(object.source.optionSet);
      const set = reference && known.find(typeNamed('optionSet'), reference);
      return set && typeof object.source.code === 'string' ? [{ object, set: set.uid, code: object.source.code }] : [];
    });
    const seen = new Map<string, BundleObject>();
    for (const { object, set, code } of places) {
      const place = `${set}/${code}`;
      const other = seen.get(place);
      if (other) object.errors.push(taken(object, code, other.uid));
      else seen.set(place, object);
    }
    const { rows } = await sql<{ uid: string; set: string; code: string }>`
      select optionvalue.uid, optionset.uid as set, optionvalue.code
      from optionvalue
      join optionset on optionset.optionsetid = optionvalue.optionsetid
      where optionset.uid = any (${[...new Set(places.map(({ set }) => set))]})
        and optionvalue.code = any (${[...new Set(places.map(({ code }) => code))]})
    `.execute(db);
    for (const { uid, set, code } of rows) {
      const object = seen.get(`${set}/${code}`);
      if (object && object.uid !== uid) object.errors.push(taken(object, code, uid));
    }
  },
};

const taken = (object: BundleObject, code: string, holder: string) =>
  errorReport(object.type, 'E5003', ['code', code, described(object), holder], { property: 'code', id: object.uid });
