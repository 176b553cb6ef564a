import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import type { IsoDate } from '../../kernel/calendar.js';
import { conflict } from '../../kernel/errors/index.js';
import { ExpressionError, evaluate, type Frame, type UnitFacts } from '../../kernel/expressions/index.js';
import type { Period } from '../../kernel/periods/index.js';
import { periodKeys } from '../../metadata/index.js';
import { type DataValueRow, defaultOptionCombo, type StoredCounts, storeDataValues } from '../data-values/index.js';
import {
  byAttribute,
  type CellRow,
  type CellsByPeriod,
  chunksOf,
  type Disaggregation,
  type Formula,
  type FormulaSet,
  frameOf,
  loadFormulas,
  type OrgUnit,
  PeriodLine,
  readCells,
  rowsByUnit,
  type UnitFactsOf,
  unitFacts,
  unitsOf,
} from '../expressions/index.js';
import { disaggregationOf } from './disaggregation.js';
import { formatPrediction, resultsFor } from './format.js';
import type { Predictor } from './predictors.js';
import { outputPeriods, samplePeriods } from './sample-periods.js';

export interface PredictionRequest {
  readonly startDate: IsoDate;
  readonly endDate: IsoDate;
  /** Paths of the units within which values are predicted; everywhere when empty. */
  readonly within: readonly string[];
  /** Who is said to have stored them. */
  readonly storedBy: string;
}

/**
 * Predicts the values of one predictor and stores them in one transaction, all or none. Values that were there and are not predicted any more are marked as deleted
 * (contract: job-types.md §3.1).
 *
 * @throws OrderlyError 409 when the predictor cannot be worked out
 */
export async function predict(db: Db, predictor: Predictor, request: PredictionRequest): Promise<StoredCounts> {
  return await transaction(db, async (handle) => {
    const forecast = await prepare(handle, predictor, request);
    const units = await unitsOf(handle, {
      levels: predictor.levels,
      ...(request.within.length > 0 && { within: request.within }),
    });
    let counts: StoredCounts = { imported: 0, updated: 0, deleted: 0, ignored: 0 };
    for (const chunk of chunksOf(units, forecast.unitsAtOnce)) {
      const rows = await predictUnits(handle, forecast, chunk);
      const stored = await storeDataValues(handle, rows, request.storedBy);
      counts = {
        imported: counts.imported + stored.imported,
        updated: counts.updated + stored.updated,
        deleted: counts.deleted + stored.deleted,
        ignored: counts.ignored + stored.ignored,
      };
    }
    return counts;
  });
}

/** Everything that is the same for all units. */
interface Forecast {
  readonly predictor: Predictor;
  readonly set: FormulaSet;
  readonly generator: Formula;
  readonly skipTest: Formula | undefined;
  /** Periods to predict, with the periods that each is predicted from. */
  readonly outputs: readonly { readonly period: Period; readonly samples: readonly Period[] }[];
  /** All periods whose data are wanted. */
  readonly periods: readonly Period[];
  readonly line: PeriodLine;
  readonly facts: UnitFactsOf;
  readonly disaggregation: Disaggregation | undefined;
  readonly defaultCombo: number;
  /** Slots in which a predicted value is seen when a later period is predicted. */
  readonly ownSlots: readonly number[];
  /** Keys of the periods to predict. */
  readonly periodIds: ReadonlyMap<string, number>;
  readonly unitsAtOnce: number;
}

/** Units times periods that are held in memory together. */
const PLACES_AT_ONCE = 40_000;

async function prepare(db: Db, predictor: Predictor, { startDate, endDate }: PredictionRequest): Promise<Forecast> {
  const set = await loadFormulas(db, sourcesOf(predictor));
  const [generator, skipTest] = set.formulas.map((formula, index) => {
    if (!(formula instanceof ExpressionError)) return formula;
    throw conflict(
      `Unable to predict ${predictor.name}: ${index === 0 ? 'generator' : 'sample skip test'}: ${formula.message}`,
    );
  });
  const outputs = outputPeriods(predictor.periodType, startDate, endDate).map((period) => ({
    period,
    samples: samplePeriods(period, predictor),
  }));
  const line = new PeriodLine();
  const wanted = new Map<string, Period>();
  const want = (period: Period, formula: Formula | undefined, uses: 'current' | 'sampled') => {
    for (const { offset } of formula?.[uses] ?? []) {
      const at = line.at(period, offset);
      wanted.set(at.iso, at);
    }
  };
  for (const { period, samples } of outputs) {
    want(period, generator, 'current');
    for (const sample of samples) {
      want(sample, generator, 'sampled');
      want(sample, skipTest, 'current');
    }
  }
  const { outputId, outputComboId } = predictor;
  return {
    predictor,
    set,
    generator: generator as Formula,
    skipTest,
    outputs,
    periods: [...wanted.values()],
    line,
    facts: await unitFacts(db, set.unitQuestions),
    disaggregation: outputComboId === null ? await disaggregationOf(db, outputId) : undefined,
    defaultCombo: await defaultOptionCombo(db),
    ownSlots: set.dataSlots.flatMap(({ slot, isPart, elementId, comboId, attributeId, aggregationType }) => {
      const isOwn = !isPart && elementId === outputId && (comboId === null || comboId === outputComboId);
      return isOwn && attributeId === null && aggregationType === 'SUM' ? [slot] : [];
    }),
    periodIds: await periodKeys(
      db,
      outputs.map(({ period }) => period.iso),
    ),
    unitsAtOnce: Math.max(1, Math.floor(PLACES_AT_ONCE / Math.max(1, wanted.size + outputs.length))),
  };
}

function sourcesOf({ name, generator, skipTest, outputType }: Predictor) {
  const results = resultsFor(outputType);
  if (!results) throw conflict(`Unable to predict ${name}: values of type ${outputType} cannot be predicted.`);
  return [
    { text: generator, use: 'predictor', results } as const,
    ...(skipTest === null ? [] : [{ text: skipTest, use: 'skip test', results: ['boolean'] } as const]),
  ];
}

/** The values to be stored for some units, those that are to go included. */
async function predictUnits(db: Db, forecast: Forecast, units: readonly OrgUnit[]): Promise<readonly DataValueRow[]> {
  const { predictor, set, periods, disaggregation } = forecast;
  const cells = rowsByUnit(
    await readCells(db, set, {
      units,
      periods,
      match: 'same',
      descendants: predictor.descendants,
      disaggregation,
    }),
  );
  const rows = units.flatMap((unit) => predictUnit(forecast, unit, cells.get(unit.id) ?? []));
  const predicted = new Set(rows.map(placeOf));
  const old = await storedOutputs(db, forecast, units);
  return [...rows, ...old.filter((row) => !predicted.has(placeOf(row)))];
}

const placeOf = ({ periodId, sourceId, categoryOptionComboId, attributeOptionComboId }: DataValueRow): string =>
  [periodId, sourceId, categoryOptionComboId, attributeOptionComboId].join(' ');

function predictUnit(forecast: Forecast, unit: OrgUnit, rows: readonly CellRow[]): readonly DataValueRow[] {
  const { predictor, disaggregation, periods, defaultCombo } = forecast;
  const combos = disaggregation?.outputs ?? [predictor.outputComboId ?? defaultCombo];
  const facts = forecast.facts(unit);
  return combos.flatMap((combo) => {
    const own = disaggregation ? rows.filter(({ output }) => output === null || output === combo) : rows;
    const found = byAttribute(own, periods, defaultCombo);
    // Without any data there may still be something to say.
    const places: ReadonlyMap<number, CellsByPeriod> = found.size > 0 ? found : new Map([[defaultCombo, new Map()]]);
    return [...places].flatMap(([attribute, cells]) =>
      predictPlace(forecast, unit, facts, cells).map(({ periodId, value }) => ({
        dataElementId: predictor.outputId,
        periodId,
        sourceId: unit.id,
        categoryOptionComboId: combo,
        attributeOptionComboId: attribute,
        value,
      })),
    );
  });
}

/** The values of one unit, option combo and attribute option combo; an earlier one is seen by the later ones. */
function predictPlace(
  forecast: Forecast,
  unit: OrgUnit,
  facts: UnitFacts,
  cells: CellsByPeriod,
): readonly { readonly periodId: number; readonly value: string }[] {
  const { predictor, generator, line, ownSlots, periodIds } = forecast;
  const { strategy } = predictor;
  const needsData = strategy !== 'NEVER_SKIP' && generator.current.length + generator.sampled.length > 0;
  const predictions: { periodId: number; value: string }[] = [];
  for (const { period, samples } of forecast.outputs) {
    const frame = frameOf(period, cells, line, facts);
    const sampled = samples.map((sample) => frameOf(sample, cells, line, facts));
    try {
      const kept = sampled.filter((sample) => !isSkipped(forecast, sample));
      const hasData = hasValue(generator.current, frame) || kept.some((sample) => hasValue(generator.sampled, sample));
      if (needsData && !hasData) continue;
      const result = evaluate(generator.evaluate, frame, strategy, kept);
      if (result === null && strategy !== 'NEVER_SKIP') continue;
      const value = formatPrediction(result, predictor);
      const periodId = periodIds.get(period.iso);
      if (value === null || periodId === undefined) continue;
      predictions.push({ periodId, value });
      const seen = Object.fromEntries(
        ownSlots.map((slot) => [slot, typeof result === 'number' ? Number(value) : (result ?? value)]),
      );
      if (ownSlots.length > 0) cells.set(period.iso, { ...cells.get(period.iso), ...seen });
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      throw conflict(
        `Unable to predict ${predictor.name} for organisation unit ${unit.uid} and period ${period.iso}: ${error.message}`,
      );
    }
  }
  return predictions;
}

const hasValue = (uses: Formula['current'], frame: Frame): boolean =>
  uses.some(({ slot, offset }) => frame.cells(offset)?.[slot] !== undefined);

/** Whether the data of a sampled period are left out. */
function isSkipped({ skipTest, predictor }: Forecast, sample: Frame): boolean {
  if (!skipTest || !hasValue(skipTest.current, sample)) return false;
  return evaluate(skipTest.evaluate, sample, predictor.skipTestStrategy) === true;
}

/** The stored values of the output, as rows that mark them as deleted. */
async function storedOutputs(
  db: Db,
  { predictor, periodIds, disaggregation }: Forecast,
  units: readonly OrgUnit[],
): Promise<readonly DataValueRow[]> {
  const { rows } = await sql<Omit<DataValueRow, 'value' | 'deleted'>>`
    select
      datavalue.dataelementid as "dataElementId", datavalue.periodid as "periodId", datavalue.sourceid as "sourceId",
      datavalue.categoryoptioncomboid as "categoryOptionComboId", datavalue.attributeoptioncomboid as "attributeOptionComboId"
    from datavalue
    where datavalue.dataelementid = ${predictor.outputId}::bigint
      and datavalue.periodid = any (${[...periodIds.values()]}::bigint[])
      and datavalue.sourceid = any (${units.map(({ id }) => id)}::bigint[])
      ${disaggregation ? sql`` : sql`and datavalue.categoryoptioncomboid = ${predictor.outputComboId}::bigint`}
      and not datavalue.deleted
  `.execute(db);
  return rows.map((row) => ({ ...row, value: null, deleted: true }));
}
