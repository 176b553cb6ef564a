import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { Contexts } from './contexts.js';
import { Evaluation } from './evaluate.js';
import type { RuleEffect, RuleInput } from './given.js';
import { type RuleBook, ruleBooks } from './rule-books.js';
import { type Surroundings, surroundingsOf } from './surroundings.js';

/** After so long at a stretch others get their turn: the engine computes, it does not wait. */
const SLICE_MS = 20;

/**
 * What the program rules want with the enrollments and events that are sent, worked out by DHIS2's own rule engine. Effects of a target follow each other
 * in the order of the rules' priorities; a rule that cannot be worked out gives an effect `ERROR` (contract: imports.md §7.4).
 *
 * Reads with a fixed number of statements, none but the first if no program has rules. An event of a program without registration stands for itself:
 * what a rule says of it does not depend on which others are sent along.
 */
export async function ruleEffects(db: Db, given: RuleInput): Promise<readonly RuleEffect[]> {
  const books = await ruleBooks(db, programsOf(given));
  if (books.length === 0) return [];
  const effects = await evaluated(books, await surroundingsOf(db, books, given), given);
  return await withUnknownOptions(db, books, effects);
}

/** Works out the rules of the books, with pauses. */
export async function evaluated(
  books: readonly RuleBook[],
  surroundings: Surroundings,
  given: RuleInput,
): Promise<readonly RuleEffect[]> {
  // 1.5 MB of code that most processes never need.
  const engine = await import('@dhis2/rule-engine');
  const contexts = new Map(books.map((book) => [book.program, new Contexts(engine, book, surroundings)]));
  const evaluation = new Evaluation(engine, surroundings);
  const found: RuleEffect[] = [];
  const breathe = sliced();
  const add = async (effects: readonly RuleEffect[]) => {
    for (const effect of effects) found.push(effect);
    await breathe();
  };
  for (const enrollment of given.enrollments) {
    const ofProgram = contexts.get(enrollment.program);
    if (!ofProgram) continue;
    if (enrollment.sent) await add(evaluation.ofEnrollment(ofProgram.ofEnrollments(), enrollment));
    for (const event of enrollment.events) {
      if (event.sent) await add(evaluation.ofEvent(ofProgram.ofEvent(event), event, enrollment));
    }
  }
  for (const event of given.events) {
    const ofProgram = contexts.get(event.program);
    if (ofProgram && event.sent) await add(evaluation.ofEvent(ofProgram.ofEvent(event), event, null));
  }
  return found;
}

function programsOf({ enrollments, events }: RuleInput): readonly string[] {
  return [...new Set([...enrollments, ...events].map(({ program }) => program))];
}

function sliced(): () => Promise<void> {
  let until = performance.now() + SLICE_MS;
  return async () => {
    if (performance.now() < until) return;
    await setImmediate();
    until = performance.now() + SLICE_MS;
  };
}

/** Marks the assignments of values that are no codes of the option set. */
async function withUnknownOptions(
  db: Db,
  books: readonly RuleBook[],
  effects: readonly RuleEffect[],
): Promise<readonly RuleEffect[]> {
  const sets = new Map<string, number>();
  for (const { dataElement, attribute, optionSet, valueType } of books.flatMap(({ rules }) =>
    rules.flatMap(({ actions }) => actions),
  )) {
    const field = dataElement ?? attribute;
    // A list of options is left to the check of values.
    if (field !== null && optionSet !== null && valueType !== 'MULTI_TEXT') sets.set(field, optionSet);
  }
  const setOf = ({ action, dataElement, attribute }: RuleEffect): number | undefined =>
    action === 'ASSIGN' ? sets.get(dataElement ?? attribute ?? '') : undefined;
  const assigned = new Map<string, { set: number; code: string }>();
  for (const effect of effects) {
    const set = setOf(effect);
    if (set !== undefined && effect.data !== null) assigned.set(`${set} ${effect.data}`, { set, code: effect.data });
  }
  const wanted = [...assigned.values()];
  const { rows: known } =
    wanted.length === 0
      ? { rows: [] }
      : await sql<{ set: number; code: string }>`
          select option.optionsetid as set, option.code
          from unnest(${wanted.map(({ set }) => set)}::bigint[], ${wanted.map(({ code }) => code)}::text[]) as wanted (set, code)
          join optionvalue as option on option.optionsetid = wanted.set and option.code = wanted.code
        `.execute(db);
  const knownKeys = new Set(known.map(({ set, code }) => `${set} ${code}`));
  return effects.map((effect) => {
    const set = setOf(effect);
    return set === undefined || knownKeys.has(`${set} ${effect.data}`) ? effect : { ...effect, isUnknownOption: true };
  });
}
