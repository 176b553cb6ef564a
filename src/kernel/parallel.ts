/** A limit on how many pieces of work run at once, shared by everyone who holds it. */
export interface WorkerLimit {
  readonly size: number;
  /** Runs `work` as soon as a place is free, in the order of asking. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** @param size at least 1 */
export function workerLimit(size: number): WorkerLimit {
  let free = Math.max(1, Math.floor(size));
  const waiting: (() => void)[] = [];
  return {
    size: free,
    async run(work) {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        // The place goes straight to the next in line, so `free` stays as it is.
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}

/**
 * Runs `work` for every item within `limit`. After a failure no further item starts; the first error is thrown once all started ones have ended, so
 * that nothing still runs when the caller goes on.
 */
export async function forEachWithin<Item>(
  limit: WorkerLimit,
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  let failure: { readonly error: unknown } | undefined;
  await Promise.all(
    items.map((item, index) =>
      limit.run(async () => {
        if (failure) return;
        try {
          await work(item, index);
        } catch (error) {
          failure ??= { error };
        }
      }),
    ),
  );
  if (failure) throw failure.error;
}
