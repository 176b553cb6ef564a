import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import type { Gateway, GatewayConfig } from './gateway.js';

const COLUMNS = sql`gateway.uid, gateway.name, gateway.is_default as "isDefault", gateway.config`;

/** All gateways, in the order in which they were made. */
export async function readGateways(db: Db): Promise<readonly Gateway[]> {
  const { rows } = await sql<Gateway>`
    select ${COLUMNS} from orderly.sms_gateway as gateway order by gateway.created_at, gateway.uid
  `.execute(db);
  return rows;
}

export async function findGateway(db: Db, uid: string): Promise<Gateway | undefined> {
  const { rows } = await sql<Gateway>`
    select ${COLUMNS} from orderly.sms_gateway as gateway where gateway.uid = ${uid}
  `.execute(db);
  return rows[0];
}

/** The gateway through which everything goes out. */
export async function defaultGateway(db: Db): Promise<Gateway | undefined> {
  const { rows } = await sql<Gateway>`
    select ${COLUMNS} from orderly.sms_gateway as gateway where gateway.is_default
  `.execute(db);
  return rows[0];
}

/** Adds a gateway; the first is the default. */
export async function insertGateway(db: Db, uid: string, name: string, config: GatewayConfig): Promise<void> {
  await changing(db, async (handle) => {
    await sql`
      insert into orderly.sms_gateway (uid, type, name, is_default, config)
      select ${uid}, ${config.type}, ${name}, not exists (select from orderly.sms_gateway), ${JSON.stringify(config)}::jsonb
    `.execute(handle);
  });
}

export async function updateGateway(db: Db, uid: string, name: string, config: GatewayConfig): Promise<void> {
  await sql`
    update orderly.sms_gateway as gateway set name = ${name}, config = ${JSON.stringify(config)}::jsonb where gateway.uid = ${uid}
  `.execute(db);
}

/** Makes one the default, in place of the one that is. */
export async function setDefaultGateway(db: Db, uid: string): Promise<void> {
  await changing(db, async (handle) => {
    await sql`update orderly.sms_gateway as gateway set is_default = false where gateway.is_default`.execute(handle);
    await sql`update orderly.sms_gateway as gateway set is_default = true where gateway.uid = ${uid}`.execute(handle);
  });
}

/** Removes a gateway; the oldest of the others is the default then, if this was. */
export async function deleteGateway(db: Db, uid: string): Promise<void> {
  await changing(db, async (handle) => {
    await sql`delete from orderly.sms_gateway as gateway where gateway.uid = ${uid}`.execute(handle);
    await sql`
      update orderly.sms_gateway as gateway set is_default = true
      where not exists (select from orderly.sms_gateway as other where other.is_default)
        and gateway.uid = (select oldest.uid from orderly.sms_gateway as oldest order by oldest.created_at, oldest.uid limit 1)
    `.execute(handle);
  });
}

/** Which one is the default is a matter of all gateways, so changes come one after the other. */
async function changing(db: Db, work: (handle: Db) => Promise<void>): Promise<void> {
  await transaction(db, async (handle) => {
    await sql`lock table orderly.sms_gateway in share row exclusive mode`.execute(handle);
    await work(handle);
  });
}
