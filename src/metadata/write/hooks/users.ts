import { sql } from 'kysely';
import { hashPassword, passwordProblem, readLoginPolicy } from '../../../http/index.js';
import { formatTimestamp } from '../../../kernel/clock.js';
import { forEachWithin, workerLimit } from '../../../kernel/parallel.js';
import { typeNamed } from '../../model/registry.js';
import type { BundleObject } from '../bundle.js';
import { elementsOf, referenceOf } from '../references.js';
import { errorReport } from '../report.js';
import { needsManagedGroup, obstacles, openGroups } from '../user-rights.js';
import type { HookContext, TypeHook } from './hook.js';
import { leaveBehind } from './leaving-users.js';

/** Hashing is work for one core each; the library does it on threads of its own. */
const HASHING = workerLimit(4);

const changesPassword = ({ source }: BundleObject): boolean =>
  typeof source.password === 'string' && source.password !== '';

export const userHook: TypeHook = {
  async check(objects, context) {
    await checkPasswords(objects, context);
    await checkRoles(objects, context);
    await checkStored(objects, context, 'E3001');
    await checkGroups(objects, context);
  },

  checkDelete: async (objects, context) => await checkStored(objects, context, 'E3002'),

  beforeDelete: leaveBehind,

  async prepare(objects, { now }) {
    // Whether somebody has accepted their invitation is no matter of the payload: null keeps what is stored.
    for (const object of objects) if (object.action === 'update') object.columns.invitation = null;
    await forEachWithin(HASHING, objects.filter(changesPassword), async (object) => {
      object.columns.password = await hashPassword(String(object.source.password));
      object.columns.passwordlastupdated = formatTimestamp(now);
    });
  },

  /** Whoever used the old password somewhere has to show the new one, and who may not come in is not in any more. */
  async after(objects, { db }) {
    const out = objects.filter(
      (object) => object.action === 'update' && (changesPassword(object) || String(object.source.disabled) === 'true'),
    );
    if (out.length === 0) return;
    await sql`
      delete from orderly.http_session as session where session.user_id = any (${out.map(({ key }) => key)})
    `.execute(db);
  },
};

async function checkPasswords(objects: readonly BundleObject[], { db }: HookContext): Promise<void> {
  const changed = objects.filter(changesPassword);
  if (changed.length === 0) return;
  const { passwordLimits } = await readLoginPolicy(db);
  for (const { source, type, uid, errors } of changed) {
    const problem = passwordProblem(String(source.password), String(source.username), passwordLimits);
    if (problem !== undefined)
      errors.push(errorReport(type, 'E4005', ['password', problem], { property: 'password', id: uid }));
  }
}

/** The objects that a list of a user names. */
function namedIn(object: BundleObject, list: 'userRoles' | 'userGroups', { known }: HookContext): readonly string[] {
  const type = typeNamed(list === 'userRoles' ? 'userRole' : 'userGroup');
  return elementsOf(object.source[list]).flatMap((element) => {
    const reference = referenceOf(element);
    return (reference && known.find(type, reference)?.uid) ?? [];
  });
}

/** Nobody makes a user who may do more than they may themselves. */
async function checkRoles(objects: readonly BundleObject[], context: HookContext): Promise<void> {
  const { db, access } = context;
  const { user } = access;
  if (user.isSuper) return;
  const wanted = objects.flatMap((object) => namedIn(object, 'userRoles', context).map((role) => ({ object, role })));
  const { rows } = await sql<{ role: string }>`
    select distinct userrole.uid as role
    from userrole
    join userroleauthorities on userroleauthorities.userroleid = userrole.userroleid
    where userrole.uid = any (${wanted.map(({ role }) => role)}) and not userroleauthorities.authority = any (${[...user.authorities]})
  `.execute(db);
  const beyond = new Set(rows.map(({ role }) => role));
  for (const { object, role } of wanted) {
    if (beyond.has(role))
      object.errors.push(
        errorReport(object.type, 'E3003', [user.username, role], { property: 'userRoles', id: object.uid }),
      );
  }
}

/** Nobody changes or removes a user who may do more than they may themselves, or, without the authority for all users, one whose groups they do not manage. */
async function checkStored(
  objects: readonly BundleObject[],
  { db, access: { user } }: HookContext,
  code: 'E3001' | 'E3002',
): Promise<void> {
  const found = await obstacles(
    db,
    user,
    objects.map(({ uid }) => uid),
  );
  for (const object of objects) {
    if (found.has(object.uid))
      object.errors.push(errorReport(object.type, code, [user.username, object.uid], { id: object.uid }));
  }
}

/** Without the authority for all users, a user has to come into a group that one manages, and into none that one may not change. */
async function checkGroups(objects: readonly BundleObject[], context: HookContext): Promise<void> {
  const { db, access } = context;
  const { user } = access;
  if (!needsManagedGroup(user)) return;
  const wanted = objects.map((object) => ({ object, groups: namedIn(object, 'userGroups', context) }));
  const known = await openGroups(
    db,
    user,
    wanted.flatMap(({ groups }) => groups),
    (sharing) => access.mayUpdate(typeNamed('userGroup'), sharing),
  );
  for (const { object, groups } of wanted) {
    // An update that says nothing of groups leaves them as they are, and those were looked at.
    if (object.stored && object.source.userGroups === undefined) continue;
    const details = { property: 'userGroups', id: object.uid };
    for (const group of groups) {
      if (known.get(group)?.open !== true)
        object.errors.push(errorReport(object.type, 'E3005', [user.username, group], details));
    }
    if (!groups.some((group) => known.get(group)?.managed === true))
      object.errors.push(errorReport(object.type, 'E3004', [user.username], details));
  }
}
