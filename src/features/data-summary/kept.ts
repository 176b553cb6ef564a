/** A value and how many seconds ago it was found out. */
export interface Aged<Value> {
  readonly value: Value;
  readonly ageSeconds: number;
}

/** What takes longer is kept a while. */
const DEAR_MS = 250;
/** A dear value is kept so many times as long as it took: finding it out never takes more than two hundredths of the time. */
const KEPT_TIMES = 50;

/**
 * Asks `read` anew each time, as long as it answers quickly. On a database where it does not, its answer is kept in proportion to what it cost, so that nobody who asks
 * often slows the server down; those who ask at the same time wait for one answer (contract: data-admin.md §11 no. 14).
 */
export function keptInProportion<Value>(
  read: () => Promise<Value>,
  milliseconds: () => number = () => performance.now(),
): () => Promise<Aged<Value>> {
  let reading: Promise<Value> | undefined;
  let kept: { readonly value: Value; readonly at: number; readonly until: number } | undefined;
  const readNow = async (): Promise<Value> => {
    const started = milliseconds();
    const value = await read();
    const at = milliseconds();
    const took = at - started;
    kept = took > DEAR_MS ? { value, at, until: at + took * KEPT_TIMES } : undefined;
    return value;
  };
  return async () => {
    const now = milliseconds();
    if (kept && now < kept.until) return { value: kept.value, ageSeconds: Math.floor((now - kept.at) / 1000) };
    reading ??= readNow().finally(() => {
      reading = undefined;
    });
    return { value: await reading, ageSeconds: 0 };
  };
}
