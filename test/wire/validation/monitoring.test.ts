import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { daysInPeriod } from '../../../src/kernel/periods/index.js';
import { generateUid } from '../../../src/kernel/uid.js';
import { DEMO_DATE } from '../../support/database.js';
import { jobsOf } from '../../support/jobs.js';
import { giveMetadata } from '../../support/metadata.js';
import { type RawValue, rawValues } from '../../support/raw-values.js';
import { testServer } from '../../support/server.js';
import {
  ALL,
  ANY,
  both,
  expectedViolations,
  NEVER,
  orZero,
  type Rule,
  sum,
  type Work,
} from '../../support/validation-oracle.js';

const TODAY = new Date(`${DEMO_DATE}T12:00:00`);
let now = TODAY;
const server = testServer({ demo: true, clock: { now: () => now } });
const jobs = jobsOf(server);

const DEFAULT = 'HllvX50cXC0';
/** Monthly counts, a monthly truth value, a yearly number. */
const [A, B, FLAG] = ['EOl53TUC4UK', 'XNGg9lGCJbO', 'hKOHMBiQava'];
let yearly = '';
let combos: readonly string[] = [];
let indicator = { uid: '', numerator: '', denominator: '', factor: 1 };
let dataSet = { uid: '', units: new Set<string>() };
let clinics = { uid: '', units: new Set<string>() };
let values: readonly RawValue[] = [];
let units: readonly { readonly uid: string; readonly path: string; readonly level: number }[] = [];

beforeAll(async () => {
  const one = async <Row>(text: ReturnType<typeof sql<Row>>): Promise<Row> =>
    (await text.execute(server.db)).rows[0] as Row;
  yearly = (
    await one(sql<{ uid: string }>`
      select dataelement.uid from dataelement join datavalue using (dataelementid) join period using (periodid)
      where period.enddate - period.startdate > 300 and dataelement.valuetype like 'INTEGER%'
      group by dataelement.uid order by count(*) desc limit 1
    `)
  ).uid;
  combos = (
    await sql<{ uid: string }>`
      select combo.uid from datavalue join categoryoptioncombo as combo using (categoryoptioncomboid)
      join dataelement using (dataelementid) where dataelement.uid = ${A} group by combo.uid order by count(*) desc, combo.uid
    `.execute(server.db)
  ).rows.map(({ uid }) => uid);
  indicator = await one(sql<typeof indicator>`
    select indicator.uid, numerator, denominator, indicatortype.indicatorfactor as factor
    from indicator join indicatortype using (indicatortypeid) where denominator like '%+%' limit 1
  `);
  const members = async (text: ReturnType<typeof sql<{ uid: string }>>) =>
    new Set((await text.execute(server.db)).rows.map(({ uid }) => uid));
  const set = await one(sql<{ uid: string; id: number }>`
    select dataset.uid, dataset.datasetid as id from dataset join completedatasetregistration using (datasetid)
    where periodtypeid = 8 group by 1, 2 order by count(*) desc limit 1
  `);
  dataSet = {
    uid: set.uid,
    units: await members(sql`
      select unit.uid from datasetsource join organisationunit as unit on unit.organisationunitid = sourceid where datasetid = ${set.id}
    `),
  };
  clinics = {
    uid: 'IpWKin7qP2N',
    units: await members(sql`
      select unit.uid from orgunitgroup join orgunitgroupmembers using (orgunitgroupid)
      join organisationunit as unit using (organisationunitid) where orgunitgroup.uid = 'IpWKin7qP2N'
    `),
  };
  units = (
    await sql<(typeof units)[number]>`select uid, path, hierarchylevel as level from organisationunit`.execute(
      server.db,
    )
  ).rows;
  // Some values under attribute option combos, some in the middle of the hierarchy.
  await sql`
    insert into datavalue
    select v.dataelementid, v.periodid, v.sourceid, v.categoryoptioncomboid, (
      select categoryoptioncomboid from categoryoptioncombo where uid = ${combos[3]}
    ), (v.value::int / 2)::text, v.storedby, v.created, v.lastupdated, v.comment, v.followup, v.deleted
    from datavalue as v join dataelement using (dataelementid)
    where dataelement.uid in (${A}, ${B}) and v.sourceid % 2 = 0 and v.value ~ '^[0-9]{1,6}$'
  `.execute(server.db);
  await sql`
    update datavalue set sourceid = (select parentid from organisationunit where organisationunitid = sourceid)
    where ctid in (
      select min(datavalue.ctid) from datavalue join dataelement using (dataelementid)
      join organisationunit on organisationunitid = sourceid
      where dataelement.uid in (${A}, ${B}) group by parentid, dataelementid, periodid
    )
  `.execute(server.db);
  const inIndicator = [indicator.numerator, indicator.denominator].join(' ').match(/\w{11}/g) ?? [];
  values = await rawValues(server.db, [A, B, FLAG, yearly, ...inIndicator]);
});

beforeEach(async () => {
  now = TODAY;
  await sql`delete from validationresult`.execute(server.db);
  await sql`delete from validationrulegroupmembers`.execute(server.db);
  await sql`delete from validationruleorganisationunitlevels`.execute(server.db);
  await sql`delete from validationrule`.execute(server.db);
});

async function createRules(rules: readonly Rule[]): Promise<void> {
  const side = ([expression, missingValueStrategy]: Rule['left']) => ({
    expression,
    missingValueStrategy,
    description: 'Side',
  });
  await giveMetadata(server, {
    validationRules: rules.map(({ name, operator, left, right, levels = [] }) => ({
      name,
      operator,
      importance: 'HIGH',
      periodType: 'Monthly',
      leftSide: side(left),
      rightSide: side(right),
      organisationUnitLevels: levels,
    })),
  });
}

async function stored(parameters = ''): Promise<readonly string[]> {
  const { json } = await server.request(`/api/validationResults?paging=false${parameters}`);
  return json.validationResults
    .map((result: Record<string, { id: string; name: string }>) =>
      [
        result.validationRule?.name,
        result.period?.id,
        result.organisationUnit?.id,
        result.attributeOptionCombo?.id,
      ].join(' '),
    )
    .toSorted();
}

interface SeenResult {
  readonly created: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly leftsideValue: number;
}

describe('monitoring', () => {
  it('finds what a look at each place finds', async () => {
    const [c1 = '', c2 = ''] = combos;
    const ratio: Work = (place) => {
      const parts = (text: string) => text.match(/\w{11}/g) ?? [];
      const total = (text: string) => {
        const all = parts(text).map((element) => place.sum(element));
        return all.every((value) => value === null) ? null : all.reduce<number>((a, b) => a + (b ?? 0), 0);
      };
      const [above, below] = [total(indicator.numerator), total(indicator.denominator)];
      return above === null || below === null || below === 0 ? null : (above * indicator.factor) / below;
    };
    const rules: readonly Rule[] = [
      {
        name: 'any',
        operator: 'less_than_or_equal_to',
        elements: [A, B],
        left: [`#{${A}}`, ANY, sum(A)],
        right: [`#{${B}} * 0.9 + 1`, ANY, both((b) => b * 0.9 + 1, sum(B), sum(B))],
      },
      {
        name: 'never',
        operator: 'greater_than',
        elements: [A],
        combos: [c1, c2],
        left: [`#{${A}.${c1}}`, NEVER, sum(A, { combo: c1 })],
        right: [`#{${A}.${c2}}`, NEVER, sum(A, { combo: c2 })],
      },
      {
        name: 'all',
        operator: 'equal_to',
        elements: [A, B],
        left: [
          `#{${A}} + #{${B}}`,
          ALL,
          (place) =>
            place.sum(A) === null && place.sum(B) === null ? null : (place.sum(A) ?? 0) + (place.sum(B) ?? 0),
        ],
        right: [`#{${B}}`, NEVER, orZero(sum(B))],
      },
      {
        name: 'both or none',
        operator: 'compulsory_pair',
        elements: [A, B],
        left: [`#{${A}.*}`, ANY, sum(A)],
        right: [`#{${B}}`, ANY, sum(B)],
      },
      {
        name: 'one only',
        operator: 'exclusive_pair',
        elements: [A, B],
        left: [`#{${A}}`, ANY, sum(A)],
        right: [`#{${B}}`, ANY, sum(B)],
      },
      {
        name: 'month before',
        operator: 'not_equal_to',
        elements: [A],
        offsets: [0, -1],
        left: [
          `${`isNull(#{${A}}.periodOffset(-1))`.replace(/^/, 'if(')}, 1, 0)`,
          NEVER,
          (place) => (place.sum(A, { offset: -1 }) === null ? 1 : 0),
        ],
        right: ['0', NEVER, () => 0],
      },
      {
        name: 'year',
        operator: 'less_than',
        elements: [A, yearly],
        left: [`#{${A}}`, ANY, sum(A)],
        right: [
          `#{${yearly}} / [days] * 10`,
          ANY,
          (place) => {
            const value = place.sum(yearly);
            return value === null ? null : (value / daysInPeriod(place.period)) * 10;
          },
        ],
      },
      {
        name: 'flag',
        operator: 'equal_to',
        elements: [FLAG],
        left: [
          `if(#{${FLAG}}, 1, 2)`,
          ANY,
          (place) => {
            const flag = place.flag(FLAG);
            return flag === null ? null : flag ? 1 : 2;
          },
        ],
        right: ['1', NEVER, () => 1],
      },
      {
        name: 'clinics',
        operator: 'equal_to',
        elements: [A],
        left: [
          `if(orgUnit.group(${clinics.uid}), 1, 0) + 0 * #{${A}}`,
          ANY,
          (place) => (place.sum(A) === null ? null : Number(clinics.units.has(place.unit))),
        ],
        right: ['0', NEVER, () => 0],
      },
      {
        name: 'group count',
        operator: 'less_than',
        elements: [A],
        left: [
          `OUG{${clinics.uid}} + #{${A}} * 0`,
          ANY,
          (place) =>
            place.sum(A) === null
              ? null
              : units.filter(({ uid, path }) => clinics.units.has(uid) && path.includes(place.unit)).length,
        ],
        right: ['1', NEVER, () => 1],
      },
      {
        name: 'district',
        operator: 'greater_than',
        elements: [A],
        levels: [3],
        left: [`#{${A}}`, ANY, sum(A)],
        right: ['C{cCpR1yWco8G} * 1000', NEVER, () => 35],
      },
      {
        name: 'indicator',
        operator: 'less_than',
        elements: [...(indicator.numerator + indicator.denominator).matchAll(/\w{11}/g)].map(([uid]) => uid),
        left: [`N{${indicator.uid}}`, ALL, ratio],
        right: ['80', NEVER, () => 80],
      },
      {
        name: 'infinite',
        operator: 'greater_than',
        elements: [A],
        left: [`1 / (#{${A}} * 0)`, ANY, () => null],
        right: ['1', NEVER, () => 1],
      },
    ];
    await createRules(rules);
    const messages = await server.runJob('/api/resourceTables/monitoring');
    expect(messages[0]?.level).toBe('INFO');
    const wanted = expectedViolations({ units, values }, rules, ['202602', '202603']);
    const names = new Set(wanted.map((text) => text.split(' ')[0]));
    expect(names.size).toBeGreaterThan(8);
    expect(await stored()).toEqual(wanted);
    expect(messages[0]?.message).toBe(`${wanted.length} violations found, ${wanted.length} stored`);
  });

  it('knows what a data set is worth of reports', async () => {
    const month = '202602';
    const { rows } = await sql<{ unit: string }>`
      select unit.uid as unit from completedatasetregistration as done
      join dataset using (datasetid) join period using (periodid)
      join organisationunit as unit on unit.organisationunitid = done.sourceid
      where dataset.uid = ${dataSet.uid} and period.startdate = '2026-02-01' and period.enddate = '2026-02-28' and done.completed
    `.execute(server.db);
    const reported = new Set(rows.map(({ unit }) => unit));
    const none: Work = () => null;
    await createRules([
      {
        name: 'rate',
        operator: 'equal_to',
        elements: [],
        left: [`R{${dataSet.uid}.REPORTING_RATE}`, ANY, none],
        right: ['100', NEVER, none],
      },
      {
        name: 'actual',
        operator: 'equal_to',
        elements: [],
        left: [`R{${dataSet.uid}.ACTUAL_REPORTS}`, ANY, none],
        right: [`R{${dataSet.uid}.EXPECTED_REPORTS} - 1`, ANY, none],
      },
    ]);
    await server.runJob('/api/resourceTables/monitoring');
    const late = [...dataSet.units].filter((unit) => !reported.has(unit));
    expect(reported.size).toBeGreaterThan(0);
    const wanted = [
      ...late.map((unit) => `rate ${month} ${unit} ${DEFAULT}`),
      ...[...dataSet.units].filter((unit) => reported.has(unit)).map((unit) => `actual ${month} ${unit} ${DEFAULT}`),
    ];
    expect((await stored()).filter((text) => text.includes(month))).toEqual(wanted.toSorted());
  });

  it('stores a violation once, and nothing when it was not asked to', async () => {
    await createRules([
      { name: 'r', operator: 'less_than', elements: [A], left: [`#{${A}}`, ANY, sum(A)], right: ['0', NEVER, () => 0] },
    ]);
    await server.runJob('/api/resourceTables/monitoring?persistResults=false');
    expect(await stored()).toEqual([]);
    await server.runJob('/api/resourceTables/monitoring');
    const first = await stored();
    expect(first.length).toBeGreaterThan(10);
    const [last] = await server.runJob('/api/resourceTables/monitoring');
    expect(last?.message).toBe(`${first.length} violations found, 0 stored`);
    expect(await stored()).toEqual(first);
    const { rows } = await sql<{ day: number }>`
      select distinct dayinperiod as day from validationresult join period using (periodid) order by 1
    `.execute(server.db);
    expect(rows).toEqual([{ day: 14 }, { day: 28 }]);
    expect((await server.request('/api/systemSettings?key=keyLastMonitoringRun')).json).toEqual({
      keyLastMonitoringRun: now.toISOString(),
    });
  });

  it('stores a violation again only when its values have changed, and says when it was seen', async () => {
    await createRules([
      { name: 'r', operator: 'less_than', elements: [A], left: [`#{${A}}`, ANY, sum(A)], right: ['0', NEVER, () => 0] },
    ]);
    await server.runJob('/api/resourceTables/monitoring');
    const first = await stored();
    const list = async (): Promise<readonly SeenResult[]> =>
      (await server.request('/api/validationResults?paging=false')).json.validationResults;
    for (const { created, firstSeen, lastSeen } of await list())
      expect([firstSeen, lastSeen]).toEqual([created, created]);
    const next = async () => (await server.runJob('/api/resourceTables/monitoring'))[0]?.message;
    now = new Date(TODAY.getTime() + 24 * 3_600_000);
    expect(await next()).toBe(`${first.length} violations found, 0 stored`);
    for (const { created, firstSeen, lastSeen } of await list()) {
      expect(firstSeen).toBe(created);
      expect(lastSeen > firstSeen).toBe(true);
    }

    const change = (month: string, value: number) =>
      sql`
        update datavalue set value = ${String(value)} where ctid = (
          select v.ctid from datavalue as v join dataelement using (dataelementid) join period using (periodid)
          where dataelement.uid = ${A} and period.periodtypeid = 8 and to_char(period.startdate, 'YYYYMM') = ${month}
            and not v.deleted and v.value ~ '^[0-9]+$'
          order by v.sourceid, v.categoryoptioncomboid, v.attributeoptioncomboid limit 1
        )
      `.execute(server.db);
    await change('202603', 1_000_000);
    // In the month that still runs this is another day, in the month that is over all days are its last one.
    expect(await next()).toBe(`${first.length} violations found, 1 stored`);
    const values1 = (await list()).map(({ leftsideValue }) => leftsideValue);
    expect(values1).toHaveLength(first.length + 1);
    await change('202603', 2_000_000);
    expect(await next()).toBe(`${first.length} violations found, 0 stored`);
    const values2 = (await list()).map(({ leftsideValue }) => leftsideValue);
    expect(values2).toHaveLength(first.length + 1);
    expect(values2.filter((value, index) => value !== values1[index])).toHaveLength(1);
    await change('202602', 3_000_000);
    expect(await next()).toBe(`${first.length} violations found, 0 stored`);
    expect((await list()).filter(({ leftsideValue }) => leftsideValue >= 1_000_000)).toHaveLength(2);
  });

  it.each([
    [-40, 0, ['202602', '202603']],
    [0, 20, ['202603', '202604']],
    [0, 0, ['202602', '202603']],
  ])('takes the periods from day %s to day %s, where 0 is today', async (relativeStart, relativeEnd, months) => {
    const rules: readonly Rule[] = [
      { name: 'r', operator: 'less_than', elements: [A], left: [`#{${A}}`, ANY, sum(A)], right: ['0', NEVER, () => 0] },
    ];
    await createRules(rules);
    await server.runJob(`/api/resourceTables/monitoring?relativeStart=${relativeStart}&relativeEnd=${relativeEnd}`);
    const periods = (await server.request('/api/validationResults?paging=false')).json.validationResults.map(
      ({ period }: { period: { id: string } }) => period.id,
    );
    expect(months).toEqual(expect.arrayContaining([...new Set(periods)]));
    expect(periods).toContain('202603');
  });

  it('takes the rules of groups and the days that a schedule names, else those with templates', async () => {
    const rules: readonly Rule[] = ['one', 'two'].map((name) => ({
      name,
      operator: 'less_than',
      elements: [A],
      left: [`#{${A}}`, ANY, sum(A)],
      right: ['0', NEVER, () => 0],
    }));
    await createRules(rules);
    const { json: list } = await server.request('/api/validationRules?filter=name:eq:two');
    const group = { id: generateUid(), name: 'Group', validationRules: [{ id: list.validationRules[0].id }] };
    await giveMetadata(server, { validationRuleGroups: [group] });
    const run = await jobs.run('MONITORING', {
      validationRuleGroups: [group.id],
      relativeStart: -80,
      relativeEnd: -40,
      persistResults: true,
    });
    expect(run.state).toBe('done');
    expect(await stored()).toEqual(
      expectedViolations({ units, values }, rules.slice(1), ['202512', '202601', '202602']),
    );
    const without = await jobs.run('MONITORING', { persistResults: true });
    expect(without.message).toBe('0 violations found, 0 stored');
  });

  it('tells of what it has stored', async () => {
    await createRules([
      {
        name: 'told',
        operator: 'less_than',
        elements: [A],
        levels: [3],
        left: [`#{${A}}`, ANY, sum(A)],
        right: ['0', NEVER, () => 0],
      },
    ]);
    const { json: list } = await server.request('/api/validationRules?filter=name:eq:told');
    const { json: me } = await server.request('/api/me?fields=id');
    await giveMetadata(server, { userGroups: [{ id: 'toldGroup01', name: 'Told', users: [{ id: me.id }] }] });
    await giveMetadata(server, {
      validationNotificationTemplates: [
        {
          name: 'Template',
          subjectTemplate: 'Subject',
          messageTemplate: 'V{rule_name}',
          sendStrategy: 'COLLECTIVE_SUMMARY',
          validationRules: [{ id: list.validationRules[0].id }],
          recipientUserGroups: [{ id: 'toldGroup01' }],
        },
      ],
    });
    const run = await jobs.run('MONITORING', { persistResults: true, sendNotifications: true });
    const found = (await stored()).length;
    expect(found).toBeGreaterThan(0);
    expect(run.message).toMatch(new RegExp(`^${found} violations found, ${found} stored, 1 notification sent`));
    const { rows } = await sql`select distinct notificationsent as sent from validationresult`.execute(server.db);
    expect(rows).toEqual([{ sent: true }]);
    const again = await jobs.run('MONITORING', { persistResults: true, sendNotifications: true });
    expect(again.message).toMatch(`${found} violations found, 0 stored, `);
    const { rows: messages } = await sql<{ subject: string }>`
      select subject from messageconversation where messagetype = 'VALIDATION_RESULT'
    `.execute(server.db);
    expect(messages).toHaveLength(1);
    await sql`delete from validationnotificationtemplatevalidationrules`.execute(server.db);
  });

  it('says which rules it cannot evaluate and goes on with the others', async () => {
    const good: Rule = {
      name: 'good',
      operator: 'less_than',
      elements: [A],
      left: [`#{${A}}`, ANY, sum(A)],
      right: ['0', NEVER, () => 0],
    };
    const bad = (name: string, text: string): Rule => ({ ...good, name, left: [text, ANY, () => null] });
    await createRules([
      bad('syntax', '1 +'),
      bad('unknown', '#{a1234567890}'),
      bad('vector', `avg(#{${A}})`),
      bad('program', 'I{a1234567890}'),
      bad('kind', `#{${FLAG}} + 1`),
      bad('rate', `R{${dataSet.uid}.SPEED}`),
      good,
    ]);
    const messages = await server.runJob('/api/resourceTables/monitoring');
    const warnings = messages.filter(({ level }) => level === 'WARN').map(({ message }) => message);
    expect(warnings).toHaveLength(6);
    expect(warnings.join('\n')).toMatch(
      /Validation rule syntax \(\w{11}\) is skipped: left side: The expression ends too early/,
    );
    expect(warnings.join('\n')).toMatch(/There is no data element a1234567890\./);
    expect(warnings.join('\n')).toMatch(
      /kind \(\w{11}\) could not be evaluated everywhere, e\.g\. .*: Found (true|false) where a number is expected\./,
    );
    expect(await stored()).toEqual(expectedViolations({ units, values }, [good], ['202602', '202603']));
  });

  it('refuses parameters that mean nothing', async () => {
    const { status, json } = await server.request('/api/resourceTables/monitoring?validationRuleGroups=nothing', {
      method: 'POST',
    });
    expect([status, json.errorCode]).toEqual([409, 'E4014']);
    const far = await server.request('/api/resourceTables/monitoring?relativeStart=x', { method: 'POST' });
    expect(far.status).toBe(400);
    const backwards = await server.request('/api/resourceTables/monitoring?relativeStart=5', { method: 'POST' });
    expect([backwards.status, backwards.json.errorCode]).toEqual([409, 'E7106']);
  });
});
