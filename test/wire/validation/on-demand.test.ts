import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateUid } from '../../../src/kernel/uid.js';
import { DEMO_DATE } from '../../support/database.js';
import { giveMetadata } from '../../support/metadata.js';
import { rawValues } from '../../support/raw-values.js';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ demo: true, clock: { now: () => new Date(`${DEMO_DATE}T12:00:00`) } });
const users = makeUsers(server);

let place = { dataSet: '', element: '', unit: '', path: '' };
let rule = '';
let group = '';

beforeAll(async () => {
  place = (
    await sql<typeof place>`
      select dataset.uid as "dataSet", element.uid as element, unit.uid as unit, unit.path
      from dataset join datasetelement as part using (datasetid) join dataelement as element using (dataelementid)
      join datavalue using (dataelementid) join organisationunit as unit on unit.organisationunitid = datavalue.sourceid
      join period using (periodid) join categoryoptioncombo as combo on combo.categoryoptioncomboid = attributeoptioncomboid
      where period.startdate = '2026-02-01' and period.periodtypeid = 8 and dataset.periodtypeid = 8 and combo.name = 'default'
        and element.valuetype like 'INTEGER%' and not datavalue.deleted
      order by 1, 2, 3 limit 1
    `.execute(server.db)
  ).rows[0] as typeof place;
  await sql`delete from validationrule`.execute(server.db);
  const side = (expression: string) => ({ expression, description: 'Side', missingValueStrategy: 'NEVER_SKIP' });
  const ruleNamed = (name: string, skipFormValidation: boolean) => ({
    id: generateUid(),
    name,
    description: `About ${name}`,
    operator: 'less_than',
    importance: 'HIGH',
    periodType: 'Monthly',
    leftSide: side(`#{${place.element}}`),
    rightSide: side('0 - 1'),
    skipFormValidation,
  });
  const inForms = ruleNamed('In forms', false);
  rule = inForms.id;
  group = generateUid();
  await giveMetadata(server, {
    validationRules: [inForms, ruleNamed('Elsewhere', true)],
    validationRuleGroups: [{ id: group, name: 'G', validationRules: [{ id: rule }] }],
  });
});

describe('a form', () => {
  const path = (query: string) => `/api/validation/dataSet/${place.dataSet}?${query}`;

  it('is told what is wrong with its data', async () => {
    const { status, json } = await server.request(path(`pe=202602&ou=${place.unit}`));
    expect(status).toBe(200);
    const total = (await rawValues(server.db, [place.element]))
      .filter(({ unit, period }) => unit === place.unit && period.iso === '202602')
      .reduce((sum, { value }) => sum + Number(value), 0);
    expect(json.validationRuleViolations).toEqual([
      expect.objectContaining({
        id: 0,
        validationRule: expect.objectContaining({ id: rule, displayName: 'In forms', importance: 'HIGH' }),
        organisationUnit: expect.objectContaining({ id: place.unit }),
        period: { id: '202602' },
        leftsideValue: total >= 10 ? Math.round(total * 10) / 10 : total,
        rightsideValue: -1,
      }),
    ]);
    expect(json.commentRequiredViolations).toEqual([]);
    expect((await sql`select from validationresult`.execute(server.db)).rows).toHaveLength(0);
  });

  it('is told so by rules that name its data elements by a group', async () => {
    const { json: before } = await server.request(path(`pe=202602&ou=${place.unit}`));
    const one = 'ofOneGroup1';
    await giveMetadata(server, {
      dataElementGroups: [{ id: one, name: 'Of one', shortName: 'Of one', dataElements: [{ id: place.element }] }],
    });
    const rename = (from: string, to: string) =>
      sql`update expression set expression = ${to} where expression = ${from}`.execute(server.db);
    await rename(`#{${place.element}}`, `#{deGroup:${one}}`);
    const { json: after } = await server.request(path(`pe=202602&ou=${place.unit}`));
    await rename(`#{deGroup:${one}}`, `#{${place.element}}`);
    expect(after.validationRuleViolations).toHaveLength(1);
    expect(after).toEqual(before);
  });

  it('is told which fields need a value or a comment', async () => {
    await sql`update dataset set novaluerequirescomment = true where uid = ${place.dataSet}`.execute(server.db);
    const before = (await server.request(path(`pe=202602&ou=${place.unit}`))).json.commentRequiredViolations;
    expect(before.length).toBeGreaterThan(0);
    const [element, combo] = before[0].id.split('.');
    await sql`
      insert into datavalue (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, comment, storedby, created, lastupdated, deleted)
      select dataelementid, periodid, organisationunitid, combo.categoryoptioncomboid, attribute.categoryoptioncomboid, 'Closed', 'anna', localtimestamp,
        localtimestamp, false
      from dataelement, period, organisationunit as unit, categoryoptioncombo as combo, categoryoptioncombo as attribute
      where dataelement.uid = ${element} and combo.uid = ${combo} and attribute.name = 'default' and unit.uid = ${place.unit}
        and period.periodtypeid = 8 and period.startdate = '2026-02-01'
      on conflict (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid) do update set comment = excluded.comment
    `.execute(server.db);
    const after = (await server.request(path(`pe=202602&ou=${place.unit}`))).json.commentRequiredViolations;
    expect(after).toEqual(before.slice(1));
  });

  it.each<[() => string, string]>([
    [() => `/api/validation/dataSet/a1234567890?pe=202602&ou=${place.unit}`, 'Data set does not exist: a1234567890'],
    [() => path(`pe=202613&ou=${place.unit}`), 'Period does not exist: 202613'],
    [() => path('pe=202602&ou=%00'), 'Organisation unit does not exist: \u0000'],
    [() => path('pe=202602&ou=a1234567890'), 'Organisation unit does not exist: a1234567890'],
    [() => path(`pe=202602&ou=${place.unit}&aoc=a1234567890`), 'Category option combo does not exist: a1234567890'],
  ])('that is not there is none', async (url, message) => {
    const { status, json } = await server.request(url());
    expect([status, json.message]).toEqual([409, message]);
  });
});

describe('an analysis', () => {
  const analyse = (body: unknown, user?: string) =>
    server.request('/api/dataAnalysis/validationRules', { method: 'POST', body, ...(user !== undefined && { user }) });

  it('lists violations below a unit, and stores them when asked to', async () => {
    const district = place.path.split('/')[2];
    const { status, json } = await analyse({
      startDate: '2026-02-01',
      endDate: '2026-03-30',
      ou: district,
      vrg: group,
    });
    expect(status).toBe(200);
    const places = (await rawValues(server.db, [place.element])).filter(
      ({ path, period, attribute }) =>
        path.includes(`/${district}`) && period.iso === '202602' && attribute === 'HllvX50cXC0',
    );
    expect(json.map((row: Record<string, string>) => row.organisationUnitId).toSorted()).toEqual(
      [...new Set(places.map(({ unit }) => unit))].toSorted(),
    );
    expect(json[0]).toMatchObject({
      validationRuleId: rule,
      validationRuleDescription: 'About In forms',
      periodId: '202602',
      periodDisplayName: 'February 2026',
      attributeOptionComboId: 'HllvX50cXC0',
      importance: 'HIGH',
      operator: 'less_than',
      rightSideValue: -1,
    });
    expect(json[0].organisationUnitAncestorNames.split(' / ')).toHaveLength(
      json[0].organisationUnitPath.split('/').length - 2,
    );
    expect((await sql`select from validationresult`.execute(server.db)).rows).toHaveLength(0);
    await analyse({ startDate: '2026-02-01', endDate: '2026-02-28', ou: district, vrg: group, persist: true });
    expect((await sql`select from validationresult`.execute(server.db)).rows).toHaveLength(json.length);
  });

  it.each([
    [{ startDate: '2026-01-01', endDate: '2026-02-01' }, 400],
    [{ startDate: 'x', endDate: '2026-02-01', ou: 'a1234567890' }, 400],
    [{ startDate: '2026-03-01', endDate: '2026-02-01', ou: 'a1234567890' }, 409],
    [{ startDate: '2026-01-01', endDate: '2026-02-01', ou: 'a1234567890' }, 409],
    [{ startDate: '2026-01-01', endDate: '2026-02-01', ou: '\u0000' }, 409],
    [[], 400],
    ['[', 400],
  ])('refuses %j', async (body, status) => {
    expect((await analyse(body)).status).toBe(status);
  });

  it('refuses more periods than anybody wants, and those who may not', async () => {
    const far = await analyse({ startDate: '1000-01-01', endDate: '2026-01-01', ou: place.unit });
    expect([far.status, far.json.message]).toEqual([409, expect.stringContaining('more than 1000 periods')]);
    const { login } = await users.make(['F_DATAVALUE_ADD']);
    expect((await analyse({}, login)).status).toBe(403);
  });
});

describe('a formula', () => {
  const describeIt = async (path: string, text: string) =>
    (await server.request(path, { method: 'POST', body: text, headers: { 'content-type': 'text/plain' } })).json;

  it('is described with names', async () => {
    const name = (await server.request(`/api/dataElements/${place.element}?fields=name`)).json.name;
    expect(
      await describeIt('/api/validationRules/expression/description', `#{${place.element}} * C{cCpR1yWco8G} + [days]`),
    ).toEqual({
      httpStatus: 'OK',
      httpStatusCode: 200,
      status: 'OK',
      message: 'Valid',
      description: `${name} * Expected birth rate + [days]`,
    });
    expect((await describeIt('/api/predictors/expression/description', `avg(#{${place.element}.*})`)).description).toBe(
      `avg(${name})`,
    );
    expect((await describeIt('/api/predictors/skipTest/description', `#{${place.element}} > 10`)).status).toBe('OK');
    expect((await describeIt('/api/indicators/expression/description', `#{${place.element}} / 2`)).status).toBe('OK');
  });

  it.each([
    ['validationRules/expression', '', 'Expression is empty', 'The expression is empty.'],
    [
      'validationRules/expression',
      '1 +',
      'Expression is not well-formed',
      'The expression ends too early (at character 4)',
    ],
    ['indicators/expression', 'avg(1)', 'Expression is not well-formed', 'which only a predictor has'],
    ['predictors/skipTest', '1 + 1', 'Expression is not well-formed', 'gives a number, not a truth value'],
    [
      'predictors/expression',
      '#{a1234567890}',
      'Expression is not well-formed',
      'There is no data element a1234567890.',
    ],
  ])('that %s cannot use is refused: %s', async (path, text, message, description) => {
    const json = await describeIt(`/api/${path}/description`, text);
    expect([json.status, json.message]).toEqual(['ERROR', message]);
    expect(json.description).toContain(description);
  });
});
