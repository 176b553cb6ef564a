import type { Db } from '../../database/index.js';
import { type Evaluate, ExpressionError, evaluate, type Frame } from '../../kernel/expressions/index.js';
import type { Period, PeriodTypeName } from '../../kernel/periods/index.js';
import { defaultOptionCombo } from '../data-values/index.js';
import {
  byAttribute,
  type CellRow,
  type CellsByPeriod,
  chunksOf,
  type Formula,
  type FormulaSet,
  frameOf,
  loadFormulas,
  type OrgUnit,
  PeriodLine,
  readCells,
  rowsByUnit,
  type UnitFactsOf,
  type UnitSelection,
  unitFacts,
  unitsOf,
} from '../expressions/index.js';
import type { ValidationRule } from './rules.js';
import { isViolation, storedValue } from './violation.js';

/** A rule that is broken somewhere. Ids are those of the database. */
export interface Violation {
  readonly ruleId: number;
  readonly period: Period;
  readonly organisationUnitId: number;
  readonly attributeOptionComboId: number;
  readonly leftSideValue: number;
  readonly rightSideValue: number;
}

export interface AnalysisRequest {
  readonly rules: readonly ValidationRule[];
  /** Periods of each type in which its rules are looked at. */
  readonly periods: ReadonlyMap<PeriodTypeName, readonly Period[]>;
  readonly units: UnitSelection;
  /** Only this attribute option combo. */
  readonly attributeOptionCombo?: number | undefined;
  /** The search stops when so many count. */
  readonly limit: number;
  /**
   * Takes what was found for a period and some thousand units, e.g. to store it, and gives how many of them count. Without it all are collected, and all count.
   */
  readonly take?: (found: readonly Violation[]) => Promise<number>;
  /** Does the work of a period, e.g. as an item of a stage. */
  readonly eachPeriod?: (period: Period, work: () => Promise<number>) => Promise<unknown>;
}

export interface Analysis {
  /** At most as many as the limit; none if they were taken. */
  readonly violations: readonly Violation[];
  /** How many were found, taken or not. */
  readonly found: number;
  /** Whether the search stopped at its limit. */
  readonly isFull: boolean;
  /** A sentence for each rule that could not be evaluated, or not everywhere. */
  readonly problems: readonly string[];
}

/**
 * Looks for violations: for each period and some thousand organisation units one statement gives all values that all rules want, however many rules there are
 * (contract: tables.md §6.3). A rule is looked at where one of its own values is.
 */
export async function analyse(db: Db, request: AnalysisRequest): Promise<Analysis> {
  const { rules, periods, limit, eachPeriod = (_period, work) => work() } = request;
  const violations: Violation[] = [];
  const collect = (found: readonly Violation[]): Promise<number> => {
    for (const violation of found) if (violations.length < limit) violations.push(violation);
    return Promise.resolve(found.length);
  };
  const tally: Tally = { found: 0, counted: 0 };
  const problems = new Map<number, string>();
  const chunks = chunksOf(await unitsOf(db, request.units));
  const defaultCombo = await defaultOptionCombo(db);
  for (const [type, wanted] of periods) {
    const checks = await checksOf(
      db,
      rules.filter(({ periodType }) => periodType === type),
      problems,
    );
    const facts = await unitFacts(db, checks.set.unitQuestions);
    const search: Search = {
      ...request,
      checks,
      chunks,
      facts,
      line: new PeriodLine(),
      defaultCombo,
      take: request.take ?? collect,
      tally,
      problems,
    };
    for (const period of wanted) {
      if (tally.counted < limit) await eachPeriod(period, () => searchPeriod(db, search, period));
    }
  }
  return { violations, found: tally.found, isFull: tally.counted >= limit, problems: [...problems.values()] };
}

interface Tally {
  found: number;
  /** Those that count towards the limit. */
  counted: number;
}

/** Everything that is the same for the periods of a type. */
interface Search extends AnalysisRequest {
  readonly checks: Checks;
  readonly chunks: readonly (readonly OrgUnit[])[];
  readonly facts: UnitFactsOf;
  readonly line: PeriodLine;
  readonly defaultCombo: number;
  readonly take: (found: readonly Violation[]) => Promise<number>;
  readonly tally: Tally;
  readonly problems: Map<number, string>;
}

/** Looks for the violations of a period; gives how many there were. */
async function searchPeriod(db: Db, search: Search, period: Period): Promise<number> {
  const { checks, line, tally, limit } = search;
  const before = tally.found;
  const around = [...checks.offsets].map((offset) => line.at(period, offset));
  for (const units of search.chunks) {
    if (tally.counted >= limit) break;
    const rows = await readCells(db, checks.set, { units, periods: around, match: 'enclosing', descendants: false });
    const byUnit = rowsByUnit(rows);
    const found: Violation[] = [];
    for (const unit of units) {
      for (const [attribute, cells] of placesOf(byUnit.get(unit.id) ?? [], around, search)) {
        checkPlace(search, { period, unit, attribute, frame: frameOf(period, cells, line, search.facts(unit)) }, found);
      }
    }
    if (found.length === 0) continue;
    tally.found += found.length;
    tally.counted += await search.take(found);
  }
  return tally.found - before;
}

function placesOf(
  rows: readonly CellRow[],
  periods: readonly Period[],
  { defaultCombo, attributeOptionCombo: only }: Search,
): readonly (readonly [number, CellsByPeriod])[] {
  const places = [...byAttribute(rows, periods, only ?? defaultCombo)];
  return only === undefined ? places : places.filter(([attribute]) => attribute === only);
}

/** A rule that can be evaluated. */
interface Check {
  readonly rule: ValidationRule;
  readonly left: Formula;
  readonly right: Formula;
}

interface Checks {
  readonly list: readonly Check[];
  readonly set: FormulaSet;
  /** All periods whose values are wanted, counted from the one that is looked at. */
  readonly offsets: ReadonlySet<number>;
}

async function checksOf(db: Db, rules: readonly ValidationRule[], problems: Map<number, string>): Promise<Checks> {
  const set = await loadFormulas(
    db,
    rules.flatMap(({ left, right }) =>
      [left, right].map((text) => ({ text, use: 'validation rule', results: ['number'] }) as const),
    ),
  );
  const list = rules.flatMap((rule, index): readonly Check[] => {
    const [left, right] = set.formulas.slice(index * 2, index * 2 + 2);
    for (const [side, formula] of Object.entries({ left, right })) {
      if (!(formula instanceof ExpressionError)) continue;
      problems.set(rule.id, `Validation rule ${rule.name} (${rule.uid}) is skipped: ${side} side: ${formula.message}`);
      return [];
    }
    return [{ rule, left: left as Formula, right: right as Formula }];
  });
  const offsets = list.flatMap(({ left, right }) => [...left.current, ...right.current].map(({ offset }) => offset));
  return { list, set, offsets: new Set([0, ...offsets]) };
}

interface Place {
  readonly period: Period;
  readonly unit: OrgUnit;
  readonly attribute: number;
  readonly frame: Frame;
}

function checkPlace(
  { checks, problems }: Search,
  { period, unit, attribute, frame }: Place,
  violations: Violation[],
): void {
  for (const { rule, left, right } of checks.list) {
    if (rule.levels.length > 0 && !rule.levels.includes(unit.level)) continue;
    if (!hasValue(left, frame) && !hasValue(right, frame)) continue;
    try {
      const leftSide = { value: sideOf(left.evaluate, frame, rule.leftStrategy), strategy: rule.leftStrategy };
      const rightSide = { value: sideOf(right.evaluate, frame, rule.rightStrategy), strategy: rule.rightStrategy };
      if (!isViolation(rule.operator, leftSide, rightSide)) continue;
      violations.push({
        ruleId: rule.id,
        period,
        organisationUnitId: unit.id,
        attributeOptionComboId: attribute,
        leftSideValue: storedValue(leftSide.value),
        rightSideValue: storedValue(rightSide.value),
      });
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      if (problems.has(rule.id)) continue;
      problems.set(
        rule.id,
        `Validation rule ${rule.name} (${rule.uid}) could not be evaluated everywhere, e.g. for organisation unit ${unit.uid} and period ${period.iso}: ${error.message}`,
      );
    }
  }
}

const hasValue = ({ current }: Formula, frame: Frame): boolean =>
  current.some(({ slot, offset }) => frame.cells(offset)?.[slot] !== undefined);

/** A side that comes to no number, or to an infinite one, has no value. */
function sideOf(compiled: Evaluate, frame: Frame, strategy: ValidationRule['leftStrategy']): number | null {
  const value = evaluate(compiled, frame, strategy);
  if (value === null) return null;
  if (typeof value === 'boolean')
    throw new ExpressionError(`The expression comes to ${value} where a number is expected.`);
  const number = Number(value);
  if (typeof value === 'string' && (value.trim() === '' || Number.isNaN(number)))
    throw new ExpressionError(`The expression comes to ${JSON.stringify(value)} where a number is expected.`);
  return Number.isFinite(number) ? number : null;
}
