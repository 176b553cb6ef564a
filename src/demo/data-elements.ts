import type { Categories, CategoryCombo } from './categories.js';
import { type Country, PUBLIC } from './country.js';
import { chance } from './random.js';

export interface DataElement {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly valueType: string;
  readonly aggregationType: string;
  readonly combo: CategoryCombo;
  readonly tracker: boolean;
}

const TOPICS = [
  'ANC',
  'Delivery',
  'Immunization',
  'Malaria',
  'HIV',
  'TB',
  'Nutrition',
  'Outpatient',
  'Stock',
  'Staff',
  'Mortality',
  'Laboratory',
];
const WELL_KNOWN = { uid: 'fbfJHSPpUQD', name: 'ANC 1st visit' };

/** Value and aggregation types in the proportions of a real configuration: nearly all are counts that are summed. */
function kindOf(index: number): { readonly valueType: string; readonly aggregationType: string } {
  if (index === 0) return { valueType: 'INTEGER_ZERO_OR_POSITIVE', aggregationType: 'SUM' };
  const draw = chance(index, 53);
  if (draw < 0.02) return { valueType: 'BOOLEAN', aggregationType: 'AVERAGE' };
  if (draw < 0.03) return { valueType: 'TRUE_ONLY', aggregationType: 'SUM' };
  if (draw < 0.05) return { valueType: 'TEXT', aggregationType: 'NONE' };
  if (draw < 0.06) return { valueType: 'DATE', aggregationType: 'NONE' };
  if (draw < 0.1) return { valueType: 'NUMBER', aggregationType: 'AVERAGE' };
  if (draw < 0.14) return { valueType: 'NUMBER', aggregationType: 'AVERAGE_SUM_ORG_UNIT' };
  if (draw < 0.15) return { valueType: 'NUMBER', aggregationType: 'COUNT' };
  if (draw < 0.16) return { valueType: 'NUMBER', aggregationType: 'MIN' };
  if (draw < 0.17) return { valueType: 'NUMBER', aggregationType: 'MAX' };
  if (draw < 0.19) return { valueType: 'NUMBER', aggregationType: 'LAST' };
  if (draw < 0.24) return { valueType: 'PERCENTAGE', aggregationType: 'AVERAGE' };
  return { valueType: 'INTEGER_ZERO_OR_POSITIVE', aggregationType: 'SUM' };
}

function comboOf(index: number, { standard, disaggregations, detailed }: Categories): CategoryCombo {
  const draw = chance(index, 59);
  if (index === 0 || draw < 0.55) return standard;
  if (draw < 0.97 || detailed.length === 0) return disaggregations[index % disaggregations.length] ?? standard;
  return detailed[index % detailed.length] ?? standard;
}

/** Data elements of both domains, their groups and group sets; every fifth sums only up to a level. */
export async function loadDataElements(country: Country, categories: Categories): Promise<readonly DataElement[]> {
  const { sizes, load, now, id, uid } = country;
  const elements = Array.from({ length: sizes.dataElements }, (_, index): DataElement => {
    const tracker = index >= sizes.dataElements - sizes.trackerDataElements;
    const topic = TOPICS[index % TOPICS.length] ?? '';
    return {
      id: id(),
      uid: index === 0 ? WELL_KNOWN.uid : uid(),
      name:
        index === 0
          ? WELL_KNOWN.name
          : `${topic} ${tracker ? 'client' : 'indicator'} ${String(index).padStart(4, '0')}`,
      ...(tracker ? trackerKind(index) : kindOf(index)),
      combo: tracker ? categories.standard : comboOf(index, categories),
      tracker,
    };
  });
  await load(
    'dataelement',
    [
      'dataelementid',
      'uid',
      'code',
      'created',
      'lastupdated',
      'name',
      'shortname',
      'valuetype',
      'domaintype',
      'aggregationtype',
      'categorycomboid',
      'zeroissignificant',
      'sharing',
      'translations',
      'attributevalues',
    ],
    elements.map((element, index) => [
      element.id,
      element.uid,
      `DE_${String(index + 1).padStart(5, '0')}`,
      now,
      now,
      element.name,
      element.name,
      element.valueType,
      element.tracker ? 'TRACKER' : 'AGGREGATE',
      element.aggregationType,
      element.combo.id,
      chance(index, 61) < 0.05,
      PUBLIC,
      index < 5 ? [{ locale: 'fr', property: 'NAME', value: `${element.name} (fr)` }] : null,
      {},
    ]),
  );
  await load(
    'dataelementaggregationlevels',
    ['dataelementid', 'sort_order', 'aggregationlevel'],
    elements.filter((element, index) => !element.tracker && index % 25 === 5).map((element) => [element.id, 0, 3]),
  );
  await loadGroups(country, elements);
  return elements;
}

const trackerKind = (index: number) =>
  [
    { valueType: 'NUMBER', aggregationType: 'AVERAGE' },
    { valueType: 'INTEGER', aggregationType: 'SUM' },
    { valueType: 'TEXT', aggregationType: 'NONE' },
    { valueType: 'BOOLEAN', aggregationType: 'SUM' },
    { valueType: 'DATE', aggregationType: 'NONE' },
  ][index % 5] ?? { valueType: 'TEXT', aggregationType: 'NONE' };

async function loadGroups({ sizes, load, now, id, uid }: Country, elements: readonly DataElement[]): Promise<void> {
  const setCount = Math.min(6, Math.max(2, Math.floor(sizes.dataElementGroups / 12)));
  const groups = Array.from({ length: sizes.dataElementGroups }, (_, index) => ({
    id: id(),
    uid: uid(),
    name: `${TOPICS[index % TOPICS.length]} group ${String(index + 1).padStart(2, '0')}`,
    set: index % setCount,
  }));
  const sets = Array.from({ length: setCount }, (_, index) => ({
    id: id(),
    uid: uid(),
    name: `Data element classification ${index + 1}`,
  }));
  await load(
    'dataelementgroupset',
    [
      'dataelementgroupsetid',
      'uid',
      'created',
      'lastupdated',
      'name',
      'shortname',
      'compulsory',
      'datadimension',
      'sharing',
    ],
    sets.map((set) => [set.id, set.uid, now, now, set.name, set.name, false, true, PUBLIC]),
  );
  await load(
    'dataelementgroup',
    ['dataelementgroupid', 'uid', 'created', 'lastupdated', 'name', 'shortname', 'sharing'],
    groups.map((group) => [group.id, group.uid, now, now, group.name, group.name, PUBLIC]),
  );
  await load(
    'dataelementgroupsetmembers',
    ['dataelementgroupsetid', 'sort_order', 'dataelementgroupid'],
    groups.map((group, index) => [sets[group.set]?.id, index + 1, group.id]),
  );
  await load(
    'dataelementgroupmembers',
    ['dataelementid', 'dataelementgroupid'],
    sets.flatMap((_, setIndex) => {
      const own = groups.filter((group) => group.set === setIndex);
      return elements
        .filter((element) => !element.tracker)
        .map((element, index) => [element.id, own[index % own.length]?.id]);
    }),
  );
}
