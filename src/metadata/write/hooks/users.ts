import { sql } from 'kysely';
import { hashPassword, passwordProblem } from '../../../http/index.js';
import { formatTimestamp } from '../../../kernel/clock.js';
import { forEachWithin, workerLimit } from '../../../kernel/parallel.js';
import { typeNamed } from '../../model/registry.js';
import type { BundleObject } from '../bundle.js';
import { elementsOf, referenceOf } from '../references.js';
import { errorReport } from '../report.js';
import type { HookContext, TypeHook } from './hook.js';

/** Hashing is work for one core each; the library does it on threads of its own. */
const HASHING = workerLimit(4);

export const userHook: TypeHook = {
  async check(objects, context) {
    for (const object of objects) {
      const { password, username } = object.source;
      if (typeof password !== 'string') continue;
      const problem = passwordProblem(password, String(username));
      if (problem !== undefined)
        object.errors.push(
          errorReport(object.type, 'E4005', ['password', problem], { property: 'password', id: object.uid }),
        );
    }
    await checkReach(objects, context);
  },

  async prepare(objects, { now }) {
    const changed = objects.filter(({ source }) => typeof source.password === 'string' && source.password !== '');
    await forEachWithin(HASHING, changed, async (object) => {
      object.columns.password = await hashPassword(String(object.source.password));
      object.columns.passwordlastupdated = formatTimestamp(now);
    });
  },
};

/** Nobody makes a user, or changes one, who may do more than they may themselves. */
async function checkReach(objects: readonly BundleObject[], { db, known, access }: HookContext): Promise<void> {
  const { user } = access;
  if (user.isSuper) return;
  const roles = typeNamed('userRole');
  const wanted = objects.flatMap((object) =>
    elementsOf(object.source.userRoles).flatMap((element) => {
      const reference = referenceOf(element);
      const role = reference && known.find(roles, reference);
      return role ? [{ object, role: role.uid }] : [];
    }),
  );
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
  const { rows: stronger } = await sql<{ uid: string }>`
    select distinct userinfo.uid
    from userinfo
    join userrolemembers on userrolemembers.userid = userinfo.userinfoid
    join userroleauthorities on userroleauthorities.userroleid = userrolemembers.userroleid
    where userinfo.uid = any (${objects.map((object) => object.uid)})
      and not userroleauthorities.authority = any (${[...user.authorities]})
  `.execute(db);
  const protectedUsers = new Set(stronger.map(({ uid }) => uid));
  for (const object of objects) {
    if (protectedUsers.has(object.uid))
      object.errors.push(errorReport(object.type, 'E3001', [user.username, object.uid], { id: object.uid }));
  }
}
