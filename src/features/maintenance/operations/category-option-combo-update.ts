import { sql } from 'kysely';
import { type Db, onTrial, transaction } from '../../../database/index.js';
import { webMessage } from '../../../http/index.js';
import {
  type Composition,
  compositionsOf,
  MOST_COMBINATIONS,
  type OptionComboEvent,
  updateOptionCombos,
} from '../../../metadata/index.js';
import type { Effects, MaintenanceOperation, OperationContext, Skipped } from '../operation.js';
import { requesterName } from '../requester.js';
import { importSummaries, invalidText } from './option-combo-summaries.js';

const NAME = 'categoryOptionComboUpdate';
/** Combos of one transaction; fewer if they have many option combos. */
const BATCH = 200;

/** Option combos of all category combos (contract: maintenance.md §4.14). */
export const categoryOptionComboUpdate: MaintenanceOperation = {
  name: NAME,
  label: 'Update category option combinations',
  description:
    'Makes missing category option combinations of all category combinations, renames those whose options were renamed, and deletes obsolete ones that nothing refers to.',
  cachedByDhis2: 'category option combinations',
  preview: (context) => onTrial(context.db, async (db) => (await update({ ...context, db }, 'all')).effects),
  run: async (context) => (await update(context, 'all')).effects,
};

/** Option combos of one category combo, with an answer that says what became of each (contract: maintenance.md §4.15). */
export const categoryOptionComboUpdateOfCombo: MaintenanceOperation = {
  name: `${NAME}OfCombo`,
  label: 'Update category option combinations of one category combination',
  description:
    'Makes missing category option combinations of one category combination, renames those whose options were renamed, and deletes obsolete ones that nothing refers to.',
  exclusive: [`maintenance/${NAME}`],
  object: {
    paths: [`${NAME}/categoryCombo`],
    authorities: ['F_PERFORM_MAINTENANCE'],
    exists: async (db, uid) => (await keyOf(db, uid)) !== undefined,
    unknown: (uid) => `CategoryCombo does not exist: ${uid}`,
    done: 'Import was successful.',
    answer: ({ changes = [] }) => {
      const { message, status, response } = importSummaries(changes as readonly OptionComboEvent[]);
      return webMessage(status === 'OK' ? 200 : 409, { status, message, response: { ...response } });
    },
  },
  cachedByDhis2: 'category option combinations',
  preview: (context) => onTrial(context.db, (db) => updateOne({ ...context, db })),
  run: updateOne,
};

async function updateOne(context: OperationContext): Promise<Effects> {
  const key = await keyOf(context.db, context.options.target ?? '');
  const { effects, events } = await update(context, key === undefined ? [] : [key]);
  return { ...effects, changes: events };
}

async function keyOf(db: Db, uid: string): Promise<number | undefined> {
  const { rows } = await sql<{ key: number }>`
    select categorycombo.categorycomboid as key from categorycombo where categorycombo.uid = ${uid}
  `.execute(db);
  return rows[0]?.key;
}

async function update(
  { db, stage, signal, requestedBy }: OperationContext,
  combos: readonly number[] | 'all',
): Promise<{ readonly effects: Effects; readonly events: readonly OptionComboEvent[] }> {
  const by = { username: await requesterName(db, requestedBy) };
  const events: OptionComboEvent[] = [];
  const counts = new Map<string, number>();
  for (const [index, batch] of batchesOf(await compositionsOf(db, combos)).entries()) {
    signal.throwIfAborted();
    const done = await stage.item(
      `batch ${index + 1}`,
      () => transaction(db, (handle) => updateOptionCombos(handle, batch, by)),
      (part) => `${part.counts.get('categoryoptioncombo') ?? 0} option combos`,
    );
    for (const [table, count] of done.counts) counts.set(table, (counts.get(table) ?? 0) + count);
    for (const event of done.events) events.push(event);
  }
  const effects: Effects = {
    counts: Object.fromEntries(counts),
    skipped: events.flatMap(skippedBy),
    warnings: [...summaryOf(events), ...lostWith(counts)],
  };
  return { effects, events };
}

/** Combos whose option combos fit into the memory of one statement together. */
function batchesOf(compositions: readonly Composition[]): readonly (readonly number[])[] {
  const batches: number[][] = [];
  let [open, combinations]: [number[], number] = [[], 0];
  for (const composition of compositions) {
    const more = Math.min(composition.combinations, MOST_COMBINATIONS);
    if (open.length > 0 && (open.length === BATCH || combinations + more > MOST_COMBINATIONS)) {
      batches.push(open);
      [open, combinations] = [[], 0];
    }
    open.push(composition.key);
    combinations += more;
  }
  return open.length > 0 ? [...batches, open] : batches;
}

function skippedBy(event: OptionComboEvent): readonly Skipped[] {
  if (event.kind === 'refused')
    return [{ id: event.optionCombo.uid, name: event.optionCombo.name, reason: event.reason }];
  if (event.kind === 'invalid')
    return [{ id: event.combo.uid, name: event.combo.name, reason: `${invalidText(event)}: ${event.reason}` }];
  return [];
}

/** The counts say how many rows of a table, and not what of them. */
function summaryOf(events: readonly OptionComboEvent[]): readonly string[] {
  const parts = (['added', 'renamed', 'removed'] as const).flatMap((kind) => {
    const count = events.filter((event) => event.kind === kind).length;
    return count > 0 ? [`${count} ${kind}`] : [];
  });
  return parts.length > 0 ? [`Category option combinations: ${parts.join(', ')}.`] : [];
}

function lostWith(counts: ReadonlyMap<string, number>): readonly string[] {
  const lost = [
    ['min-max value', counts.get('minmaxdataelement') ?? 0],
    ['validation result', counts.get('validationresult') ?? 0],
  ] as const;
  const parts = lost.flatMap(([what, count]) => (count > 0 ? [`${count} ${what}${count === 1 ? '' : 's'}`] : []));
  return parts.length > 0 ? [`Removed with obsolete category option combinations: ${parts.join(', ')}.`] : [];
}
