import { addDays } from '../kernel/calendar.js';
import { type Country, PUBLIC } from './country.js';
import { between, chance, pick } from './random.js';

export interface OrgUnit {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly level: number;
  readonly parent: OrgUnit | undefined;
  readonly path: string;
  readonly kind: string | undefined;
}

const BEGINNINGS = ['Ba', 'Do', 'Ka', 'Ko', 'Lu', 'Ma', 'Mo', 'Ne', 'Pa', 'Ri', 'Sa', 'To', 'Wa', 'Ya'];
const MIDDLES = ['la', 'ma', 'na', 'ri', 'so', 'ta', 'vo', 'we'];
const ENDS = ['bu', 'du', 'ga', 'ka', 'lo', 'ma', 'no', 'ra', 'ta', 'wa'];
const KINDS = ['CHC', 'CHP', 'MCHP', 'Hospital', 'Clinic'];
const OWNERS = ['Public', 'Private', 'Mission', 'NGO'];
const PLACES = ['Urban', 'Rural'];
const REGIONS = ['Northern', 'Southern', 'Eastern', 'Western'];

const placeName = (...keys: readonly number[]): string =>
  pick(BEGINNINGS, 1, ...keys) + pick(MIDDLES, 2, ...keys) + pick(ENDS, 3, ...keys);

/** Root, districts, chiefdoms, facilities; names are made of syllables and numbered where they repeat. */
function plan({ sizes, uid, id }: Country): readonly OrgUnit[] {
  const units: OrgUnit[] = [];
  const used = new Map<string, number>();
  const add = (name: string, parent: OrgUnit | undefined, kind?: string, fixedUid?: string): OrgUnit => {
    const times = (used.get(name) ?? 0) + 1;
    used.set(name, times);
    const own = fixedUid ?? uid();
    const unit: OrgUnit = {
      id: id(),
      uid: own,
      name: times === 1 ? name : `${name} ${times}`,
      level: (parent?.level ?? 0) + 1,
      parent,
      path: `${parent?.path ?? ''}/${own}`,
      kind,
    };
    units.push(unit);
    return unit;
  };
  const root = add('Wamaland', undefined, undefined, 'ImspTQPwCqd');
  const districts = Array.from({ length: sizes.districts }, (_, index) => add(placeName(index, 7), root));
  const chiefdoms = Array.from({ length: sizes.chiefdoms }, (_, index) =>
    add(placeName(index, 11), districts[index % districts.length]),
  );
  for (let index = units.length; index < sizes.orgUnits; index += 1) {
    const kind = pick(KINDS, index, 13);
    add(`${placeName(index, 17)} ${kind}`, chiefdoms[index % chiefdoms.length], kind);
  }
  return units;
}

/** The hierarchy with its levels, groups and group sets. */
export async function loadOrganisationUnits(country: Country): Promise<readonly OrgUnit[]> {
  const { load, now, id, uid, firstDay } = country;
  const units = plan(country);
  await load(
    'organisationunit',
    [
      'organisationunitid',
      'uid',
      'code',
      'created',
      'lastupdated',
      'name',
      'shortname',
      'parentid',
      'path',
      'hierarchylevel',
      'openingdate',
      'closeddate',
      'translations',
      'geometry',
    ],
    units.map((unit, index) => [
      unit.id,
      unit.uid,
      `OU_${String(index + 1).padStart(5, '0')}`,
      now,
      now,
      unit.name,
      unit.name,
      unit.parent?.id,
      unit.path,
      unit.level,
      addDays(firstDay, -between(100, 6_000, index, 19)),
      unit.level === 4 && chance(index, 23) < 0.01 ? addDays(firstDay, 700) : null,
      unit.level === 1 ? [{ locale: 'fr', property: 'NAME', value: 'Pays de Wama' }] : null,
      unit.level === 4
        ? { type: 'Point', coordinates: [-13 + chance(index, 29) * 2, 7 + chance(index, 31) * 2] }
        : null,
    ]),
  );
  await load(
    'orgunitlevel',
    ['orgunitlevelid', 'uid', 'created', 'lastupdated', 'name', 'level'],
    ['National', 'District', 'Chiefdom', 'Facility'].map((name, index) => [id(), uid(), now, now, name, index + 1]),
  );
  await loadGroups(country, units);
  return units;
}

async function loadGroups({ load, now, id, uid }: Country, units: readonly OrgUnit[]): Promise<void> {
  const facilities = units.filter(({ level }) => level === 4);
  const districts = units.filter(({ level }) => level === 2);
  const set = (
    name: string,
    shortName: string,
    below: boolean,
    names: readonly string[],
    members: (index: number) => readonly OrgUnit[],
  ) => ({
    id: id(),
    uid: uid(),
    name,
    shortName,
    below,
    groups: names.map((group, index) => ({ id: id(), uid: uid(), name: group, members: members(index) })),
  });
  const by = (names: readonly string[], key: number) => (index: number) =>
    facilities.filter((_, position) => pick(names, position, key) === names[index]);
  const sets = [
    set('Facility type', 'Facility type', false, KINDS, (index) =>
      facilities.filter(({ kind }) => kind === KINDS[index]),
    ),
    set('Facility ownership', 'Ownership', false, OWNERS, by(OWNERS, 37)),
    set('Location: urban/rural', 'Location u/r', false, PLACES, by(PLACES, 41)),
    // Districts carry the region; units below inherit it.
    set('Region', 'Region', true, REGIONS, (index) =>
      districts.filter((_, position) => position % REGIONS.length === index),
    ),
  ];
  const loose = ['Electricity', 'Cold chain', 'Laboratory'].map((name, index) => ({
    id: id(),
    uid: uid(),
    name,
    members: facilities.filter((_, position) => chance(position, index, 43) < 0.3),
  }));
  const groups = [...sets.flatMap((one) => one.groups), ...loose];
  await load(
    'orgunitgroupset',
    [
      'orgunitgroupsetid',
      'uid',
      'created',
      'lastupdated',
      'name',
      'shortname',
      'compulsory',
      'includesubhierarchyinanalytics',
      'datadimension',
      'sharing',
    ],
    sets.map((one) => [one.id, one.uid, now, now, one.name, one.shortName, true, one.below, true, PUBLIC]),
  );
  await load(
    'orgunitgroup',
    ['orgunitgroupid', 'uid', 'created', 'lastupdated', 'name', 'shortname', 'sharing'],
    groups.map((group) => [group.id, group.uid, now, now, group.name, group.name, PUBLIC]),
  );
  await load(
    'orgunitgroupsetmembers',
    ['orgunitgroupsetid', 'orgunitgroupid'],
    sets.flatMap((one) => one.groups.map((group) => [one.id, group.id])),
  );
  await load(
    'orgunitgroupmembers',
    ['orgunitgroupid', 'organisationunitid'],
    groups.flatMap((group) => group.members.map((unit) => [group.id, unit.id])),
  );
}
