import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { type CurrentUser, endSessionsOf } from '../../http/index.js';
import { type Clock, formatTimestamp } from '../../kernel/clock.js';
import { conflict, forbidden } from '../../kernel/errors/index.js';
import { keepSuperUser, typeNamed } from '../../metadata/index.js';
import { withManagedUser } from './managed-user.js';

export interface StateServices {
  readonly db: Db;
  readonly clock: Clock;
}

/**
 * Opens or closes an account. Whoever is in is out when it closes.
 *
 * @throws OrderlyError 404, 403; 409 for one's own account and for the last super user
 */
export async function setDisabled(
  services: StateServices,
  uid: string,
  disabled: boolean,
  user: CurrentUser,
): Promise<void> {
  if (disabled && uid === user.uid) throw conflict('You cannot disable your own account.');
  await change(services, uid, user, sql`disabled = ${disabled}`, disabled);
}

/**
 * Says until when an account is good; undefined for always.
 *
 * @param expiry a timestamp as the database takes it
 * @throws OrderlyError 404, 403; 409 for one's own account and for the last super user, when it is over with that
 */
export async function setExpiry(
  services: StateServices,
  uid: string,
  expiry: string | undefined,
  user: CurrentUser,
): Promise<void> {
  const over = expiry !== undefined && expiry <= formatTimestamp(services.clock.now());
  if (over && uid === user.uid) throw conflict('You cannot let your own account expire.');
  await change(services, uid, user, sql`accountexpiry = ${expiry ?? null}::timestamp`, over);
}

/**
 * Switches a user's second factor off, e.g. when they have lost their telephone.
 *
 * @throws OrderlyError 404, 403, 409
 */
export async function switchTwoFactorOff(services: StateServices, uid: string, user: CurrentUser): Promise<void> {
  // One's own is switched off with a code of it: otherwise a session that somebody left open would do.
  if (uid === user.uid) throw forbidden('You cannot switch off your own second factor as an administrator.');
  await change(services, uid, user, sql`twofactortype = 'NOT_ENABLED', secret = null`, false);
}

async function change(
  { db, clock }: StateServices,
  uid: string,
  user: CurrentUser,
  assignment: RawBuilder<unknown>,
  endsSessions: boolean,
): Promise<void> {
  await withManagedUser(db, uid, user, async (handle, { id }) => {
    await keepSuperUser(handle, clock.now(), [typeNamed('user')], async () => {
      await sql`
        update userinfo set ${assignment}, lastupdated = localtimestamp, lastupdatedby = ${user.id}
        where userinfo.userinfoid = ${id}
      `.execute(handle);
    });
    if (endsSessions) await endSessionsOf(handle, id);
  });
}
