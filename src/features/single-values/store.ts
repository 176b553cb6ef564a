import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import { type CurrentUser, hasAuthority } from '../../http/index.js';
import { catalogued, OrderlyError } from '../../kernel/errors/index.js';
import { periodKeys } from '../../metadata/index.js';
import { type DataValueKeys, type EntryRules, storeDataValues } from '../data-values/index.js';
import { readSettings, type SettingValues } from '../settings/index.js';
import { checkedValue, demandOptionAccess, demandStrictFit } from './checks.js';
import { locksOf, optionRefusal, refusalOf } from './locks.js';
import { demandDataSet, findPlace, type Place } from './place.js';
import type { PlaceRequest, ValueRequest } from './request.js';

/** What is stored of a value. */
export interface StoredValue {
  readonly value: string | null;
  readonly comment: string | null;
  readonly followup: boolean | null;
}

/**
 * Stores a value, or what the request says of one that is there: an empty text clears, what is left out stays (contract: imports.md §3). A follow-up flag becomes what was sent.
 *
 * @throws OrderlyError 409 with the peer's codes, in its order
 */
export async function storeValue(db: Db, asked: ValueRequest, user: CurrentUser, now: Date): Promise<void> {
  const settings = await readSettings(db);
  const place = await findPlace(db, asked, user, { requireCombo: settings.keyDataImportRequireCategoryOptionCombo });
  const locks = await locksOf(db, place, rulesOf(settings, user, now));
  const demandNone = (...codes: Parameters<typeof refusalOf>[2]) => {
    const refusal = refusalOf(place, locks, codes);
    if (refusal) throw refusal;
  };
  demandNone('E2019');
  demandDataSet(place);
  demandNone('E7641');
  if (locks.some(({ code }) => code === 'E7638')) throw await optionRefusal(db, place);
  const value = await checkedValue(db, place, asked);
  demandOptionAccess(place);
  demandStrictFit(place, asked.categoryOptionCombo ?? 'default', settings);
  if (!(user.isSuper && asked.force)) demandNone('E7640', 'E7642');
  demandNone('E7643', 'E7644');
  const { comment, followUp } = asked;
  await transaction(db, async (handle) => {
    const keys = await keysOf(handle, place);
    const stored = await lockStored(handle, keys);
    const nothing = value === undefined && comment === undefined && followUp === undefined;
    await storeDataValues(
      handle,
      [
        {
          ...keys,
          value: value === undefined ? (stored?.value ?? null) : value || null,
          comment: comment === undefined ? (stored?.comment ?? null) : comment.trim() || null,
          ...(followUp !== undefined && { followup: followUp }),
          // That is how a box that only knows yes is cleared.
          ...(nothing && place.valueType === 'TRUE_ONLY' && { deleted: true }),
        },
      ],
      user.username,
    );
  });
}

/** @throws OrderlyError 409 as {@link storeValue}, and when there is no such value */
export async function deleteValue(db: Db, asked: PlaceRequest, user: CurrentUser, now: Date): Promise<void> {
  const settings = await readSettings(db);
  const place = await findPlace(db, asked, user);
  demandDataSet(place);
  const locks = await locksOf(db, place, rulesOf(settings, user, now));
  const passes = user.isSuper && asked.force;
  const refusal = refusalOf(place, locks, [...(passes ? [] : (['E7640', 'E7642'] as const)), 'E7643', 'E7644']);
  if (refusal) throw refusal;
  demandOptionAccess(place);
  await transaction(db, async (handle) => {
    const { periodId } = place;
    const keys = periodId === null ? undefined : { ...bareKeys(place), periodId };
    if (!keys || !(await lockStored(handle, keys)))
      throw new OrderlyError(409, 'Data value cannot be deleted because it does not exist', { code: 'E2032' });
    await storeDataValues(handle, [{ ...keys, value: null, deleted: true }], user.username);
  });
}

/**
 * The value at a place, null for one that has only a comment.
 *
 * @throws OrderlyError 409 E1100–E1104, E2020 for the place, E2032 without a value; 403 when the user may not read it
 */
export async function readValue(db: Db, asked: PlaceRequest, user: CurrentUser): Promise<string | null> {
  const place = await findPlace(db, asked, user);
  const { rows } = await sql<StoredValue>`
    select datavalue.value, datavalue.comment, datavalue.followup from datavalue
    where ${isAt({ ...bareKeys(place), periodId: place.periodId ?? -1 })} and not datavalue.deleted
  `.execute(db);
  const [stored] = rows;
  if (!stored) throw catalogued('E2032');
  if (place.unreadable.length > 0) {
    const errors = place.unreadable.map(
      (one) => `User has no data read access for CategoryOption: ${one.split(' ')[1]}`,
    );
    throw new OrderlyError(403, `[${errors.join(', ')}]`, { code: 'E1006' });
  }
  return stored.value;
}

const rulesOf = (settings: SettingValues, user: CurrentUser, now: Date): EntryRules => ({
  now,
  mayEditExpired: hasAuthority(user, 'F_EDIT_EXPIRED'),
  strictLocking: settings.keyDataImportStrictDataSetLocking,
  strictApproval: settings.keyDataImportStrictDataSetApproval,
  strictInputPeriods: settings.keyDataImportStrictDataSetInputPeriods,
});

const bareKeys = ({ dataElementId, sourceId, categoryOptionComboId, attributeOptionComboId }: Place) => ({
  dataElementId,
  sourceId,
  categoryOptionComboId,
  attributeOptionComboId,
});

async function keysOf(db: Db, place: Place): Promise<DataValueKeys> {
  const { period } = place;
  const periodId = place.periodId ?? (await periodKeys(db, [period.iso])).get(period.iso);
  // The DHIS2 beside which this server works may not know the type yet.
  if (periodId === undefined) throw catalogued('E1101', period.iso);
  return { ...bareKeys(place), periodId };
}

/** What is stored there, and stays so until the end of the transaction. */
async function lockStored(db: Db, keys: DataValueKeys): Promise<StoredValue | undefined> {
  const { rows } = await sql<StoredValue>`
    select datavalue.value, datavalue.comment, datavalue.followup from datavalue where ${isAt(keys)} and not datavalue.deleted for update
  `.execute(db);
  return rows[0];
}

const isAt = (keys: DataValueKeys) => sql`(
  datavalue.dataelementid = ${keys.dataElementId} and datavalue.periodid = ${keys.periodId} and datavalue.sourceid = ${keys.sourceId}
  and datavalue.categoryoptioncomboid = ${keys.categoryOptionComboId} and datavalue.attributeoptioncomboid = ${keys.attributeOptionComboId}
)`;
