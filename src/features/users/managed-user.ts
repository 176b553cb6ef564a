import { type Db, transaction } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { conflict, forbidden, objectNotFound } from '../../kernel/errors/index.js';
import { obstacles, typeNamed, WriteAccess } from '../../metadata/index.js';
import { type Account, accountByUid } from './account-store.js';

/** Runs `work` on an account that `user` may change, in one transaction. @throws OrderlyError 404, 403 or 409 */
export async function withManagedUser<Result>(
  db: Db,
  uid: string,
  user: CurrentUser,
  work: (db: Db, account: Account) => Promise<Result>,
): Promise<Result> {
  return await transaction(db, async (handle) => {
    const account = await accountByUid(handle, uid);
    if (!account) throw objectNotFound('User', uid);
    const access = await WriteAccess.of(handle, user);
    if (!access.mayUpdate(typeNamed('user'), null))
      throw forbidden("You don't have the proper permissions to update this object.");
    const obstacle = (await obstacles(handle, user, [uid])).get(uid);
    if (obstacle)
      throw conflict(
        obstacle.stronger
          ? 'You cannot change a user who has authorities that you do not have.'
          : 'You must have permissions to create user, or ability to manage at least one user group for the user.',
      );
    return await work(handle, account);
  });
}
