import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { daysInPeriod, type Period, parsePeriod, shiftPeriod } from '../../src/kernel/periods/index.js';
import { DEMO_DATE } from '../support/database.js';
import { testServer } from '../support/server.js';

const server = testServer({ demo: true, clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) } });

const ROOT = 'ImspTQPwCqd';
const REGION = 'IctLUrAxFgC';
const CONSTANT = { uid: 'cCpR1yWco8G', value: 0.035 };
const MONTHS = ['202503', '202507', '202508', '202602'];
const MOST_OFFSETS = 2;

interface Unit {
  readonly id: number;
  readonly uid: string;
  readonly path: string;
  readonly level: number;
  readonly opening: string;
  readonly closing: string | null;
  readonly region: string | null;
}

interface DataRow {
  readonly element: string;
  readonly combo: string;
  readonly path: string;
  readonly region: string | null;
  readonly startDate: string;
  readonly days: number;
  readonly value: number;
}

let units: readonly Unit[] = [];
let data: readonly DataRow[] = [];
let byElement: ReadonlyMap<string, readonly DataRow[]> = new Map();
let elements: readonly string[] = [];
let combos: ReadonlyMap<string, readonly string[]> = new Map();
let groups: ReadonlyMap<string, readonly string[]> = new Map();

const rowsOf = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<readonly Row[]> =>
  (await query.execute(server.db)).rows;

function period(iso: string): Period {
  const found = parsePeriod(iso);
  if (!found) throw new Error(iso);
  return found;
}

/** A formula as text, and what it comes to by going through the data for every item that it names. */
interface Formula {
  readonly text: string;
  readonly work: (at: At) => number | null;
}

/** Where a formula is worked out, and which of its items were met there. */
interface At {
  /** What tells the place from others. */
  readonly place: string;
  readonly periods: readonly Period[];
  readonly below: (row: { readonly path: string; readonly region: string | null }) => boolean;
  readonly met: { found: number; valued: number };
}

const uidOf = (name: string, index: number): string => `${name}${String(index).padStart(11 - name.length, '0')}`;

const sums = new Map<string, number | null>();
const rowsAt = new Map<string, readonly DataRow[]>();

/** Rows of an element at a place; looked for once. */
function rowsOfElement(element: string, { place, below }: Omit<At, 'met'>): readonly DataRow[] {
  const key = `${element} ${place}`;
  const own = rowsAt.get(key) ?? (byElement.get(element) ?? []).filter((row) => below(row));
  rowsAt.set(key, own);
  return own;
}

function sumOf(element: string, combo: string | undefined, offset: number, at: Omit<At, 'met'>): number | null {
  const key = [element, combo, offset, at.place, ...at.periods.map(({ iso }) => iso)].join();
  const known = sums.get(key);
  if (known !== undefined) return known;
  const spans = at.periods.map((one) => shiftPeriod(one, offset));
  const own = rowsOfElement(element, at).filter(
    (row) =>
      (combo === undefined || row.combo === combo) &&
      spans.some(
        (span) => row.startDate >= span.startDate && row.startDate <= span.endDate && row.days <= daysInPeriod(span),
      ),
  );
  const sum = own.length === 0 ? null : own.reduce((total, row) => total + row.value, 0);
  sums.set(key, sum);
  return sum;
}

/** A missing item counts as 0, and is remembered. */
function met(value: number | null, at: At): number {
  at.met.found += 1;
  if (value !== null) at.met.valued += 1;
  return value ?? 0;
}

const item = (element: string, combo: string | undefined, offset: number): Formula => ({
  text: `#{${element}${combo === undefined ? '' : `.${combo}`}}${offset === 0 ? '' : `.periodOffset(${offset})`}`,
  work: (at) => met(sumOf(element, combo, offset, at), at),
});

function leaves(offsets: boolean): fc.Arbitrary<Formula> {
  const known = fc.constantFrom(...elements);
  return fc.oneof(
    { weight: 5, arbitrary: known.map((element) => item(element, undefined, 0)) },
    {
      weight: 2,
      arbitrary: known.chain((element) =>
        fc.constantFrom(...(combos.get(element) ?? [])).map((combo) => item(element, combo, 0)),
      ),
    },
    {
      weight: offsets ? 2 : 0,
      arbitrary: fc
        .tuple(known, fc.integer({ min: -MOST_OFFSETS, max: 1 }))
        .map(([element, by]) => item(element, undefined, by)),
    },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 9 }).map((n) => ({ text: String(n), work: () => n })) },
    { weight: 1, arbitrary: fc.constant({ text: `C{${CONSTANT.uid}}`, work: () => CONSTANT.value }) },
    {
      weight: 1,
      arbitrary: fc.constant<Formula>({
        text: '[days]',
        work: ({ periods }) => periods.reduce((sum, one) => sum + daysInPeriod(one), 0),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...groups.keys()).map((group) => ({
        text: `OUG{${group}}`,
        work: ({ below }: At) => (groups.get(group) ?? []).filter((path) => below({ path, region: null })).length,
      })),
    },
  );
}

const binary =
  (sign: string, work: (a: number, b: number) => number) =>
  (a: Formula, b: Formula): Formula => ({
    text: `(${a.text} ${sign} ${b.text})`,
    work: (at) => {
      const [left, right] = [a.work(at), b.work(at)];
      return left === null || right === null ? null : work(left, right);
    },
  });

function formulas(offsets: boolean): fc.Arbitrary<Formula> {
  const leaf = leaves(offsets);
  const known = fc.constantFrom(...elements);
  return fc.letrec<{ formula: Formula }>((tie) => ({
    formula: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.tuple(tie('formula'), tie('formula')).map(([a, b]) => binary('+', (x, y) => x + y)(a, b)),
      fc.tuple(tie('formula'), tie('formula')).map(([a, b]) => binary('-', (x, y) => x - y)(a, b)),
      fc.tuple(tie('formula'), tie('formula')).map(([a, b]) => binary('*', (x, y) => x * y)(a, b)),
      fc.tuple(known, tie('formula'), tie('formula')).map(([element, then, otherwise]) => ({
        text: `if(isNull(#{${element}}), ${then.text}, ${otherwise.text})`,
        work: (at: At) => (sumOf(element, undefined, 0, at) === null ? then : otherwise).work(at),
      })),
    ),
  })).formula;
}

interface Indicator {
  readonly uid: string;
  readonly numerator: Formula;
  readonly denominator: Formula;
  readonly factor: number;
  readonly annualized: boolean;
  readonly decimals: number | null;
}

/** What comes out, null where there is nothing. */
function worked(formula: Formula, at: Omit<At, 'met'>): number | null {
  const own = { found: 0, valued: 0 };
  const value = formula.work({ ...at, met: own });
  return own.found > 0 && own.valued === 0 ? null : value;
}

function indicatorAt({ numerator, denominator, factor, annualized }: Indicator, at: Omit<At, 'met'>): number | null {
  const [above, below] = [worked(numerator, at), worked(denominator, at)];
  if (above === null || below === null || below === 0) return null;
  const days = at.periods.reduce((sum, one) => sum + daysInPeriod(one), 0);
  return (above * factor * (annualized ? 365 : 1)) / (below * (annualized ? days : 1));
}

const made: Indicator[] = [];

async function store(indicator: Omit<Indicator, 'numerator' | 'denominator'>, numerator: string, denominator: string) {
  await sql`
    insert into indicator
      (indicatorid, uid, created, lastupdated, name, shortname, annualized, decimals, indicatortypeid, numerator, denominator)
    select
      nextval('hibernate_sequence'), ${indicator.uid}, now(), now(), ${indicator.uid}, ${indicator.uid}, ${indicator.annualized}, ${indicator.decimals},
      (select indicatortypeid from indicatortype where indicatorfactor = ${indicator.factor} limit 1), ${numerator}, ${denominator}
  `.execute(server.db);
}

beforeAll(async () => {
  // Units that opened and closed while reports were due.
  await sql`
    update organisationunit set openingdate = '2025-07-15'
    where organisationunitid in (select sourceid from datasetsource order by sourceid limit 7)
  `.execute(server.db);
  await sql`
    update organisationunit set closeddate = '2025-08-20'
    where organisationunitid in (select sourceid from datasetsource order by sourceid desc limit 7)
  `.execute(server.db);
  const [last] = await server.runJob(
    '/api/resourceTables/analytics?skipOutliers=true&skipEvents=true&skipEnrollment=true&skipTrackedEntities=true&skipOrgUnitOwnership=true',
  );
  expect(last).toMatchObject({ level: 'INFO', completed: true });
  units = await rowsOf(sql<Unit>`
    select unit.organisationunitid as id, unit.uid, unit.path, unit.hierarchylevel as level, unit.openingdate::text as opening,
      unit.closeddate::text as closing, (
        select orgunitgroup.uid
        from orgunitgroupset
        join orgunitgroupsetmembers using (orgunitgroupsetid)
        join orgunitgroup using (orgunitgroupid)
        join orgunitgroupmembers using (orgunitgroupid)
        where orgunitgroupset.uid = ${REGION} and orgunitgroupmembers.organisationunitid = unit.organisationunitid
      ) as region
    from organisationunit as unit
    order by unit.organisationunitid
  `);
  // Regions are groups of districts and hold for all below them.
  const regions = new Map(units.map(({ uid, region }) => [uid, region]));
  units = units.map((unit) => {
    const above = unit.path.split('/').map((uid) => regions.get(uid) ?? null);
    return { ...unit, region: above.findLast((region) => region !== null) ?? null };
  });
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const rows = await rowsOf(sql<Omit<DataRow, 'path' | 'region'> & { readonly source: number }>`
    select dataelement.uid as element, combo.uid as combo, datavalue.sourceid as source, period.startdate::text as "startDate",
      period.enddate - period.startdate + 1 as days, datavalue.value::double precision as value
    from datavalue
    join dataelement using (dataelementid)
    join categoryoptioncombo as combo on combo.categoryoptioncomboid = datavalue.categoryoptioncomboid
    join period using (periodid)
    join periodtype using (periodtypeid)
    where not datavalue.deleted and period.startdate >= '2023-01-01' and dataelement.aggregationtype = 'SUM' and dataelement.valuetype = 'INTEGER_ZERO_OR_POSITIVE'
      and datavalue.value ~ '^-?[0-9]+([.][0-9]+)?$' and datavalue.value <> '0'
      and datavalue.dataelementid not in (
        select other.dataelementid from datavalue as other join period as shorter on shorter.periodid = other.periodid
        where shorter.enddate - shorter.startdate < 27
      )
  `);
  data = rows.map(({ source, ...row }) => {
    const unit = byId.get(source);
    return { ...row, path: unit?.path ?? '', region: unit?.region ?? null };
  });
  const counts = new Map<string, number>();
  for (const { element, startDate } of data)
    if (startDate >= '2025') counts.set(element, (counts.get(element) ?? 0) + 1);
  elements = [...counts]
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, 6)
    .map(([element]) => element);
  byElement = new Map(elements.map((element) => [element, data.filter((row) => row.element === element)]));
  combos = new Map(
    [...byElement].map(([element, own]) => [element, [...new Set(own.map((row) => row.combo))].toSorted()]),
  );
  const members = await rowsOf(sql<{ readonly group: string; readonly path: string }>`
    select orgunitgroup.uid as group, organisationunit.path
    from orgunitgroup join orgunitgroupmembers using (orgunitgroupid) join organisationunit using (organisationunitid)
    order by orgunitgroup.uid
  `);
  const paths = new Map<string, string[]>();
  for (const { group, path } of members) paths.set(group, [...(paths.get(group) ?? []), path]);
  groups = new Map([...paths].slice(0, 3));
  const indicators = (offsets: boolean, name: string) =>
    fc
      .sample(
        fc.record({
          numerator: formulas(offsets),
          denominator: formulas(offsets),
          factor: fc.constantFrom(1, 100, 1000),
          annualized: fc.boolean(),
          decimals: fc.constantFrom(null, 0, 1, 3),
        }),
        { seed: 20260315, numRuns: 15 },
      )
      .map((one, index): Indicator => ({ ...one, uid: uidOf(name, index) }));
  made.push(...indicators(false, 'pla'), ...indicators(true, 'off'));
  await sql`
    insert into indicatortype (indicatortypeid, uid, created, lastupdated, name, indicatorfactor, indicatornumber)
    values (nextval('hibernate_sequence'), 'hundred0001', now(), now(), 'Of a hundred', 100, false)
    on conflict do nothing
  `.execute(server.db);
  for (const one of made) await store(one, one.numerator.text, one.denominator.text);
});

interface Grid {
  readonly headers: readonly { readonly name: string; readonly column: string }[];
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  readonly metaData: any;
  readonly rows: readonly (readonly string[])[];
}

async function ask(query: string, user?: string): Promise<Grid> {
  const answer = await server.request(`/api/analytics?${query}`, user === undefined ? {} : { user });
  expect(answer.status, answer.text).toBe(200);
  return answer.json;
}

async function refusal(query: string, user?: string) {
  const { status, json } = await server.request(`/api/analytics?${query}`, user === undefined ? {} : { user });
  return { status, errorCode: json.errorCode, message: json.message };
}

const isBelow = (uid: string) => (row: { readonly path: string }) => row.path.includes(uid);
const close = (a: number, b: number): boolean => Math.abs(a - b) <= 0.51 * 10 ** -2 + Math.abs(b) * 1e-9;
const kind = (prefix: string) => made.filter(({ uid }) => uid.startsWith(prefix));
const unitsAt = (level: number, most: number) => units.filter((unit) => unit.level === level).slice(0, most);

/** Rows by their keys, and the same by going through the data. Only what is rounded to two decimals or more can be compared so closely. */
function compare(rows: readonly (readonly string[])[], expected: ReadonlyMap<string, number>) {
  const answered = new Map(rows.map((row) => [row.slice(0, -1).join(), Number(row.at(-1))]));
  const faults = [...new Set([...answered.keys(), ...expected.keys()])].flatMap((key) => {
    const [found, wanted] = [answered.get(key), expected.get(key)];
    const isSame = found !== undefined && wanted !== undefined && close(found, wanted);
    return isSame ? [] : [{ key, found, wanted, indicator: made.find(({ uid }) => key.startsWith(uid)) }];
  });
  expect(
    faults.map(({ indicator, ...fault }) => ({
      ...fault,
      numerator: indicator?.numerator.text,
      denominator: indicator?.denominator.text,
    })),
  ).toEqual([]);
}

describe('indicators', () => {
  const all = (prefix: string) => kind(prefix).map(({ uid }) => uid);

  it('are what their formulas make of the data, for each unit and period', async () => {
    const asked = [...unitsAt(2, 2), ...unitsAt(4, 3)];
    const periods = [...MONTHS.slice(1), '2025Q3', '2025'];
    const uids = made.map(({ uid }) => uid).join(';');
    const { rows } = await ask(
      `dimension=dx:${uids}&dimension=pe:${periods.join(';')}&dimension=ou:${asked.map(({ uid }) => uid).join(';')}&skipRounding=true`,
    );
    const expected = new Map<string, number>();
    for (const one of made)
      for (const iso of periods)
        for (const { uid } of asked) {
          const value = indicatorAt(one, { place: uid, periods: [period(iso)], below: isBelow(uid) });
          if (value !== null) expected.set([one.uid, iso, uid].join(), value);
        }
    expect(expected.size).toBeGreaterThan(200);
    compare(rows, expected);
  });

  it('are worked out for groups of units, and for all units and periods of a filter together', async () => {
    const [first, second] = unitsAt(2, 2);
    const regions = [...new Set(units.map(({ region }) => region))].filter((uid) => uid !== null);
    // How many units of a group lie in a region is not asked of: sizes of groups are counted by unit alone.
    const countless = kind('pla').filter(
      ({ numerator, denominator }) => !`${numerator.text}${denominator.text}`.includes('OUG'),
    );
    const { rows } = await ask(
      `dimension=${REGION}&dimension=dx:${countless.map(({ uid }) => uid).join(';')}&filter=pe:${MONTHS.join(';')}&filter=ou:${first?.uid};${second?.uid}&skipRounding=true`,
    );
    const expected = new Map<string, number>();
    const below = (row: { readonly path: string }) => [first, second].some((unit) => isBelow(unit?.uid ?? '')(row));
    for (const one of countless)
      for (const region of regions) {
        const own = {
          place: region,
          periods: MONTHS.map(period),
          below: (row: Parameters<At['below']>[0]) => below(row) && row.region === region,
        };
        const value = indicatorAt(one, own);
        if (value !== null) expected.set([region, one.uid].join(), value);
      }
    expect(expected.size).toBeGreaterThan(5);
    compare(rows, expected);
  });

  it('come in request order, members of groups by name, with what they are called', async () => {
    const [group] = await rowsOf(sql<{ readonly uid: string; readonly members: readonly string[] }>`
      select indicatorgroup.uid, array_agg(indicator.uid::text order by indicator.name) as members
      from indicatorgroup join indicatorgroupmembers using (indicatorgroupid) join indicator using (indicatorid)
      group by indicatorgroup.uid order by indicatorgroup.uid limit 1
    `);
    const [element] = elements;
    const { metaData, rows } = await ask(
      `dimension=dx:${element};IN_GROUP-${group?.uid}&filter=pe:2025&includeMetadataDetails=true`,
    );
    expect(metaData.dimensions.dx).toEqual([element, ...(group?.members ?? [])]);
    const order = rows.map(([dx]) => dx);
    expect(order).toEqual(metaData.dimensions.dx.filter((uid: string) => order.includes(uid)));
    expect(metaData.items[group?.members[0] ?? '']).toMatchObject({
      name: expect.stringContaining('Indicator'),
      dimensionItemType: 'INDICATOR',
      indicatorType: { factor: expect.any(Number) },
    });
  });

  it('are rounded as they say, and show what they were made of', async () => {
    const [element, other] = elements;
    const plain = { factor: 100, annualized: false };
    await store({ ...plain, uid: 'roundnone00', decimals: null }, `#{${element}}`, '300');
    await store({ ...plain, uid: 'roundzero00', decimals: 0 }, `#{${element}}`, '300');
    await store({ ...plain, uid: 'roundthree0', decimals: 3 }, `#{${element}}`, '300');
    await store({ ...plain, uid: 'wholevalue0', decimals: null }, `#{${element}} * 3`, '300');
    await store({ ...plain, uid: 'annualized0', decimals: null, annualized: true }, `#{${element}}`, `#{${other}}`);
    const query = `dimension=dx:roundnone00;roundzero00;roundthree0;wholevalue0;annualized0;${element};${other}&filter=pe:202507&filter=ou:${ROOT}`;
    const { headers, rows } = await ask(`${query}&includeNumDen=true`);
    expect(headers.map(({ name }) => name)).toEqual([
      'dx',
      'value',
      'numerator',
      'denominator',
      'factor',
      'multiplier',
      'divisor',
    ]);
    const at = { place: ROOT, periods: [period('202507')], below: isBelow(ROOT) };
    const sums = [element, other].map((uid) => sumOf(uid ?? '', undefined, 0, at) ?? 0);
    const [sum = 0, divided = 0] = sums;
    expect(sum % 3).not.toBe(0);
    const of = (value: number, decimals: number) => value.toFixed(decimals);
    const annual = (sum * 100 * 365) / (divided * 31);
    expect(rows).toEqual([
      ['roundnone00', String(Number(of(sum / 3, 2))), `${sum}.0`, '300.0', '100.0', '100', '1'],
      ['roundzero00', of(sum / 3, 0), String(sum), '300', '100', '100', '1'],
      ['roundthree0', of(sum / 3, 3), `${sum}.0`, '300.0', '100.0', '100', '1'],
      ['wholevalue0', `${sum}.0`, `${sum * 3}.0`, '300.0', '100.0', '100', '1'],
      [
        'annualized0',
        String(Number(of(annual, 2))),
        `${sum}.0`,
        `${divided}.0`,
        String(Number(of(36_500 / 31, 2))),
        '36500',
        '31',
      ],
      [element, String(sum), '', '', '', '', ''],
      [other, String(divided), '', '', '', '', ''],
    ]);
    const unrounded = await ask(`dimension=dx:roundzero00&filter=pe:202507&filter=ou:${ROOT}&skipRounding=true`);
    expect(Number(unrounded.rows[0]?.[1])).toBeCloseTo(sum / 3, 9);
  });

  it('have no row without numerator or with a denominator that is missing or zero', async () => {
    const [element = ''] = elements;
    const plain = { factor: 1, annualized: false, decimals: null };
    await store({ ...plain, uid: 'nodivisor00' }, `#{${element}}`, `#{${element}} - #{${element}}`);
    await store({ ...plain, uid: 'missing0000' }, `#{${element}}`, '#{aaaaaaaaaaa}');
    await store({ ...plain, uid: 'missingtwo0' }, '#{aaaaaaaaaaa} + #{aaaaaaaaaab}', '1');
    await store({ ...plain, uid: 'somemissing' }, `#{aaaaaaaaaaa} + #{${element}}`, '1');
    const { rows } = await ask(`dimension=dx:nodivisor00;missing0000;missingtwo0;somemissing&filter=pe:202507`);
    expect(rows.map(([dx]) => dx)).toEqual(['somemissing']);
  });

  it('have a value without data where their formula says so', async () => {
    const [group = '', members = []] = [...groups][0] ?? [];
    const plain = { factor: 1, annualized: false, decimals: 0 };
    await store({ ...plain, uid: 'countunits0' }, `OUG{${group}}`, '1');
    const asked = unitsAt(3, 6);
    const { rows } = await ask(
      `dimension=dx:countunits0&dimension=pe:202507;209901&dimension=ou:${asked.map(({ uid }) => uid).join(';')}`,
    );
    expect(rows).toEqual(
      ['202507', '209901'].flatMap((iso) =>
        asked.map(({ uid }) => ['countunits0', iso, uid, String(members.filter((path) => path.includes(uid)).length)]),
      ),
    );
  });

  it('may be made of each other, of earlier periods, of bounded days and of other aggregation types', async () => {
    const [element = '', other = ''] = elements;
    const plain = { factor: 1, annualized: false, decimals: null };
    await store({ ...plain, uid: 'innerindica', factor: 100 }, `#{${element}}`, `#{${other}}`);
    await store({ ...plain, uid: 'outerindica' }, 'N{innerindica}.periodOffset(-1) + 1', '1');
    await store({ ...plain, uid: 'largestvalu' }, `#{${element}}.aggregationType(MAX)`, '1');
    await store({ ...plain, uid: 'boundedsum0' }, `#{${element}}.minDate(2025-03-01).maxDate(2025-4-30)`, '1');
    await store({ ...plain, uid: 'yeartodate0' }, `#{${element}}.yearToDate()`, '1');
    const at = (iso: string) => ({ place: ROOT, periods: [period(iso)], below: isBelow(ROOT) });
    const sum = (uid: string, iso: string) => sumOf(uid, undefined, 0, at(iso)) ?? 0;
    const { rows } = await ask(
      `dimension=dx:outerindica;largestvalu;boundedsum0;yeartodate0&dimension=pe:202503;2025&filter=ou:${ROOT}&skipRounding=true`,
    );
    const value = (dx: string, pe: string) => Number(rows.find((row) => row[0] === dx && row[1] === pe)?.[2]);
    expect(value('outerindica', '202503')).toBeCloseTo((100 * sum(element, '202502')) / sum(other, '202502') + 1, 6);
    const march = (byElement.get(element) ?? []).filter(({ startDate }) => startDate === '2025-03-01');
    expect(value('largestvalu', '202503')).toBe(Math.max(...march.map((row) => row.value)));
    expect(value('boundedsum0', '202503')).toBe(sum(element, '202503'));
    expect(value('boundedsum0', '2025')).toBe(sum(element, '202503') + sum(element, '202504'));
    expect(value('yeartodate0', '202503')).toBe(
      sum(element, '202501') + sum(element, '202502') + sum(element, '202503'),
    );
  });

  it('may work a part out for each unit before units are put together', async () => {
    const [element = '', other = ''] = elements;
    const [combo] = combos.get(other) ?? [];
    const plain = { factor: 1, annualized: false, decimals: null };
    await store({ ...plain, uid: 'subexpressi' }, `subExpression(if(#{${element}} > 20, 1, 0)) + 0`, '1');
    await store(
      { ...plain, uid: 'subofperiod' },
      `subExpression(#{${element}} * #{${other}.${combo}}).aggregationType(MAX).periodOffset(-1)`,
      '1',
    );
    const [district] = unitsAt(2, 1);
    const { rows } = await ask(
      `dimension=dx:subexpressi;subofperiod&filter=pe:202508&dimension=ou:${district?.uid}`.replace(
        'filter=pe',
        'dimension=pe',
      ),
    );
    const places = [...new Set(data.map(({ path }) => path))].filter((path) => path.includes(district?.uid ?? ''));
    const at = (path: string, iso: string) => ({
      place: path,
      periods: [period(iso)],
      below: (row: { readonly path: string }) => row.path === path,
    });
    const values = places
      .map((path) => sumOf(element, undefined, 0, at(path, '202508')))
      .filter((value) => value !== null);
    const products = places.flatMap((path) => {
      const [a, b] = [sumOf(element, undefined, 0, at(path, '202507')), sumOf(other, combo, 0, at(path, '202507'))];
      return a === null || b === null ? [] : [a * b];
    });
    expect(values.length).toBeGreaterThan(2);
    expect(products.length).toBeGreaterThan(0);
    expect(rows.map((row) => [row[0], Number(row[3])])).toEqual([
      ['subexpressi', values.filter((value) => value > 20).length],
      ['subofperiod', Math.max(...products)],
    ]);
  });

  it('may put together groups and lists of data elements and of category options', async () => {
    const [first = '', second = '', third = ''] = elements;
    const own = [first, second].flatMap((element) => (combos.get(element) ?? []).map((combo) => ({ element, combo })));
    const options = await rowsOf(sql<{ readonly option: string; readonly combo: string }>`
      select categoryoption.uid as option, categoryoptioncombo.uid as combo
      from categoryoptioncombo join categoryoptioncombos_categoryoptions using (categoryoptioncomboid) join categoryoption using (categoryoptionid)
      order by 1, 2
    `);
    const used = new Set(own.map(({ combo }) => combo));
    const [option = '', other = ''] = [...new Set(options.flatMap((row) => (used.has(row.combo) ? [row.option] : [])))];
    const holding = (...uids: readonly string[]) =>
      new Set(options.filter((row) => uids.includes(row.option)).map(({ combo }) => combo));
    await sql`
      insert into dataelementgroup (dataelementgroupid, uid, created, lastupdated, name, shortname)
      values (-1, 'groupofelem', now(), now(), 'Two elements', 'Two elements')
    `.execute(server.db);
    await sql`
      insert into dataelementgroupmembers (dataelementid, dataelementgroupid)
      select dataelementid, -1 from dataelement where uid in (${first}, ${second})
    `.execute(server.db);
    await sql`
      insert into categoryoptiongroup (categoryoptiongroupid, uid, created, lastupdated, name, shortname)
      values (-1, 'groupofopti', now(), now(), 'Two options', 'Two options')
    `.execute(server.db);
    await sql`
      insert into categoryoptiongroupmembers (categoryoptiongroupid, categoryoptionid)
      select -1, categoryoptionid from categoryoption where uid in (${option}, ${other})
    `.execute(server.db);
    const rowsAt = (uids: readonly string[], chosen: ReadonlySet<string> | undefined, path: string) =>
      data.filter(
        (row) =>
          uids.includes(row.element) &&
          (chosen?.has(row.combo) ?? true) &&
          row.startDate === '2025-07-01' &&
          row.path.includes(path),
      );
    const sum = (rows: readonly DataRow[]) => rows.reduce((total, { value }) => total + value, 0);
    const [district] = unitsAt(2, 1);
    const place = district?.uid ?? '';
    const [combo = '', another = ''] = combos.get(first) ?? [];
    const subUnits = [...new Set(data.map(({ path }) => path))].filter((path) => path.includes(place));
    const cases: readonly (readonly [string, number])[] = [
      ['#{deGroup:groupofelem}', sum(rowsAt([first, second], undefined, place))],
      [`#{${first}&${second}&${third}}`, sum(rowsAt([first, second, third], undefined, place))],
      [`#{${first}.co:${option}}`, sum(rowsAt([first], holding(option), place))],
      [`#{${first}.co:${option}&${other}.*}`, sum(rowsAt([first], holding(option, other), place))],
      ['#{deGroup:groupofelem.coGroup:groupofopti}', sum(rowsAt([first, second], holding(option, other), place))],
      [`#{${first}.${combo}&${another}}`, sum(rowsAt([first], new Set([combo, another]), place))],
      [
        '#{deGroup:groupofelem}.aggregationType(MAX)',
        Math.max(...rowsAt([first, second], undefined, place).map(({ value }) => value)),
      ],
      [
        'subExpression(if(#{deGroup:groupofelem} > 40, 1, 0)) + 0',
        subUnits.filter((path) => sum(rowsAt([first, second], undefined, path)) > 40).length,
      ],
      [`#{deGroup:groupofelem} - #{${first}}`, sum(rowsAt([second], undefined, place))],
    ];
    expect(new Set(cases.map(([, value]) => value)).size).toBeGreaterThan(4);
    expect(cases.every(([, value]) => value > 0)).toBe(true);
    for (const [index, [text]] of cases.entries())
      await store({ uid: uidOf('sel', index), factor: 1, annualized: false, decimals: 2 }, text, '1');
    const { rows } = await ask(
      `dimension=dx:${cases.map((_, index) => uidOf('sel', index)).join(';')}&dimension=pe:202507&filter=ou:${place}`,
    );
    expect(rows.map(([dx, , value]) => [dx, Number(value)])).toEqual(
      cases.map(([, value], index) => [uidOf('sel', index), value]),
    );
  });

  it('may be formulas that somebody stored for a favourite, in databases that have such', async () => {
    const [element = ''] = elements;
    expect(await refusal(`dimension=dx:expressitem&filter=pe:2025`)).toMatchObject({ errorCode: 'E7124' });
    // A DHIS2 has the table.
    await sql`
      create table if not exists expressiondimensionitem (
        expressiondimensionitemid bigint primary key, uid varchar(11), code varchar(50), name varchar(230), shortname varchar(50), expression text,
        missingvaluestrategy varchar(100), sharing jsonb default '{}'
      )
    `.execute(server.db);
    await sql`
      insert into expressiondimensionitem (expressiondimensionitemid, uid, code, name, shortname, expression, missingvaluestrategy)
      values (1, 'expressitem', null, 'Twice', 'Twice', ${`#{${element}} * 2 + #{aaaaaaaaaaa}`}, 'SKIP_IF_ALL_VALUES_MISSING'),
        (2, 'expressskip', null, 'Never', 'Never', ${`#{${element}} * 2 + #{aaaaaaaaaaa}`}, 'SKIP_IF_ANY_VALUE_MISSING')
    `.execute(server.db);
    const { rows, metaData } = await ask(`dimension=dx:expressitem;expressskip&filter=pe:202507&filter=ou:${ROOT}`);
    const sum = sumOf(element, undefined, 0, { place: ROOT, periods: [period('202507')], below: isBelow(ROOT) }) ?? 0;
    expect(rows).toEqual([['expressitem', `${sum * 2}.0`]]);
    expect(metaData.items.expressitem).toEqual({ name: 'Twice' });
    await sql`drop table expressiondimensionitem`.execute(server.db);
  });

  it('fulfil the measure criteria on their rounded values', async () => {
    const query = `dimension=dx:${all('pla').join(';')}&dimension=pe:2025&dimension=ou:LEVEL-2`;
    const { rows } = await ask(query);
    const values = rows
      .map((row) => Number(row.at(-1)))
      .filter((value) => value > 0)
      .toSorted((a, b) => a - b);
    const limit = values[Math.floor(values.length / 2)] ?? 0;
    const some = await ask(`${query}&measureCriteria=GT:0;LE:${limit}`);
    expect(some.rows).toEqual(rows.filter((row) => Number(row.at(-1)) > 0 && Number(row.at(-1)) <= limit));
    expect(some.rows.length).toBeGreaterThan(0);
  });

  it('are refused with a reason where they cannot be worked out', async () => {
    const plain = { factor: 1, annualized: false, decimals: null };
    const [element] = elements;
    await store({ ...plain, uid: 'ownerofself' }, 'N{ownerofself}', '1');
    await store({ ...plain, uid: 'notaformula' }, `#{${element}} +`, '1');
    await store({ ...plain, uid: 'lastofunits' }, `subExpression(#{${element}} + 1).aggregationType(LAST)`, '1');
    await store({ ...plain, uid: 'stageoffset' }, `#{${element}}.stageOffset(-1)`, '1');
    await store({ ...plain, uid: 'lastperiod0' }, `#{${element}}.periodOffset(-1)`, '1');
    const query = `dimension=pe:202507&filter=ou:${ROOT}`;
    expect(await refusal(`${query}&dimension=dx:ownerofself`)).toMatchObject({ status: 409, errorCode: 'E7116' });
    expect(await refusal(`${query}&dimension=dx:notaformula`)).toMatchObject({
      status: 409,
      errorCode: 'E7132',
      message: expect.stringContaining('notaformula'),
    });
    for (const [uid, reason] of [
      ['lastofunits', 'cannot be put together as LAST'],
      ['stageoffset', 'only for program indicators'],
    ])
      expect(await refusal(`${query}&dimension=dx:${uid}`)).toMatchObject({
        status: 409,
        errorCode: 'E7132',
        message: expect.stringContaining(reason ?? ''),
      });
    expect(await refusal('dimension=dx:lastperiod0&filter=pe:202507')).toMatchObject({
      status: 409,
      errorCode: 'E7152',
    });
    expect(await refusal(`${query}&filter=dx:innerindica;outerindica`)).toMatchObject({
      status: 409,
      errorCode: 'E7108',
    });
    expect(await refusal(`${query}&filter=dx:innerindica;${element}`)).toMatchObject({
      status: 409,
      errorCode: 'E7133',
    });
  });

  it('can be a filter, one at a time', async () => {
    const [first] = kind('pla');
    const told = await ask(`dimension=dx:${first?.uid}&dimension=pe:2025&filter=ou:${ROOT}`);
    const filtered = await ask(`filter=dx:${first?.uid}&dimension=pe:2025&filter=ou:${ROOT}`);
    expect(filtered.rows).toEqual(told.rows.map(([, ...row]) => row));
  });
});

describe('reporting rates', () => {
  interface Registration {
    readonly dataSet: string;
    readonly path: string;
    readonly region: string | null;
    readonly startDate: string;
    readonly late: number;
  }

  const dataSets = () =>
    rowsOf(sql<{
      readonly uid: string;
      readonly type: string;
      readonly timely: number;
      readonly units: readonly number[];
    }>`
      select dataset.uid, periodtype.name as type, dataset.timelydays as timely,
        (select array_agg(sourceid::int) from datasetsource where datasetsource.datasetid = dataset.datasetid) as units
      from dataset join periodtype using (periodtypeid) join categorycombo using (categorycomboid)
      where categorycombo.name = 'default'
      order by dataset.uid
    `);
  const registrations = async (): Promise<readonly Registration[]> => {
    const byId = new Map(units.map((unit) => [unit.id, unit]));
    const rows = await rowsOf(sql<Omit<Registration, 'path' | 'region'> & { readonly source: number }>`
      select dataset.uid as "dataSet", registration.sourceid as source, period.startdate::text as "startDate",
        registration.date::date - period.enddate as late
      from completedatasetregistration as registration join dataset using (datasetid) join period using (periodid)
      where registration.completed
    `);
    return rows.map(({ source, ...row }) => {
      const unit = byId.get(source);
      return { ...row, path: unit?.path ?? '', region: unit?.region ?? null };
    });
  };
  /** How many of their periods the longer ones hold. */
  const SPANS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
    Weekly: { Monthly: 4, Quarterly: 13, Yearly: 52 },
    Monthly: { Monthly: 1, Quarterly: 3, Yearly: 12 },
    Quarterly: { Monthly: 0, Quarterly: 1, Yearly: 4 },
    SixMonthly: { Monthly: 0, Quarterly: 0, Yearly: 2 },
    Yearly: { Monthly: 0, Quarterly: 0, Yearly: 1 },
  };
  const NAMES = [
    'REPORTING_RATE',
    'REPORTING_RATE_ON_TIME',
    'ACTUAL_REPORTS',
    'ACTUAL_REPORTS_ON_TIME',
    'EXPECTED_REPORTS',
  ];

  it('are what is registered of what is expected of the units that were open', async () => {
    const sets = (await dataSets()).filter(({ type }) => type !== 'Daily' && type !== 'Weekly');
    const complete = await registrations();
    const byId = new Map(units.map((unit) => [unit.id, unit]));
    const periods = ['202506', '202507', '202508', '2025Q3', '2025'].map(period);
    const asked = [...unitsAt(1, 1), ...unitsAt(2, 5), ...unitsAt(4, 5)];
    const items = sets.flatMap(({ uid }) => NAMES.map((name) => `${uid}.${name}`));
    const query = (places: string) => `dimension=dx:${items.join(';')}&dimension=${places}`;
    const figures = (
      set: (typeof sets)[number],
      spans: readonly Period[],
      below: (row: { readonly path: string; readonly region: string | null }) => boolean,
    ) => {
      const expected = spans.map((one) => {
        const open = set.units
          .map((id) => byId.get(id))
          .filter((unit) => unit !== undefined)
          .filter((unit) => below(unit) && unit.opening <= one.startDate && (unit.closing ?? '9999') >= one.endDate);
        return { units: open.length, reports: open.length * (SPANS[set.type]?.[one.type] ?? 0) };
      });
      const own = complete.filter(
        (row) =>
          row.dataSet === set.uid &&
          below(row) &&
          spans.some(
            (one) =>
              (SPANS[set.type]?.[one.type] ?? 0) > 0 && row.startDate >= one.startDate && row.startDate <= one.endDate,
          ),
      );
      const due = expected.reduce((sum, one) => sum + one.reports, 0);
      const onTime = own.filter(({ late }) => late <= set.timely + 1).length;
      const rate = (count: number) => (due === 0 ? 0 : Math.min(100, (count * 100) / due));
      return {
        isThere: expected.some((one) => one.units > 0),
        values: [rate(own.length), rate(onTime), own.length, onTime, due],
      };
    };
    const told = new Map<string, number>();
    const together = new Map<string, number>();
    for (const set of sets) {
      for (const { uid } of asked)
        for (const one of periods) {
          const { isThere, values } = figures(set, [one], isBelow(uid));
          if (isThere)
            for (const [index, name] of NAMES.entries())
              told.set([`${set.uid}.${name}`, one.iso, uid].join(), values[index] ?? 0);
        }
      for (const region of new Set(units.map((unit) => unit.region))) {
        if (region === null) continue;
        const { isThere, values } = figures(set, periods.slice(0, 3), (row) => row.region === region);
        if (isThere)
          for (const [index, name] of NAMES.entries())
            together.set([`${set.uid}.${name}`, region].join(), values[index] ?? 0);
      }
    }
    expect(told.size).toBeGreaterThan(300);
    const { rows } = await ask(
      query(`pe:${periods.map(({ iso }) => iso).join(';')}&dimension=ou:${asked.map(({ uid }) => uid).join(';')}`),
    );
    compare(rows, told);
    const filtered = await ask(`${query(REGION)}&filter=pe:202506;202507;202508&filter=ou:${ROOT}`);
    compare(filtered.rows, together);
  });

  it('count the days of a year for reports of each day', async () => {
    const [daily] = await rowsOf(sql<{ readonly uid: string }>`
      update dataset set periodtypeid = (select periodtypeid from periodtype where periodtype.name = 'Daily')
      where dataset.uid = (
        select min(attributed.uid)
        from dataset as attributed join categorycombo using (categorycomboid)
        where categorycombo.name <> 'default'
      )
      returning dataset.uid
    `);
    const { rows } = await ask(
      `dimension=dx:${daily?.uid}.EXPECTED_REPORTS&dimension=pe:2024;202402&filter=ou:${ROOT}`,
    );
    expect(rows.map((row) => Number(row[2]) / 366)).toEqual([Number(rows[1]?.[2]) / 29, Number(rows[1]?.[2]) / 366]);
  });

  it('show what they are made of, may stand in formulas, and may be a filter', async () => {
    const [set] = (await dataSets()).filter(({ type }) => type === 'Monthly');
    const item = `${set?.uid}.REPORTING_RATE`;
    const query = `dimension=pe:202506&filter=ou:${ROOT}`;
    const { rows, metaData } = await ask(`${query}&dimension=dx:${item}&includeNumDen=true`);
    const [[, , rate, actual, expected, factor, ...rest] = []] = rows;
    expect([factor, ...rest]).toEqual(['100', '', '']);
    expect(Number(rate)).toBeCloseTo((Number(actual) * 100) / Number(expected), 1);
    expect(metaData.items[item].name).toMatch(/ - Reporting rate$/);
    await store({ uid: 'ofreports00', factor: 1, annualized: false, decimals: 2 }, `R{${item}} * 2`, '1');
    const formula = await ask(`${query}&dimension=dx:ofreports00&skipRounding=true`);
    expect(Number(formula.rows[0]?.[2])).toBeCloseTo((Number(actual) * 200) / Number(expected), 6);
    // Reports are those of whole periods, so only those that lie within the days count.
    await store(
      { uid: 'bounderepor', factor: 1, annualized: false, decimals: 2 },
      `R{${item}}.minDate(2025-06-01)`,
      '1',
    );
    const bounded = await ask(`dimension=pe:202505;202506&filter=ou:${ROOT}&dimension=dx:bounderepor`);
    expect(bounded.rows.map(([pe, , value]) => [pe, Number(value)])).toEqual([['202506', Number(rate)]]);
    const filtered = await ask(`${query}&filter=dx:${item}`);
    expect(filtered.rows).toEqual([['202506', rate]]);
    const none = await ask(`${query}&dimension=dx:${item}&measureCriteria=GT:0;GT:100`);
    expect(none.rows).toEqual([]);
  });

  it('are refused with dates, by dimensions that reports have not, several as filter, and to who may not read the data', async () => {
    const [first, second] = await dataSets();
    const item = `${first?.uid}.REPORTING_RATE`;
    const code = async (query: string, user?: string) => (await refusal(query, user)).errorCode;
    expect(await code(`dimension=dx:${item}&startDate=2025-01-01&endDate=2025-02-01`)).toBe('E7107');
    expect(await code(`dimension=dx:${item}&dimension=co&filter=pe:2025`)).toBe('E7112');
    expect(await code(`filter=dx:${item};${second?.uid}.REPORTING_RATE&dimension=pe:2025`)).toBe('E7109');
    await sql`
      update dataset set sharing = jsonb_build_object('public', 'r-------', 'external', false) where uid = ${first?.uid ?? ''}
    `.execute(server.db);
    const { username } = await somebody();
    expect(await code(`dimension=dx:${item}&dimension=pe:2025`, `${username}:District1!`)).toBe('E7121');
  });
});

describe('validation rules', () => {
  it('count their violations', async () => {
    const [rule, other] = await rowsOf(
      sql<{ readonly uid: string }>`select uid from validationrule order by uid limit 2`,
    );
    const [first, second] = unitsAt(2, 2);
    const [below] = units.filter(({ path, level }) => level === 4 && path.includes(first?.uid ?? '?'));
    await sql`drop table if exists analytics_validationresult`.execute(server.db);
    await sql`
      create table analytics_validationresult (
        dx char(11), pestartdate timestamp, peenddate timestamp, year integer, uidlevel1 char(11), uidlevel2 char(11), uidlevel3 char(11),
        uidlevel4 char(11), monthly text, yearly text, value date
      )
    `.execute(server.db);
    await sql`
      insert into analytics_validationresult
      select violation.rule, violation.day, violation.day + interval '1 month' - interval '1 day', 2025, ${ROOT}, violation.district, null,
        case when violation.district = ${first?.uid ?? ''} then ${below?.uid ?? ''} end, to_char(violation.day, 'YYYYMM'), '2025', current_date
      from (values
        (${rule?.uid ?? ''}, timestamp '2025-01-01', ${first?.uid ?? ''}), (${rule?.uid ?? ''}, timestamp '2025-01-01', ${second?.uid ?? ''}),
        (${rule?.uid ?? ''}, timestamp '2025-02-01', ${first?.uid ?? ''}), (${other?.uid ?? ''}, timestamp '2025-02-01', ${first?.uid ?? ''})
      ) as violation (rule, day, district)
    `.execute(server.db);
    const items = `${rule?.uid};${other?.uid}`;
    const { rows } = await ask(`dimension=dx:${items}&dimension=pe:202501;2025&filter=ou:${ROOT}`);
    expect(rows).toEqual([
      [rule?.uid, '202501', '2'],
      [rule?.uid, '2025', '3'],
      [other?.uid, '2025', '1'],
    ]);
    const told = await ask(`filter=dx:${items}&dimension=ou:${first?.uid};${below?.uid}&filter=pe:20250101_20250430`);
    expect(told.rows).toEqual([
      [first?.uid, '3'],
      [below?.uid, '3'],
    ]);
  });
});

/** A user without authority over everything who may log in. */
async function somebody() {
  const [user] = await rowsOf(sql<{ readonly username: string }>`
    select userinfo.username
    from userinfo
    where userinfo.username <> 'admin' and not userinfo.invitation and not userinfo.disabled and userinfo.accountexpiry is null
      and not exists (
        select from userrolemembers join userroleauthorities using (userroleid)
        where userrolemembers.userid = userinfo.userinfoid and userroleauthorities.authority = 'ALL'
      )
    order by userinfo.userinfoid
    limit 1
  `);
  if (!user) throw new Error('The demo country has no such user.');
  return user;
}
