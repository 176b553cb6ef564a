import { sql } from 'kysely';
import type { Db } from '../../src/database/index.js';
import type { WireRegistration } from '../../src/features/complete-data-sets/import/payload.js';
import { parsePeriod } from '../../src/kernel/periods/index.js';
import type { StoredRegistration } from './registrations.js';

/** What decides about registrations, read object by object. */
export interface Facts {
  readonly dataSets: ReadonlyMap<string, DataSetFacts>;
  readonly units: ReadonlyMap<string, { readonly path: string }>;
  readonly combos: ReadonlyMap<string, ComboFacts>;
  /** Places with a value: element, option combo, period, unit, attribute option combo. */
  readonly values: ReadonlySet<string>;
  /** Paths of the user's units. */
  readonly captured: readonly string[];
  readonly username: string;
}

interface DataSetFacts {
  readonly periodType: string;
  readonly categoryCombo: string;
  readonly publicAccess: string;
  readonly units: readonly string[];
  readonly needsAll: boolean;
  readonly fields: readonly { readonly name: string; readonly element: string; readonly combo: string }[];
}

interface ComboFacts {
  readonly categoryCombo: string;
  readonly options: readonly {
    readonly uid: string;
    readonly publicAccess: string;
    readonly start: string | null;
    readonly end: string | null;
    readonly paths: readonly string[];
  }[];
}

export async function readFacts(db: Db, user: { readonly id: number; readonly username: string }): Promise<Facts> {
  const list = async <Row>(query: ReturnType<typeof sql>): Promise<readonly Row[]> =>
    (await sql<Row>`${query}`.execute(db)).rows;
  const dataSets = await list<DataSetFacts & { uid: string }>(sql`
    select dataset.uid, periodtype.name as "periodType", categorycombo.uid as "categoryCombo", dataset.sharing ->> 'public' as "publicAccess",
      array(
        select unit.uid::text from datasetsource join organisationunit as unit on unit.organisationunitid = datasetsource.sourceid
        where datasetsource.datasetid = dataset.datasetid
      ) as units,
      coalesce(dataset.compulsoryfieldscompleteonly, false) as "needsAll",
      coalesce((
        select json_agg(json_build_object('name', element.name, 'element', element.uid, 'combo', combo.uid) order by element.name collate "C")
        from datasetoperands join dataelementoperand using (dataelementoperandid)
        join dataelement as element using (dataelementid) join categoryoptioncombo as combo using (categoryoptioncomboid)
        where datasetoperands.datasetid = dataset.datasetid
      ), '[]') as fields
    from dataset join periodtype using (periodtypeid) join categorycombo on categorycombo.categorycomboid = dataset.categorycomboid
  `);
  const units = await list<{ uid: string; path: string }>(sql`select uid, path from organisationunit`);
  const combos = await list<ComboFacts & { uid: string }>(sql`
    select combo.uid, min(categorycombo.uid) as "categoryCombo", json_agg(json_build_object(
      'uid', option.uid, 'publicAccess', option.sharing ->> 'public', 'start', option.startdate, 'end', option.enddate,
      'paths', array(
        select unit.path from categoryoption_organisationunits as link join organisationunit as unit using (organisationunitid)
        where link.categoryoptionid = option.categoryoptionid
      )
    )) as options
    from categoryoptioncombo as combo
    join categorycombos_optioncombos using (categoryoptioncomboid) join categorycombo using (categorycomboid)
    join categoryoptioncombos_categoryoptions using (categoryoptioncomboid) join categoryoption as option using (categoryoptionid)
    group by combo.uid
  `);
  const values = await list<{ place: string }>(sql`
    select concat_ws(' ', element.uid, combo.uid, orderly.period_iso(periodtype.name, period.startdate), unit.uid, attribute.uid) as place
    from datavalue join dataelement as element using (dataelementid) join categoryoptioncombo as combo using (categoryoptioncomboid)
    join period using (periodid) join periodtype using (periodtypeid)
    join organisationunit as unit on unit.organisationunitid = datavalue.sourceid
    join categoryoptioncombo as attribute on attribute.categoryoptioncomboid = datavalue.attributeoptioncomboid
    where period.startdate >= '2031-01-01' and not datavalue.deleted and datavalue.value <> ''
  `);
  const captured = await list<{ path: string }>(sql`
    select unit.path from usermembership join organisationunit as unit using (organisationunitid) where usermembership.userinfoid = ${user.id}
  `);
  return {
    dataSets: new Map(dataSets.map((row) => [row.uid, row])),
    units: new Map(units.map((row) => [row.uid, row])),
    combos: new Map(combos.map((row) => [row.uid, row])),
    values: new Set(values.map(({ place }) => place)),
    captured: captured.map(({ path }) => path),
    username: user.username,
  };
}

export interface OracleOptions {
  readonly strategy: 'CREATE' | 'UPDATE' | 'CREATE_AND_UPDATE' | 'DELETE';
  readonly strictPeriods: boolean;
  readonly strictAttributeOptionCombos: boolean;
  readonly strictOrganisationUnits: boolean;
  readonly requireAttributeOptionCombo: boolean;
}

export interface Outcome {
  readonly rows: readonly StoredRegistration[];
  readonly counts: {
    readonly imported: number;
    readonly updated: number;
    readonly ignored: number;
    readonly deleted: number;
  };
  /** Code and sentence of each conflict with the places that have it. */
  readonly conflicts: Readonly<Record<string, readonly number[]>>;
  readonly rejected: readonly number[];
}

const DEFAULT = 'HllvX50cXC0';

/** What an importer would do that takes one registration after the other. */
export function importOneByOne(
  facts: Facts,
  before: readonly StoredRegistration[],
  payload: readonly WireRegistration[],
  options: OracleOptions,
): Outcome {
  const keyOf = ({ dataSet, period, unit, combo }: Pick<StoredRegistration, 'dataSet' | 'period' | 'unit' | 'combo'>) =>
    [dataSet, period, unit, combo].join(' ');
  const table = new Map(before.map((row) => [keyOf(row), row]));
  const counts = { imported: 0, updated: 0, ignored: 0, deleted: 0 };
  const conflicts: Record<string, number[]> = {};
  const rejected: number[] = [];
  payload.forEach((wire, index) => {
    const conflict = (text: string): void => {
      conflicts[text] ??= [];
      conflicts[text].push(index);
    };
    const judged = judge(facts, wire, options);
    for (const text of judged.conflicts) conflict(text);
    if (judged.place === undefined) {
      rejected.push(index);
      counts.ignored += 1;
      return;
    }
    const key = keyOf(judged.place);
    const isThere = table.has(key);
    const row: StoredRegistration = {
      ...judged.place,
      date: wire.date ?? '',
      storedBy: wire.storedBy ?? facts.username,
      lastUpdatedBy: wire.lastUpdatedBy ?? facts.username,
      completed: wire.completed !== 'false',
    };
    if (options.strategy === 'DELETE') {
      counts[isThere ? 'deleted' : 'ignored'] += 1;
      table.delete(key);
    } else if (isThere && options.strategy !== 'CREATE') {
      counts.updated += 1;
      table.set(key, row);
    } else if (!isThere && options.strategy !== 'UPDATE') {
      counts.imported += 1;
      table.set(key, row);
    } else counts.ignored += 1;
  });
  return { rows: [...table.values()], counts, conflicts, rejected };
}

type Place = Pick<StoredRegistration, 'dataSet' | 'period' | 'unit' | 'combo'>;

function judge(
  facts: Facts,
  wire: WireRegistration,
  options: OracleOptions,
): { readonly place?: Place; readonly conflicts: readonly string[] } {
  const refuse = (text: string) => ({ conflicts: [text] });
  const dataSet = facts.dataSets.get(wire.dataSet ?? '');
  if (!dataSet) return refuse('E7600 Data set not found or not accessible');
  const period = parsePeriod(wire.period ?? '');
  if (!period) return refuse('E7611 Period not valid');
  const unit = facts.units.get(wire.organisationUnit ?? '');
  if (!unit) return refuse('E7612 Organisation unit not found or not accessible');
  let combo = wire.attributeOptionCombo;
  if (combo === undefined) {
    if ((wire.cc === undefined) !== (wire.cp === undefined))
      return refuse('E2040 Both category combination and category options must be specified');
    if (wire.cc !== undefined) {
      const wanted = (wire.cp ?? '').split(';').toSorted().join();
      const found = [...facts.combos].find(
        ([, one]) =>
          one.categoryCombo === wire.cc &&
          one.options
            .map(({ uid }) => uid)
            .toSorted()
            .join() === wanted,
      );
      if (!found)
        return refuse(
          'E2041 Attribute option combo does not exist for given category combination and category options',
        );
      combo = found[0];
    } else if (options.requireAttributeOptionCombo) {
      return refuse('E7631 Attribute option combo is required but is not specified');
    }
  }
  combo ??= DEFAULT;
  const comboFacts = facts.combos.get(combo);
  const isWritable = comboFacts?.options.every(({ publicAccess }) => publicAccess.charAt(3) === 'w');
  if (!comboFacts || !(isWritable || combo === DEFAULT)) {
    const told = wire.attributeOptionCombo ?? `${wire.cc} ${wire.cp}`;
    return refuse(`E7615 Attribute option combo not found or not accessible for writing data: \`${told}\``);
  }
  if (!facts.captured.some((path) => unit.path.startsWith(path)))
    return refuse(`E7617 Organisation unit is not in hierarchy of user: ${facts.username}`);
  if (options.strictAttributeOptionCombos && comboFacts.categoryCombo !== dataSet.categoryCombo)
    return refuse(
      `E7635 Attribute option combo: ${comboFacts.categoryCombo} must have category combo: ${dataSet.categoryCombo}`,
    );
  for (const { start, end } of comboFacts.options) {
    if ((start !== null && start > period.startDate) || (end !== null && end < period.endDate))
      return refuse(`E7638 Period: ${period.iso} is not within range of attribute option combo: ${combo}`);
  }
  for (const { paths } of comboFacts.options) {
    if (paths.length > 0 && !paths.some((path) => unit.path.startsWith(path)))
      return refuse(
        `E7639 Organisation unit: ${wire.organisationUnit} is not valid for attribute option combo ${combo}`,
      );
  }
  if (options.strictPeriods && period.type !== dataSet.periodType)
    return refuse(
      `E7632 Period type of period: ${period.iso} is not equal to the period type of data set: ${dataSet.periodType}`,
    );
  if (options.strictOrganisationUnits && !dataSet.units.includes(wire.organisationUnit ?? ''))
    return refuse(`E7636 Data set ${wire.dataSet} is not assigned to organisation unit ${wire.organisationUnit}`);
  if (dataSet.publicAccess.charAt(3) !== 'w')
    return refuse(`E7601 User has no data write access for DataSet: ${wire.dataSet}`);
  const place = { dataSet: wire.dataSet ?? '', period: period.iso, unit: wire.organisationUnit ?? '', combo };
  const missing =
    options.strategy === 'DELETE' || wire.completed === 'false'
      ? []
      : dataSet.fields.filter(
          (field) =>
            !facts.values.has([field.element, field.combo, period.iso, wire.organisationUnit, combo].join(' ')),
        );
  const conflicts = missing.map(({ name }) => `E7605 ${name} needs to be filled. It is compulsory.`);
  return missing.length > 0 && dataSet.needsAll ? { conflicts } : { place, conflicts };
}
