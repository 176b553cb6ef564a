import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { FieldSelection } from '../../http/index.js';
import type { ReadContext } from '../model/read-context.js';
import { typeNamed } from '../model/registry.js';
import type { MetadataObject, MetadataType } from '../model/type.js';
import { readList } from '../read/read.js';
import { preset } from '../read/selection.js';
import { elementsOf, referenceOf, referencePlaces } from '../write/references.js';

/** Where an object is used and by whom is not what it is made of. */
const LEFT_OUT = new Set([
  'user',
  'userRole',
  'userGroup',
  'organisationUnit',
  'organisationUnitGroup',
  'fileResource',
]);

/**
 * An object with everything that it is made of, for an export that can be imported elsewhere: what it refers to, what that refers to, and so on. Organisation units,
 * users and their groups stay out. One statement for each type and step, however many objects there are.
 */
export async function readWithDependencies(
  db: Db,
  type: MetadataType,
  uid: string,
  context: ReadContext,
): Promise<ReadonlyMap<MetadataType, readonly MetadataObject[]>> {
  const found = new Map<MetadataType, Map<string, MetadataObject>>();
  let wanted = new Map([[type, new Set([uid])]]);
  while (wanted.size > 0) {
    const next = new Map<MetadataType, Set<string>>();
    for (const [target, uids] of wanted) {
      const known = found.get(target) ?? new Map<string, MetadataObject>();
      found.set(target, known);
      // What is not there, or may not be read, is remembered too, so that nobody asks again.
      for (const object of await readObjects(db, target, [...uids], context)) known.set(String(object.id), object);
      for (const object of uids) {
        const read = known.get(object);
        if (!read) continue;
        for (const reference of referencesOf(target, read)) {
          if (LEFT_OUT.has(reference.target.name) || found.get(reference.target)?.has(reference.uid)) continue;
          next.set(reference.target, (next.get(reference.target) ?? new Set()).add(reference.uid));
        }
      }
    }
    for (const [target, uids] of next) for (const asked of uids) if (wanted.get(target)?.has(asked)) uids.delete(asked);
    wanted = new Map([...next].filter(([, uids]) => uids.size > 0));
  }
  return new Map([...found].map(([target, objects]) => [target, [...objects.values()]]));
}

function* referencesOf(type: MetadataType, object: MetadataObject) {
  for (const { target, reference } of referencePlaces(type, object)) {
    if (target.standalone && reference.id !== undefined) yield { target, uid: reference.id };
  }
  for (const name of companions(type)) {
    const property = type.properties.get(name);
    for (const element of elementsOf(object[name])) {
      const reference = referenceOf(element)?.id;
      if (reference !== undefined && property?.kind === 'children')
        yield { target: typeNamed(property.to), uid: reference };
    }
  }
}

/** Lists of independent objects that belong to this one although a payload does not decide about them here, e.g. the sections of a data set. */
const companions = (type: MetadataType): readonly string[] =>
  [...type.properties].flatMap(([name, property]) =>
    property.kind === 'children' && property.goesAlong === true ? [name] : [],
  );

async function readObjects(
  db: Db,
  type: MetadataType,
  uids: readonly string[],
  context: ReadContext,
): Promise<readonly MetadataObject[]> {
  const fields: FieldSelection = {
    ...preset('owner'),
    named: new Map(companions(type).map((name) => [name, { transformers: [] }])),
  };
  const where = (alias: string) => sql<boolean>`${sql.ref(`${alias}.uid`)} = any (${uids})`;
  const { objects } = await readList(db, type, { fields, where }, context);
  return JSON.parse(`[${objects}]`) as readonly MetadataObject[];
}
