import { addDays } from '../kernel/calendar.js';
import type { Row } from './copy.js';
import { at, type Country } from './country.js';
import type { DataElement } from './data-elements.js';
import type { DataSet, StoredPeriod } from './data-sets.js';
import type { OrgUnit } from './organisation-units.js';
import { between, chance } from './random.js';

/** One number reported again and again: an element for a unit and its option combos. */
interface Series {
  readonly element: DataElement;
  readonly unit: OrgUnit;
  readonly combo: number;
  readonly attribute: number;
  readonly level: number;
}

/** Share of the periods for which a facility reports. */
const REPORTING = 0.92;
/** Values that cannot be read as numbers, as real systems have a few of. */
const UNPARSABLE = ['abc', '224E10000913', '9'.repeat(400), '1,5', ' '];
/** Spellings of zero that maintenance and analytics treat differently. */
const ZEROES = ['0', '0', '0', '0', '0', '0.0', '00', '-0'];
const NOT_NUMERIC = new Set(['BOOLEAN', 'TRUE_ONLY', 'TEXT', 'DATE']);

/** Values by period, as they come in over the years, so that what belongs together in time lies together on disk. */
export async function loadDataValues(country: Country, dataSets: readonly DataSet[]): Promise<void> {
  const plans = thinned(country, dataSets);
  await country.loadLarge(
    'datavalue',
    [
      'dataelementid',
      'periodid',
      'sourceid',
      'categoryoptioncomboid',
      'attributeoptioncomboid',
      'value',
      'storedby',
      'created',
      'lastupdated',
      'comment',
      'followup',
      'deleted',
    ],
    valueRows(country, plans),
  );
  await country.loadLarge(
    'datavalueaudit',
    [
      'datavalueauditid',
      'dataelementid',
      'periodid',
      'organisationunitid',
      'categoryoptioncomboid',
      'attributeoptioncomboid',
      'value',
      'created',
      'modifiedby',
      'audittype',
    ],
    auditRows(country, plans),
  );
}

interface Plan {
  readonly dataSet: DataSet;
  readonly series: readonly Series[];
}

/** Every possible series, of which so many are kept that the wanted number of values comes out. */
function thinned({ sizes }: Country, dataSets: readonly DataSet[]): readonly Plan[] {
  const cells = (set: DataSet): number =>
    set.collected.reduce((sum, element) => sum + Math.min(element.combo.options.length, 20), 0);
  const possible = dataSets.reduce(
    (sum, set) => sum + set.units.length * set.periods.length * REPORTING * cells(set),
    0,
  );
  const share = Math.min(1, sizes.dataValues / possible);
  return dataSets.map((dataSet) => ({ dataSet, series: [...seriesOf(dataSet, share)] }));
}

function* seriesOf(dataSet: DataSet, share: number): Generator<Series> {
  for (const unit of dataSet.units) {
    for (const element of dataSet.collected) {
      for (const [index, combo] of element.combo.options.slice(0, 20).entries()) {
        if (chance(unit.id, element.id, index, 71) >= share) continue;
        const attributes = dataSet.attribute.options;
        const attribute = attributes[between(0, attributes.length - 1, unit.id, dataSet.id, 73)];
        yield {
          element,
          unit,
          combo: combo.id,
          attribute: attribute?.id ?? 24,
          level: 3 + chance(unit.id, element.id, 79) ** 3 * 120,
        };
      }
    }
  }
}

function* valueRows(country: Country, plans: readonly Plan[]): Generator<Row> {
  const entries = plans.flatMap((plan) => plan.dataSet.periods.map((period) => ({ plan, period })));
  entries.sort((a, b) =>
    a.period.endDate < b.period.endDate ? -1 : a.period.endDate > b.period.endDate ? 1 : a.period.id - b.period.id,
  );
  for (const { plan, period } of entries) {
    for (const series of plan.series) {
      if (chance(series.unit.id, plan.dataSet.id, period.id, 83) >= REPORTING) continue;
      yield valueRow(country, series, period);
    }
  }
}

function valueRow({ today }: Country, { element, unit, combo, attribute, level }: Series, period: StoredPeriod): Row {
  const draw = chance(element.id, unit.id, period.id, combo, 89);
  const delay = draw < 0.1 ? between(16, 60, unit.id, period.id, 97) : between(1, 14, unit.id, period.id, 97);
  const entered = addDays(period.endDate, delay);
  const time = at(entered < today ? entered : addDays(today, -1), Math.floor(draw * 86_399));
  const commentOnly = draw > 0.9995;
  const deleted = draw < 0.005;
  return [
    element.id,
    period.id,
    unit.id,
    combo,
    attribute,
    commentOnly ? null : valueText(element, level, period, draw),
    'system',
    time,
    time,
    commentOnly || draw > 0.999 ? 'Counted again with the register' : null,
    draw < 0.01 ? draw < 0.002 : null,
    deleted,
  ];
}

function valueText(element: DataElement, level: number, period: StoredPeriod, draw: number): string {
  if (NOT_NUMERIC.has(element.valueType)) return otherText(element, period, draw);
  if (draw > 0.99996) return UNPARSABLE[Math.floor(draw * 1e7) % UNPARSABLE.length] ?? 'abc';
  if (draw > 0.2 && draw < 0.25) return ZEROES[Math.floor(draw * 1e6) % ZEROES.length] ?? '0';
  const month = Number(period.startDate.slice(5, 7));
  const seasonal = level * (1 + 0.3 * Math.sin((month / 12) * 2 * Math.PI)) * (0.7 + draw * 0.6);
  const value = draw > 0.9985 ? seasonal * 12 : seasonal;
  if (element.valueType === 'PERCENTAGE') return String(Math.min(100, Math.round(value * 10) / 10));
  return element.valueType === 'NUMBER' ? value.toFixed(draw > 0.5 ? 1 : 2) : String(Math.round(value));
}

function otherText({ valueType }: DataElement, period: StoredPeriod, draw: number): string {
  switch (valueType) {
    case 'BOOLEAN':
      return draw < 0.6 ? 'true' : 'false';
    case 'TRUE_ONLY':
      return 'true';
    case 'DATE':
      return period.startDate;
    default:
      return `Remark ${Math.floor(draw * 50)}`;
  }
}

function* auditRows({ sizes, id }: Country, plans: readonly Plan[]): Generator<Row> {
  const filled = plans.filter(({ series, dataSet }) => series.length > 0 && dataSet.periods.length > 0);
  for (let index = 0; index < sizes.audits && filled.length > 0; index += 1) {
    const plan = filled[index % filled.length];
    const series = plan?.series[between(0, plan.series.length - 1, index, 101)];
    const period = plan?.dataSet.periods[between(0, plan.dataSet.periods.length - 1, index, 103)];
    if (!series || !period) continue;
    yield [
      id(),
      series.element.id,
      period.id,
      series.unit.id,
      series.combo,
      series.attribute,
      String(between(0, 100, index, 107)),
      at(period.endDate, index),
      'system',
      index % 20 === 0 ? 'DELETE' : 'UPDATE',
    ];
  }
}

/** Completed registrations, some late, some withdrawn, and a few approvals, lock exceptions and min-max values. */
export async function loadDataSetRecords(
  country: Country,
  dataSets: readonly DataSet[],
  approval: { readonly workflow: number; readonly levels: readonly number[] },
): Promise<void> {
  const { load, sizes, id, now } = country;
  await country.loadLarge(
    'completedatasetregistration',
    [
      'datasetid',
      'periodid',
      'sourceid',
      'attributeoptioncomboid',
      'date',
      'storedby',
      'lastupdatedby',
      'lastupdated',
      'completed',
    ],
    completionRows(country, dataSets),
  );
  const [first] = dataSets;
  const unit = first?.units[0];
  if (!first || !unit) return;
  const root = rootOf(unit);
  const lastPeriods = first.periods.slice(-6);
  await load(
    'dataapproval',
    [
      'dataapprovalid',
      'dataapprovallevelid',
      'workflowid',
      'periodid',
      'organisationunitid',
      'attributeoptioncomboid',
      'accepted',
      'created',
      'creator',
    ],
    lastPeriods.map((period, index) => [
      id(),
      approval.levels[index % 3],
      approval.workflow,
      period.id,
      ancestorAt(unit, (index % 3) + 1, root).id,
      24,
      false,
      now,
      26,
    ]),
  );
  await load(
    'lockexception',
    ['lockexceptionid', 'created', 'organisationunitid', 'periodid', 'datasetid'],
    first.units.slice(0, 10).map((one) => [id(), now, one.id, first.periods[0]?.id, first.id]),
  );
  await load(
    'minmaxdataelement',
    [
      'minmaxdataelementid',
      'sourceid',
      'dataelementid',
      'categoryoptioncomboid',
      'minimumvalue',
      'maximumvalue',
      'generatedvalue',
    ],
    first.units
      .slice(0, Math.min(200, sizes.dataElements))
      .map((one, index) => [
        id(),
        one.id,
        first.elements[0]?.id,
        first.elements[0]?.combo.options[0]?.id,
        0,
        between(20, 200, index, 109),
        index % 4 !== 0,
      ]),
  );
}

function* completionRows({ sizes, today }: Country, dataSets: readonly DataSet[]): Generator<Row> {
  const possible = dataSets.reduce((sum, set) => sum + set.units.length * set.periods.length, 0);
  const share = Math.min(1, sizes.completions / possible);
  for (const set of dataSets) {
    for (const period of set.periods) {
      for (const unit of set.units) {
        const draw = chance(set.id, period.id, unit.id, 113);
        if (draw >= share) continue;
        const day = addDays(period.endDate, between(1, 30, set.id, period.id, unit.id, 127));
        const time = at(day < today ? day : addDays(today, -1), Math.floor(draw * 1e5));
        const attribute = set.attribute.options[between(0, set.attribute.options.length - 1, unit.id, set.id, 73)];
        yield [
          set.id,
          period.id,
          unit.id,
          attribute?.id ?? 24,
          time,
          'system',
          'system',
          time,
          chance(unit.id, period.id, 131) > 0.01,
        ];
      }
    }
  }
}

const rootOf = (unit: OrgUnit): OrgUnit => (unit.parent ? rootOf(unit.parent) : unit);

const ancestorAt = (unit: OrgUnit, level: number, root: OrgUnit): OrgUnit =>
  unit.level === level ? unit : unit.parent ? ancestorAt(unit.parent, level, root) : root;
