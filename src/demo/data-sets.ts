import { addDays } from '../kernel/calendar.js';
import {
  type Period,
  type PeriodTypeName,
  periodContaining,
  periodsStartingWithin,
  shiftPeriod,
} from '../kernel/periods/index.js';
import type { Categories, CategoryCombo } from './categories.js';
import { type Country, PUBLIC } from './country.js';
import type { DataElement } from './data-elements.js';
import type { OrgUnit } from './organisation-units.js';
import { chance } from './random.js';

export interface StoredPeriod extends Period {
  readonly id: number;
}

export interface DataSet {
  readonly id: number;
  readonly uid: string;
  readonly elements: readonly DataElement[];
  /** Those whose values come in with this set; an element in two sets is reported through one. */
  readonly collected: readonly DataElement[];
  readonly units: readonly OrgUnit[];
  readonly periods: readonly StoredPeriod[];
  readonly attribute: CategoryCombo;
  readonly timelyDays: number;
}

/** Ids of the period types are their places in the seed. */
const TYPE_IDS: Readonly<Partial<Record<PeriodTypeName, number>>> = {
  Daily: 1,
  Weekly: 2,
  Monthly: 8,
  Quarterly: 10,
  SixMonthly: 12,
  Yearly: 15,
};

/** What each data set is collected by: monthly for most, one of each other kind. */
const KINDS: readonly PeriodTypeName[] = ['Monthly', 'Monthly', 'Quarterly', 'Yearly', 'Weekly', 'SixMonthly', 'Daily'];

const kindOf = (index: number): PeriodTypeName =>
  index < KINDS.length ? (KINDS[index] ?? 'Monthly') : index % 6 === 0 ? 'Quarterly' : 'Monthly';

/** Periods that data are collected for, and some that nothing refers to. */
export async function loadPeriods({
  sizes,
  load,
  id,
  firstDay,
  today,
}: Country): Promise<ReadonlyMap<PeriodTypeName, readonly StoredPeriod[]>> {
  const lastDay = addDays(today, -1);
  const recent = (type: PeriodTypeName, count: number): readonly Period[] =>
    Array.from({ length: count }, (_, index) => shiftPeriod(periodContaining(type, lastDay), index + 1 - count));
  const ended = (type: PeriodTypeName): readonly Period[] => periodsStartingWithin(type, firstDay, lastDay);
  const used: readonly (readonly [PeriodTypeName, readonly Period[]])[] = [
    ['Monthly', ended('Monthly')],
    ['Quarterly', ended('Quarterly')],
    ['SixMonthly', ended('SixMonthly')],
    ['Yearly', ended('Yearly')],
    ['Weekly', recent('Weekly', sizes.weeks)],
    ['Daily', recent('Daily', sizes.days)],
  ];
  const unused = Array.from({ length: sizes.unusedPeriods }, (_, index) =>
    shiftPeriod(periodContaining('Monthly', firstDay), -index - 13),
  );
  const stored = used.map(([type, periods]) => [type, periods.map((period) => ({ ...period, id: id() }))] as const);
  const rows = [...stored.flatMap(([, periods]) => periods), ...unused.map((period) => ({ ...period, id: id() }))];
  await load(
    'period',
    ['periodid', 'periodtypeid', 'startdate', 'enddate'],
    rows.map((period) => [period.id, TYPE_IDS[period.type], period.startDate, period.endDate]),
  );
  return new Map(stored);
}

/** Data sets, which elements and units they have, and the sections of the first. */
export async function loadDataSets(
  country: Country,
  parts: {
    readonly units: readonly OrgUnit[];
    readonly elements: readonly DataElement[];
    readonly categories: Categories;
    readonly periods: ReadonlyMap<PeriodTypeName, readonly StoredPeriod[]>;
    readonly workflow: number;
  },
): Promise<readonly DataSet[]> {
  const { sizes, load, now, id, uid } = country;
  const aggregate = parts.elements.filter(({ tracker }) => !tracker);
  const facilities = parts.units.filter(({ level }) => level === 4);
  const sets = Array.from({ length: sizes.dataSets }, (_, index) => {
    const kind = kindOf(index);
    return {
      id: id(),
      uid: index === 0 ? 'lyLU2wR22tC' : uid(),
      name: `${index === 0 ? 'Reproductive health' : `Return ${String(index).padStart(2, '0')}`} (${kind.toLowerCase()})`,
      kind,
      collected: aggregate.filter((_, position) => position % sizes.dataSets === index),
      elements: aggregate.filter(
        (_, position) => position % sizes.dataSets === index || (position + 7) % (sizes.dataSets * 9) === index,
      ),
      units: facilities.filter((_, position) => chance(position, index, 67) < (kind === 'Daily' ? 0.1 : 0.85)),
      periods: parts.periods.get(kind) ?? [],
      attribute: index % 10 === 3 ? parts.categories.attribute : parts.categories.standard,
      timelyDays: 15,
    };
  });
  await load(
    'dataset',
    [
      'datasetid',
      'uid',
      'code',
      'created',
      'lastupdated',
      'name',
      'shortname',
      'periodtypeid',
      'categorycomboid',
      'mobile',
      'version',
      'expirydays',
      'timelydays',
      'workflowid',
      'openfutureperiods',
      'openperiodsaftercoenddate',
      'sharing',
    ],
    sets.map((set, index) => [
      set.id,
      set.uid,
      `DS_${index + 1}`,
      now,
      now,
      set.name,
      set.name,
      TYPE_IDS[set.kind],
      set.attribute.id,
      false,
      1,
      index === 1 ? 60 : 0,
      set.timelyDays,
      index === 0 ? parts.workflow : null,
      0,
      index % 3,
      PUBLIC,
    ]),
  );
  await load(
    'datasetelement',
    ['datasetelementid', 'datasetid', 'dataelementid'],
    sets.flatMap((set) => set.elements.map((element) => [id(), set.id, element.id])),
  );
  await load(
    'datasetsource',
    ['sourceid', 'datasetid'],
    sets.flatMap((set) => set.units.map((unit) => [unit.id, set.id])),
  );
  const [first] = sets;
  if (first) {
    await load(
      'section',
      ['sectionid', 'uid', 'created', 'lastupdated', 'name', 'datasetid', 'sortorder'],
      ['First part', 'Second part'].map((name, index) => [id(), uid(), now, now, name, first.id, index + 1]),
    );
  }
  return sets;
}

/** Approval: three levels, one workflow; the rows come with the values. */
export async function loadApproval({
  load,
  now,
  id,
  uid,
}: Country): Promise<{ readonly workflow: number; readonly levels: readonly number[] }> {
  const levels = [1, 2, 3].map((level) => ({ id: id(), level }));
  const workflow = id();
  await load(
    'dataapprovallevel',
    ['dataapprovallevelid', 'uid', 'created', 'lastupdated', 'name', 'level', 'orgunitlevel', 'sharing'],
    levels.map(({ id: levelId, level }) => [levelId, uid(), now, now, `Approval ${level}`, level, level, PUBLIC]),
  );
  await load(
    'dataapprovalworkflow',
    ['workflowid', 'uid', 'created', 'lastupdated', 'name', 'periodtypeid', 'categorycomboid', 'sharing'],
    [[workflow, uid(), now, now, 'Monthly approval', TYPE_IDS.Monthly, 23, PUBLIC]],
  );
  await load(
    'dataapprovalworkflowlevels',
    ['workflowid', 'dataapprovallevelid'],
    levels.map((level) => [workflow, level.id]),
  );
  return { workflow, levels: levels.map((level) => level.id) };
}
