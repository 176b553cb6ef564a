import { addDays } from '../kernel/calendar.js';
import { at, type Country, PUBLIC } from './country.js';
import type { DataElement } from './data-elements.js';
import type { DataSet } from './data-sets.js';
import { between } from './random.js';

/** Options, legends, constants, indicators, rules, predictors, views and favourites: few of each, all valid. */
export async function loadSmallMetadata(
  country: Country,
  elements: readonly DataElement[],
  dataSets: readonly DataSet[],
): Promise<void> {
  const { load, now, id, uid } = country;
  const optionSet = id();
  await load(
    'optionset',
    ['optionsetid', 'uid', 'created', 'lastupdated', 'name', 'valuetype', 'version', 'sharing'],
    [[optionSet, uid(), now, now, 'Sex', 'TEXT', 1, PUBLIC]],
  );
  await load(
    'optionvalue',
    ['optionvalueid', 'uid', 'code', 'name', 'created', 'lastupdated', 'sort_order', 'optionsetid'],
    ['Female', 'Male'].map((name, index) => [id(), uid(), name, name, now, now, index + 1, optionSet]),
  );
  const legends = id();
  await load(
    'maplegendset',
    ['maplegendsetid', 'uid', 'created', 'lastupdated', 'name', 'sharing'],
    [[legends, uid(), now, now, 'Coverage', PUBLIC]],
  );
  await load(
    'maplegend',
    ['maplegendid', 'uid', 'created', 'lastupdated', 'name', 'startvalue', 'endvalue', 'color', 'maplegendsetid'],
    ['Low', 'Medium', 'High'].map((name, index) => [
      id(),
      uid(),
      now,
      now,
      name,
      index * 40,
      (index + 1) * 40,
      '#aaccee',
      legends,
    ]),
  );
  await load(
    'constant',
    ['constantid', 'uid', 'created', 'lastupdated', 'name', 'shortname', 'value', 'sharing'],
    [[id(), uid(), now, now, 'Expected birth rate', 'Birth rate', 0.035, PUBLIC]],
  );
  await loadIndicators(
    country,
    elements.filter((element) => !element.tracker && element.aggregationType === 'SUM'),
  );
  await loadRules(country, dataSets);
  await loadFavourites(country);
  await load(
    'sqlview',
    ['sqlviewid', 'uid', 'created', 'lastupdated', 'name', 'sqlquery', 'type', 'cachestrategy', 'sharing'],
    [
      [
        id(),
        uid(),
        now,
        now,
        'Units by level',
        'select hierarchylevel, count(*) from organisationunit group by hierarchylevel',
        'VIEW',
        'NO_CACHE',
        PUBLIC,
      ],
      [
        id(),
        uid(),
        now,
        now,
        'Elements by type',
        'select valuetype, count(*) as elements from dataelement group by valuetype',
        'MATERIALIZED_VIEW',
        'NO_CACHE',
        PUBLIC,
      ],
    ],
  );
}

async function loadIndicators({ load, now, id, uid, sizes }: Country, elements: readonly DataElement[]): Promise<void> {
  const types = [
    ['Percentage', 100],
    ['Number', 1],
    ['Per 1 000', 1_000],
    ['Per 10 000', 10_000],
    ['Per 100 000', 100_000],
  ].map(([name, factor]) => ({ id: id(), uid: uid(), name, factor }));
  await load(
    'indicatortype',
    ['indicatortypeid', 'uid', 'created', 'lastupdated', 'name', 'indicatorfactor', 'indicatornumber'],
    types.map((type) => [type.id, type.uid, now, now, type.name, type.factor, type.factor === 1]),
  );
  const indicators = Array.from({ length: sizes.indicators }, (_, index) => ({ id: id(), uid: uid(), index }));
  const element = (index: number): string => `#{${elements[index % elements.length]?.uid}}`;
  await load(
    'indicator',
    [
      'indicatorid',
      'uid',
      'created',
      'lastupdated',
      'name',
      'shortname',
      'annualized',
      'decimals',
      'indicatortypeid',
      'numerator',
      'numeratordescription',
      'denominator',
      'denominatordescription',
      'sharing',
    ],
    indicators.map(({ id: indicator, uid: own, index }) => [
      indicator,
      own,
      now,
      now,
      `Indicator ${String(index + 1).padStart(2, '0')}`,
      `Indicator ${index + 1}`,
      index % 7 === 3,
      index % 4 === 0 ? 0 : null,
      types[index % types.length]?.id,
      element(index),
      'Numerator',
      index % 3 === 0 ? `${element(index + 1)} + ${element(index + 2)}` : element(index + 1),
      'Denominator',
      PUBLIC,
    ]),
  );
  const groups = Array.from({ length: sizes.indicatorGroups }, (_, index) => ({
    id: id(),
    uid: uid(),
    name: `Indicator group ${index + 1}`,
  }));
  await load(
    'indicatorgroup',
    ['indicatorgroupid', 'uid', 'created', 'lastupdated', 'name', 'sharing'],
    groups.map((group) => [group.id, group.uid, now, now, group.name, PUBLIC]),
  );
  await load(
    'indicatorgroupmembers',
    ['indicatorid', 'indicatorgroupid'],
    indicators.map(({ id: indicator, index }) => [indicator, groups[index % groups.length]?.id]),
  );
}

/** Validation rules that compare elements of the monthly set; with values of all sizes about half are violated. A predictor too. */
async function loadRules({ load, now, id, uid, sizes }: Country, [first]: readonly DataSet[]): Promise<void> {
  const elements = first?.collected ?? [];
  const side = (index: number): readonly [number, string] => [id(), `#{${elements[index % elements.length]?.uid}}`];
  const rules = Array.from({ length: sizes.validationRules }, (_, index) => ({
    id: id(),
    uid: uid(),
    left: side(index),
    right: side(index + 1),
  }));
  const generator = side(0);
  await load(
    'expression',
    ['expressionid', 'description', 'expression', 'slidingwindow', 'missingvaluestrategy'],
    [...rules.flatMap((rule) => [rule.left, rule.right]), generator].map(([expression, text]) => [
      expression,
      'Side',
      text,
      false,
      'NEVER_SKIP',
    ]),
  );
  await load(
    'validationrule',
    [
      'validationruleid',
      'uid',
      'created',
      'lastupdated',
      'name',
      'importance',
      'operator',
      'leftexpressionid',
      'rightexpressionid',
      'skipformvalidation',
      'periodtypeid',
      'sharing',
    ],
    rules.map((rule, index) => [
      rule.id,
      rule.uid,
      now,
      now,
      `Rule ${String(index + 1).padStart(2, '0')}`,
      ['HIGH', 'MEDIUM', 'LOW'][index % 3],
      ['less_than_or_equal_to', 'greater_than', 'compulsory_pair'][index % 3],
      rule.left[0],
      rule.right[0],
      false,
      8,
      PUBLIC,
    ]),
  );
  await load(
    'predictor',
    [
      'predictorid',
      'uid',
      'created',
      'lastupdated',
      'name',
      'shortname',
      'generatorexpressionid',
      'generatoroutput',
      'periodtypeid',
      'sequentialsamplecount',
      'annualsamplecount',
    ],
    [[id(), uid(), now, now, 'Expected visits', 'Expected visits', generator[0], elements[0]?.id, 8, 3, 0]],
  );
}

async function loadFavourites(country: Country): Promise<void> {
  const { load, now, id, uid, sizes, today } = country;
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ id: id(), uid: uid(), number: index + 1 }));
  const visualizations = many(sizes.visualizations);
  await load(
    'visualization',
    [
      'visualizationid',
      'uid',
      'name',
      'type',
      'created',
      'lastupdated',
      'fixcolumnheaders',
      'fixrowheaders',
      'sharing',
    ],
    visualizations.map(({ id: own, uid: ownUid, number }) => [
      own,
      ownUid,
      `Visualization ${number}`,
      number % 2 === 0 ? 'COLUMN' : 'PIVOT_TABLE',
      now,
      now,
      false,
      false,
      PUBLIC,
    ]),
  );
  await load(
    'map',
    ['mapid', 'uid', 'created', 'lastupdated', 'name', 'sharing'],
    many(sizes.maps).map((map) => [map.id, map.uid, now, now, `Map ${map.number}`, PUBLIC]),
  );
  await load(
    'eventvisualization',
    ['eventvisualizationid', 'uid', 'name', 'type', 'skiprounding', 'created', 'lastupdated', 'sharing'],
    many(sizes.eventVisualizations).map((one) => [
      one.id,
      one.uid,
      `Event visualization ${one.number}`,
      'LINE_LIST',
      false,
      now,
      now,
      PUBLIC,
    ]),
  );
  await load(
    'dashboard',
    ['dashboardid', 'uid', 'created', 'lastupdated', 'name', 'restrictfilters', 'sharing'],
    many(sizes.dashboards).map((dashboard) => [
      dashboard.id,
      dashboard.uid,
      now,
      now,
      `Dashboard ${dashboard.number}`,
      false,
      PUBLIC,
    ]),
  );
  const kinds = ['VISUALIZATION_VIEW', 'MAP_VIEW', 'DASHBOARD_VIEW', 'EVENT_VISUALIZATION_VIEW'];
  await load(
    'datastatisticsevent',
    ['eventid', 'eventtype', 'timestamp', 'username', 'favoriteuid'],
    Array.from({ length: sizes.statisticsEvents }, (_, index) => [
      id(),
      kinds[index % 4],
      at(addDays(today, -between(1, 300, index, 257)), index),
      `user${String((index % 9) + 1).padStart(3, '0')}`,
      visualizations[index % visualizations.length]?.uid,
    ]),
  );
}
