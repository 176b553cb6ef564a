import { addDays } from '../kernel/calendar.js';
import { type Country, PUBLIC } from './country.js';
import type { OrgUnit } from './organisation-units.js';
import { chance } from './random.js';

export interface CategoryCombo {
  readonly id: number;
  readonly uid: string;
  /** Ids of its option combos. */
  readonly options: readonly { readonly id: number; readonly uid: string }[];
}

export interface Categories {
  readonly standard: CategoryCombo;
  readonly disaggregations: readonly CategoryCombo[];
  /** Large ones, for few data elements. */
  readonly detailed: readonly CategoryCombo[];
  readonly attribute: CategoryCombo;
}

/** Ids that the migrations give to the default category model. */
const DEFAULT: CategoryCombo = { id: 23, uid: 'bjDvmb4bfuf', options: [{ id: 24, uid: 'HllvX50cXC0' }] };

interface Category {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly kind: 'DISAGGREGATION' | 'ATTRIBUTE';
  readonly options: readonly {
    readonly id: number;
    readonly uid: string;
    readonly name: string;
    readonly start?: string;
    readonly end?: string;
  }[];
}

/** Categories, combos and all their option combos, with option groups; some attribute options end before today. */
export async function loadCategories(country: Country, units: readonly OrgUnit[]): Promise<Categories> {
  const { sizes, id, uid, firstDay, today } = country;
  const category = (
    name: string,
    kind: Category['kind'],
    names: readonly string[],
    dates?: (index: number) => { start: string; end?: string },
  ): Category => ({
    id: id(),
    uid: uid(),
    name,
    kind,
    options: names.map((option, index) => ({ id: id(), uid: uid(), name: option, ...dates?.(index) })),
  });
  const numbered = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${name} ${String(index + 1).padStart(2, '0')}`);
  const age = category('Age group', 'DISAGGREGATION', ['<1y', '1-4y', '5-14y', '15-49y', '50+y']);
  const sex = category('Sex', 'DISAGGREGATION', ['Female', 'Male']);
  const place = category('Fixed/outreach', 'DISAGGREGATION', ['Fixed', 'Outreach']);
  const causes =
    sizes.causes > 0 ? [category('Cause of death', 'DISAGGREGATION', numbered('Cause', sizes.causes))] : [];
  const diagnoses =
    sizes.diagnoses > 0 ? [category('Diagnosis', 'DISAGGREGATION', numbered('Diagnosis', sizes.diagnoses))] : [];
  const partner = category('Implementing partner', 'ATTRIBUTE', numbered('Partner', sizes.partners), (index) => ({
    start: addDays(firstDay, -365),
    ...(index % 5 === 4 && { end: addDays(today, -400) }),
  }));
  const project = category('Project', 'ATTRIBUTE', ['Core', 'Extension']);
  const all = [age, sex, place, ...causes, ...diagnoses, partner, project];
  const combo = (name: string, members: readonly Category[]) => ({ id: id(), uid: uid(), name, members });
  const combos = {
    disaggregations: [
      combo('Sex', [sex]),
      combo('Age', [age]),
      combo('Age and sex', [age, sex]),
      combo('Place, age and sex', [place, age, sex]),
    ],
    detailed: [
      ...causes.map((cause) => combo('Cause, age and sex', [cause, age, sex])),
      ...diagnoses.map((diagnosis) => combo('Diagnosis, age and sex', [diagnosis, age, sex])),
    ],
    attribute: combo('Partner and project', [partner, project]),
  };
  await loadCategoryRows(country, all);
  const built = new Map<number, CategoryCombo>();
  const members = [...combos.disaggregations, ...combos.detailed, combos.attribute];
  for (const one of members) built.set(one.id, await loadCombo(country, one, one === combos.attribute));
  await loadAssignments(country, [partner, project], units);
  await loadOptionGroups(country, age, partner);
  const get = ({ id: comboId }: { readonly id: number }): CategoryCombo => built.get(comboId) ?? DEFAULT;
  return {
    standard: DEFAULT,
    disaggregations: combos.disaggregations.map(get),
    detailed: combos.detailed.map(get),
    attribute: get(combos.attribute),
  };
}

async function loadCategoryRows({ load, now }: Country, categories: readonly Category[]): Promise<void> {
  await load(
    'categoryoption',
    ['categoryoptionid', 'uid', 'created', 'lastupdated', 'name', 'shortname', 'startdate', 'enddate', 'sharing'],
    categories.flatMap((category) =>
      category.options.map((option) => [
        option.id,
        option.uid,
        now,
        now,
        option.name,
        option.name,
        option.start,
        option.end,
        PUBLIC,
      ]),
    ),
  );
  await load(
    'category',
    [
      'categoryid',
      'uid',
      'created',
      'lastupdated',
      'name',
      'shortname',
      'datadimensiontype',
      'datadimension',
      'sharing',
    ],
    categories.map(({ id, uid, name, kind }) => [id, uid, now, now, name, name, kind, true, PUBLIC]),
  );
  await load(
    'categories_categoryoptions',
    ['categoryid', 'sort_order', 'categoryoptionid'],
    categories.flatMap((category) => category.options.map((option, index) => [category.id, index + 1, option.id])),
  );
}

async function loadCombo(
  { load, now, id, uid }: Country,
  combo: { readonly id: number; readonly uid: string; readonly name: string; readonly members: readonly Category[] },
  isAttribute: boolean,
): Promise<CategoryCombo> {
  const products = combo.members.reduce<readonly (readonly Category['options'][number][])[]>(
    (rows, category) => rows.flatMap((row) => category.options.map((option) => [...row, option])),
    [[]],
  );
  const options = products.map((product) => ({ id: id(), uid: uid(), product }));
  await load(
    'categorycombo',
    ['categorycomboid', 'uid', 'created', 'lastupdated', 'name', 'datadimensiontype', 'skiptotal', 'sharing'],
    [[combo.id, combo.uid, now, now, combo.name, isAttribute ? 'ATTRIBUTE' : 'DISAGGREGATION', false, PUBLIC]],
  );
  await load(
    'categorycombos_categories',
    ['categoryid', 'sort_order', 'categorycomboid'],
    combo.members.map((category, index) => [category.id, index + 1, combo.id]),
  );
  await load(
    'categoryoptioncombo',
    ['categoryoptioncomboid', 'uid', 'created', 'lastupdated', 'name', 'ignoreapproval'],
    options.map((option) => [
      option.id,
      option.uid,
      now,
      now,
      option.product.map(({ name }) => name).join(', '),
      false,
    ]),
  );
  await load(
    'categorycombos_optioncombos',
    ['categoryoptioncomboid', 'categorycomboid'],
    options.map((option) => [option.id, combo.id]),
  );
  await load(
    'categoryoptioncombos_categoryoptions',
    ['categoryoptioncomboid', 'categoryoptionid'],
    options.flatMap((option) => option.product.map((member) => [option.id, member.id])),
  );
  return { id: combo.id, uid: combo.uid, options };
}

/** Partners work in some facilities only, so that not everybody is expected to report for everybody. */
async function loadAssignments(
  { load }: Country,
  categories: readonly Category[],
  units: readonly OrgUnit[],
): Promise<void> {
  const facilities = units.filter(({ level }) => level === 4);
  const options = categories.flatMap((category) => category.options);
  await load(
    'categoryoption_organisationunits',
    ['organisationunitid', 'categoryoptionid'],
    facilities.flatMap((unit) =>
      options.filter((option) => chance(unit.id, option.id, 47) < 0.4).map((option) => [unit.id, option.id]),
    ),
  );
}

async function loadOptionGroups({ load, now, id, uid }: Country, age: Category, partner: Category): Promise<void> {
  const half = Math.ceil(partner.options.length / 2);
  const sets = [
    {
      name: 'Age: under and over five',
      kind: 'DISAGGREGATION',
      groups: [
        ['Under 5', age.options.slice(0, 2)],
        ['5 and above', age.options.slice(2)],
      ],
    },
    {
      name: 'Funding',
      kind: 'ATTRIBUTE',
      groups: [
        ['Domestic', partner.options.slice(0, half)],
        ['External', partner.options.slice(half)],
      ],
    },
  ] as const;
  for (const { name, kind, groups } of sets) {
    const setId = id();
    await load(
      'categoryoptiongroupset',
      [
        'categoryoptiongroupsetid',
        'uid',
        'created',
        'lastupdated',
        'name',
        'shortname',
        'datadimension',
        'datadimensiontype',
        'sharing',
      ],
      [[setId, uid(), now, now, name, name, true, kind, PUBLIC]],
    );
    let position = 0;
    for (const [groupName, options] of groups) {
      const groupId = id();
      position += 1;
      await load(
        'categoryoptiongroup',
        ['categoryoptiongroupid', 'uid', 'created', 'lastupdated', 'name', 'shortname', 'datadimensiontype', 'sharing'],
        [[groupId, uid(), now, now, groupName, groupName, kind, PUBLIC]],
      );
      await load(
        'categoryoptiongroupmembers',
        ['categoryoptiongroupid', 'categoryoptionid'],
        options.map((option) => [groupId, option.id]),
      );
      await load(
        'categoryoptiongroupsetmembers',
        ['categoryoptiongroupid', 'categoryoptiongroupsetid', 'sort_order'],
        [[groupId, setId, position]],
      );
    }
  }
}
