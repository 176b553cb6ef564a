import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { valuesOfJson } from '../../support/exported-values.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });

/** A place with values: a data set, a period and a unit. */
interface Place {
  readonly set: string;
  readonly element: string;
  readonly period: string;
  readonly unit: string;
}
let place: Place;
let path: string;

beforeAll(async () => {
  const { rows } = await sql<Place>`
    select dataset.uid as "set", dataelement.uid as element, orderly.period_iso(periodtype.name, period.startdate) as period, organisationunit.uid as unit
    from datavalue
    join dataelement using (dataelementid)
    join datasetelement using (dataelementid)
    join dataset on dataset.datasetid = datasetelement.datasetid
    join period using (periodid)
    join periodtype on periodtype.periodtypeid = period.periodtypeid
    join organisationunit on organisationunit.organisationunitid = datavalue.sourceid
    where not datavalue.deleted and length(datavalue.value) < 5 order by dataset.uid, dataelement.uid, period.startdate, organisationunit.uid limit 1
  `.execute(server.db);
  place = rows[0] as Place;
  path = `/api/dataValueSets.json?dataSet=${place.set}&period=${place.period}&orgUnit=${place.unit}`;
});

const errorOf = async (query: string) => {
  const { status, json } = await server.request(`/api/dataValueSets?${query}`);
  return [status, json.errorCode, json.message];
};

it('tells what a request lacks', async () => {
  const what = `dataElement=${place.element}`;
  const when = `period=${place.period}`;
  const where = `orgUnit=${place.unit}`;
  expect(await errorOf('')).toEqual([
    409,
    'E2006',
    'At least one organisation unit or organisation unit group must be specified',
  ]);
  expect(await errorOf(`${when}&${where}`)).toEqual([
    409,
    'E2001',
    'At least one data element, data set or data element group must be specified',
  ]);
  expect(await errorOf(`${what}&${where}&startDate=2024-01-01`)).toEqual([
    409,
    'E2002',
    'At least one period, start/end dates, last updated or last updated duration must be specified',
  ]);
  expect(await errorOf(`${what}&${where}&startDate=2024-02-01&endDate=2024-01-01`)).toEqual([
    409,
    'E2004',
    'Start date must be before end date',
  ]);
  expect(await errorOf(`${what}&${where}&lastUpdatedDuration=3w`)).toEqual([
    409,
    'E2005',
    'Duration is not valid: `3w`',
  ]);
  expect((await errorOf(`${what}&${when}&${where}&orgUnitGroup=x&children=true`))[1]).toBe('E2007');
  expect((await errorOf(`${what}&${when}&children=true`))[1]).toBe('E2008');
  expect(await errorOf(`${what}&${when}&${where}&limit=-1`)).toEqual([
    409,
    'E2009',
    'Limit cannot be less than zero: `-1`',
  ]);
});

it('tells what is not there instead of leaving it out', async () => {
  const rest = `period=${place.period}&orgUnit=${place.unit}`;
  expect(await errorOf(`dataSet=${place.set},nothingHere&${rest}`)).toEqual([
    409,
    'E1105',
    'Data set not found or not accessible: `nothingHere`',
  ]);
  expect((await errorOf(`dataElement=nothingHere&${rest}`))[1]).toBe('E1100');
  expect((await errorOf(`dataElementGroup=nothingHere&${rest}`))[2]).toContain('Data element group not found');
  expect((await errorOf(`dataSet=${place.set}&period=202413&orgUnit=${place.unit}`))[1]).toBe('E1101');
  expect((await errorOf(`dataSet=${place.set}&period=${place.period}&orgUnit=nothingHere`))[1]).toBe('E1102');
  expect((await errorOf(`dataSet=${place.set}&period=${place.period}&orgUnitGroup=x`))[2]).toContain(
    'Organisation unit group not found',
  );
  expect((await errorOf(`dataSet=${place.set}&${rest}&attributeOptionCombo=x`))[1]).toBe('E1104');
  expect((await errorOf(`dataSet=${place.set}&${rest}&lastUpdated=2024-02-30`))[0]).toBe(400);
  expect((await errorOf(`dataSet=${place.set}&${rest}&orgUnitIdScheme=SHOE_SIZE`))[2]).toContain(
    'no identifier scheme',
  );
  expect((await errorOf(`dataSet=${place.set}&${rest}&compression=rar`))[0]).toBe(400);
});

it('says of a single set what it is of, and when it was completed', async () => {
  const headOf = async (query = '') => {
    const { dataValues, ...head } = (await server.request(`${path}${query}`)).json;
    expect(dataValues.length).toBeGreaterThan(0);
    return head;
  };
  await sql`delete from completedatasetregistration`.execute(server.db);
  const bare = { dataSet: place.set, period: place.period, orgUnit: place.unit };
  expect(await headOf()).toEqual(bare);
  await sql`
    insert into completedatasetregistration (datasetid, periodid, sourceid, attributeoptioncomboid, date, completed)
    select dataset.datasetid, datavalue.periodid, datavalue.sourceid, categoryoptioncombo.categoryoptioncomboid, '2026-02-03 10:11', true
    from dataset, datavalue join dataelement using (dataelementid) join organisationunit on organisationunitid = sourceid
      join period using (periodid) join periodtype using (periodtypeid), categoryoptioncombo
    where dataset.uid = ${place.set} and dataelement.uid = ${place.element} and organisationunit.uid = ${place.unit}
      and orderly.period_iso(periodtype.name, period.startdate) = ${place.period} and categoryoptioncombo.name = 'default'
    limit 1
  `.execute(server.db);
  expect(await headOf()).toEqual({ ...bare, completeDate: '2026-02-03' });
  expect(await headOf(`&dataElement=${place.element}`)).toEqual({});
  const { text } = await server.request(path.replace('.json', '.xml'));
  expect(text).toMatch(
    `<dataValueSet xmlns="http://dhis2.org/schema/dxf/2.0" dataSet="${place.set}" completeDate="2026-02-03" period="${place.period}" orgUnit="${place.unit}"><dataValue `,
  );
});

it('gives an empty list where there is nothing', async () => {
  const nothing = path.replace(`period=${place.period}`, 'period=1999');
  expect((await server.request(nothing)).json.dataValues).toEqual([]);
  expect((await server.request(nothing.replace('.json', '.xml'))).text).toMatch(/ orgUnit="\w+"><\/dataValueSet>$/);
  expect((await server.request(nothing.replace('.json', '.csv'))).text).toBe(
    'dataelement,period,orgunit,categoryoptioncombo,attributeoptioncombo,value,storedby,lastupdated,comment,followup,deleted\n',
  );
  expect((await server.request(`${path}&limit=0`)).json.dataValues).toEqual([]);
});

it('names objects as asked', async () => {
  const attribute = 'abcdefghij1';
  await sql`
    update organisationunit set code = 'OU "1", <a>', attributevalues = jsonb_build_object(${attribute}::text, jsonb_build_object('value', 'by attribute'))
    where uid = ${place.unit}
  `.execute(server.db);
  await sql`update dataelement set code = null where uid = ${place.element}`.execute(server.db);
  const first = async (query: string) => {
    const { json } = await server.request(`${path}&dataElement=${place.element}&${query}`);
    return json.dataValues.find(
      ({ dataElement, orgUnit }: { dataElement: string; orgUnit: string }) =>
        dataElement === place.element || orgUnit !== place.unit,
    );
  };
  expect(await first('orgUnitIdScheme=CODE')).toMatchObject({ orgUnit: 'OU "1", <a>' });
  expect(await first(`orgUnitIdScheme=ATTRIBUTE:${attribute}`)).toMatchObject({ orgUnit: 'by attribute' });
  expect(await first('categoryOptionComboIdScheme=NAME')).toMatchObject({
    attributeOptionCombo: expect.stringMatching(/^(default|.*, .*)$/),
  });
  // What has no code is named by its uid rather than not at all.
  expect((await server.request(`${path}&dataElementIdScheme=CODE`)).json.dataValues).toContainEqual(
    expect.objectContaining({ dataElement: place.element }),
  );
  await sql`update organisationunit set code = 'OU1' where uid = ${place.unit}`.execute(server.db);
  const found = await server.request(`${path.replace(place.unit, 'OU1')}&inputOrgUnitIdScheme=CODE`);
  expect(found.json.orgUnit).toBe(place.unit);
  expect((await server.request(`${path}&orgUnitIdScheme=CODE`)).json.orgUnit).toBe('OU1');
});

it('packs what is asked for packed', async () => {
  const plain = (await server.request(path)).text;
  const bytes = async (address: string, headers = {}) => {
    const response = await fetch(`${server.url}${address}`, {
      headers: { authorization: `Basic ${Buffer.from('admin:district').toString('base64')}`, ...headers },
    });
    return { headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
  };
  for (const address of [`${path}&compression=gzip`, path.replace('.json', '.json.gz')]) {
    const { headers, body } = await bytes(address);
    expect(headers.get('content-type')).toBe('application/json+gzip');
    expect(headers.get('content-disposition')).toBe('attachment; filename=dataValues.json.gz');
    expect(gunzipSync(body).toString()).toBe(plain);
  }
  const zipped = await bytes(`${path}&compression=zip&attachment=my%20values.json`);
  expect(zipped.headers.get('content-disposition')).toBe('attachment; filename=my_values.json.zip');
  const files = unzipSync(zipped.body);
  expect(Object.keys(files)).toEqual(['my_values.json']);
  expect(Buffer.from(files['my_values.json'] ?? []).toString()).toBe(plain);
  const named = await server.request(`${path.replace('.json', '.csv')}&attachment=a`);
  expect(named.headers.get('content-disposition')).toBe('attachment; filename=a.csv');
  expect(named.headers.get('content-type')).toBe('application/csv;charset=UTF-8');
  expect(named.headers.get('cache-control')).toBe('no-store');
  expect((await server.request(path.replace('.json', '.xlsx'))).status).toBe(406);
  expect((await server.request(path.replace('.json', ''), { headers: { accept: 'application/csv' } })).text).toMatch(
    /^dataelement,/,
  );
});

/** Connections for exports that have a statement open. */
const sending = async (): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and application_name = 'orderly export' and state <> 'idle'
  `.execute(server.db);
  return rows[0]?.count ?? 0;
};

async function openExport(): Promise<IncomingMessage> {
  const sent = httpRequest(
    `${server.url}/api/dataValueSets?dataSet=${place.set}&startDate=1990-01-01&endDate=2040-12-31&orgUnit=ImspTQPwCqd&children=true`,
    { auth: 'admin:district', agent: false },
  );
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.on('error', () => undefined);
  return response;
}

it('waits for a slow reader, and ends with one that goes away', async () => {
  // More than all buffers between the database and the client hold.
  await sql`
    update datavalue set comment = repeat('long ', 4000)
    where dataelementid in (select dataelementid from datasetelement join dataset using (datasetid) where dataset.uid = ${place.set})
  `.execute(server.db);
  const slow = await openExport();
  expect(slow.statusCode).toBe(200);
  expect(await sending()).toBe(1);
  const others = await Promise.all([openExport(), openExport(), openExport()]);
  const refused = await openExport();
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '10']);
  for (const one of [slow, ...others, refused]) one.destroy();
  await expect.poll(sending, { timeout: 10_000 }).toBe(0);

  const patient = await openExport();
  // What is changed meanwhile is not in it: an export shows one state.
  await sql`update datavalue set value = 'changed'`.execute(server.db);
  let text = '';
  for await (const chunk of patient.setEncoding('utf8')) text += chunk;
  const values = valuesOfJson(text);
  expect(values.length).toBeGreaterThan(500);
  expect(values.filter(({ value }) => value === 'changed')).toEqual([]);
  await expect.poll(sending, { timeout: 10_000 }).toBe(0);
});
