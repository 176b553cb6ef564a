/** Something that is asked again and again. */
export interface WeightedQuery {
  readonly weight: number;
  /** Rows that are read for it as things stand: those of the analytics table, or of the smallest roll-up that is there anyway. */
  readonly cost: number;
}

/** A roll-up that might be there. */
export interface Candidate {
  /** Settles the order of what is equally good. */
  readonly key: string;
  readonly rows: number;
  readonly bytes: number;
  /** Rows that are read to build it anew. */
  readonly refreshRows: number;
  /** Places in the list of queries of those that it answers. */
  readonly answers: readonly number[];
  /** What its benefit is multiplied by: more than 1 for what stands, so that something new has to be clearly better (contract: aggregates.md §6.6 no. 5). */
  readonly favour: number;
}

export interface Limits {
  /** Space for all that is chosen. */
  readonly bytes: number;
  readonly count: number;
  /** Share of the cost of all queries that a choice has to save at least. */
  readonly leastGain: number;
  /** λ: what a row that is read for a refresh counts against one that is read for a query. */
  readonly refreshWeight: number;
  readonly refreshesPerDay: number;
}

export interface Chosen<Item extends Candidate> {
  readonly candidate: Item;
  /** Weight × rows that it saves beside those chosen before. */
  readonly saved: number;
}

interface Entry<Item extends Candidate> {
  readonly candidate: Item;
  /** As found in an earlier round or this one. It only falls, because a query never becomes dearer. */
  saved: number;
  round: number;
}

/**
 * Chooses roll-ups one by one, always the one that saves most for its bytes (contract: aggregates.md §6.6 no. 3–4):
 *
 * `(Σ weight × max(0, cost now − rows) − λ × rows of a refresh × refreshes per day) / bytes`
 *
 * What saves nothing, too little or does not fit is passed over; it may become worth it again when the cost of all queries has fallen. Savings are found anew only for
 * those that could still be the best by what they saved in an earlier round.
 */
export function chooseGreedily<Item extends Candidate>(
  queries: readonly WeightedQuery[],
  candidates: readonly Item[],
  limits: Limits,
): readonly Chosen<Item>[] {
  const costs = queries.map(({ cost }) => cost);
  const savedBy = ({ answers, rows }: Item): number =>
    answers.reduce((sum, at) => sum + (queries[at]?.weight ?? 0) * Math.max(0, (costs[at] ?? 0) - rows), 0);
  const upkeep = ({ refreshRows }: Item): number => limits.refreshWeight * refreshRows * limits.refreshesPerDay;
  const score = ({ candidate, saved }: Entry<Item>): number =>
    ((saved - upkeep(candidate)) * candidate.favour) / Math.max(1, candidate.bytes);

  const chosen: Chosen<Item>[] = [];
  let left: Entry<Item>[] = candidates
    .toSorted((a, b) => a.bytes - b.bytes || (a.key < b.key ? -1 : 1))
    .map((candidate) => ({ candidate, saved: savedBy(candidate), round: 0 }));
  let space = limits.bytes;
  for (let round = 0; chosen.length < limits.count; round += 1) {
    const total = queries.reduce((sum, { weight }, at) => sum + weight * (costs[at] ?? 0), 0);
    const isWorthIt = (entry: Entry<Item>): boolean =>
      score(entry) > 0 && entry.saved >= limits.leastGain * total && entry.candidate.bytes <= space;
    const found = best(left.filter(isWorthIt), score, (entry) => {
      if (entry.round === round) return 'known';
      entry.saved = savedBy(entry.candidate);
      entry.round = round;
      return isWorthIt(entry) ? 'found anew' : 'out';
    });
    if (!found) break;
    const { candidate, saved } = found;
    chosen.push({ candidate, saved });
    space -= candidate.bytes;
    for (const at of candidate.answers) costs[at] = Math.min(costs[at] ?? 0, candidate.rows);
    left = left.filter((entry) => entry !== found);
  }
  return chosen;
}

/**
 * The item of the greatest score, where the scores are only known to be no greater than this.
 *
 * @param settle says whether the score of an item was known, or finds it anew, with which the item may be out of the question
 */
function best<Item>(
  items: readonly Item[],
  score: (item: Item) => number,
  settle: (item: Item) => 'known' | 'found anew' | 'out',
): Item | undefined {
  let open = items;
  for (;;) {
    const first = open.reduce<Item | undefined>(
      (found, item) => (found === undefined || score(item) > score(found) ? item : found),
      undefined,
    );
    if (first === undefined) return undefined;
    const state = settle(first);
    if (state === 'known') return first;
    if (state === 'out') open = open.filter((item) => item !== first);
  }
}
