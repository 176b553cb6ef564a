/** A number that depends on its inputs alone, the same on every machine: 0 ≤ value < 1. */
export function chance(...keys: readonly number[]): number {
  return hash(keys) / 4_294_967_296;
}

/** A whole number from `from` to `to`, both included. */
export const between = (from: number, to: number, ...keys: readonly number[]): number =>
  from + Math.floor(chance(...keys) * (to - from + 1));

/** One of the items. */
export function pick<Item>(items: readonly Item[], ...keys: readonly number[]): Item {
  const item = items[Math.floor(chance(...keys) * items.length)];
  if (item === undefined) throw new RangeError('There is nothing to pick from.');
  return item;
}

/** murmur3's mixing over a list of 32-bit numbers. */
function hash(keys: readonly number[]): number {
  let state = 0x9747_b28c;
  for (const key of keys) {
    let mixed = Math.imul(key | 0, 0xcc9e_2d51);
    mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b87_3593);
    state ^= mixed;
    state = (Math.imul((state << 13) | (state >>> 19), 5) + 0xe654_6b64) | 0;
  }
  state ^= keys.length;
  state = Math.imul(state ^ (state >>> 16), 0x85eb_ca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2_ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
