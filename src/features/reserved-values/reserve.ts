import { type Db, lockInTransaction } from '../../database/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { capacityOf, everyValue, randomValue, shuffled } from './candidates.js';
import type { Reservation } from './reservation.js';
import { freeValues, lockCounter, moveCounter, type ReservedValue, storeReserved, usedCount } from './statements.js';
import type { Generated } from './text-pattern.js';

/** So many values can be looked through one by one. */
const FEW = 10_000;
/** How often chance is tried; a pattern with more values than {@link FEW} that gives none is full but for a few. */
const ROUNDS = 40;
const LONGEST = 255;
/** The counter is an integer of four bytes. */
const LARGEST_COUNTER = 2_147_483_647;
const MOST_LOOKED_AT = 50_000;

/**
 * Makes values that no tracked entity has and nobody else was given, and reserves them. Runs in a transaction of the caller; requests for the same attribute follow one
 * another, so that none gets what another has just taken. Numbers of a sequence are taken from their counter and not kept, as in the peer.
 *
 * @throws OrderlyError 409 in the peer's words when there are not as many left; none is taken then
 */
export async function reserveValues(db: Db, reservation: Reservation): Promise<readonly ReservedValue[]> {
  const { attribute, resolved, count } = reservation;
  const longest = resolved.before.length + (resolved.generated?.parameter.length ?? 0) + resolved.after.length;
  if (Math.max(longest, resolved.key.length) > LONGEST)
    throw conflict(`The pattern of the attribute makes values of more than ${LONGEST} characters.`);
  await lockInTransaction(db, `reserved values of ${attribute.uid}`);
  if (resolved.generated?.method === 'SEQUENTIAL') return await takeNumbers(db, reservation, resolved.generated);
  await demandRoom(db, reservation);
  const values = resolved.generated
    ? await randomValues(db, reservation, resolved.generated)
    : await freeValues(db, attribute, [resolved.key]);
  if (values.length < count) throw exhausted();
  return await storeReserved(db, reservation, values.slice(0, count), true);
}

const exhausted = () => conflict('Unable to reserve id. This may indicate that there are too few available ids left.');

async function demandRoom(db: Db, { attribute, resolved, count }: Reservation): Promise<void> {
  const capacity = resolved.generated ? capacityOf(resolved.generated.parameter) : 1;
  if (capacity < count + (await usedCount(db, attribute, resolved)))
    throw conflict(`Not enough values left to reserve ${count} values.`);
}

async function randomValues(
  db: Db,
  { attribute, resolved, count }: Reservation,
  { parameter }: Generated,
): Promise<readonly string[]> {
  const whole = (value: string) => `${resolved.before}${value}${resolved.after}`;
  if (capacityOf(parameter) <= FEW) return await freeValues(db, attribute, shuffled(everyValue(parameter)).map(whole));
  const found = new Map<string, string>();
  for (let round = 0; round < ROUNDS && found.size < count; round += 1) {
    const drawn = new Map<string, string>();
    for (let index = 0; index < 2 * count + round * 100; index += 1) {
      const value = whole(randomValue(parameter));
      if (!found.has(value.toLowerCase())) drawn.set(value.toLowerCase(), value);
    }
    for (const value of await freeValues(db, attribute, [...drawn.values()])) found.set(value.toLowerCase(), value);
  }
  return [...found.values()];
}

/** Numbers that a tracked entity has already, because somebody entered them, are passed over. */
async function takeNumbers(
  db: Db,
  reservation: Reservation,
  { parameter }: Generated,
): Promise<readonly ReservedValue[]> {
  const { attribute, resolved, count } = reservation;
  const end = Math.min(10 ** parameter.length, LARGEST_COUNTER);
  const textOf = (number: number) =>
    `${resolved.before}${String(number).padStart(parameter.length, '0')}${resolved.after}`;
  const taken: number[] = [];
  let next = await lockCounter(db, attribute.uid, resolved.key);
  for (let window = Math.max(2 * count, 100); taken.length < count; window = Math.min(window * 2, MOST_LOOKED_AT)) {
    if (next >= end) throw conflict('Unable to reserve value, no new values available.');
    const numbers = Array.from({ length: Math.min(window, end - next) }, (_, index) => next + index);
    const free = new Set(await freeValues(db, attribute, numbers.map(textOf)));
    taken.push(...numbers.filter((number) => free.has(textOf(number))));
    next += numbers.length;
  }
  const chosen = taken.slice(0, count);
  await moveCounter(db, attribute.uid, resolved.key, (chosen.at(-1) ?? 0) + 1);
  return await storeReserved(db, reservation, chosen.map(textOf), false);
}
