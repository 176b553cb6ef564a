import { sql } from 'kysely';
import { hasAuthority } from '../../../http/index.js';
import { typeNamed } from '../../model/registry.js';
import type { BundleObject } from '../bundle.js';
import { referenceOf } from '../references.js';
import { errorReport } from '../report.js';
import type { HookContext } from './hook.js';

/** What it takes to give a unit another parent. */
const MOVE = 'F_ORGANISATIONUNIT_MOVE';

/** Whoever may change units may not move them for that alone: all data below come to count elsewhere. */
export async function checkMoves(objects: readonly BundleObject[], context: HookContext): Promise<void> {
  const { user } = context.access;
  if (hasAuthority(user, MOVE)) return;
  const type = typeNamed('organisationUnit');
  const updated = objects.filter(({ action }) => action === 'update');
  const { rows } = await sql<{ uid: string; parent: string | null }>`
    select unit.uid, above.uid as parent
    from organisationunit as unit
    left join organisationunit as above on above.organisationunitid = unit.parentid
    where unit.uid = any (${updated.map(({ uid }) => uid)})
  `.execute(context.db);
  const parents = new Map(rows.map(({ uid, parent }) => [uid, parent]));
  for (const object of updated) {
    const reference = referenceOf(object.source.parent);
    const parent = (reference && context.known.find(type, reference)?.uid) ?? null;
    if (parent !== parents.get(object.uid))
      object.errors.push(errorReport(type, 'E1520', [user.username], { property: 'parent', id: object.uid }));
  }
}
