import { describe, expect, it } from 'vitest';
import { runsBesideDhis2 } from '../../../src/features/beside-dhis2.js';
import { contentsOf } from '../../support/dhis2/contents.js';
import { versionsOf } from '../../support/dhis2/layout.js';
import { attachedServer } from '../../support/dhis2/server.js';

/** Kinds of jobs that this server does beside a DHIS2. */
const TYPES = [
  'AGGREGATE_BATCH',
  'AGGREGATE_MAINTENANCE',
  'ANALYTICS_TABLE',
  'CONTINUOUS_ANALYTICS_TABLE',
  'DATA_INTEGRITY',
  'DATA_INTEGRITY_DETAILS',
  'DATA_STATISTICS',
  'HOUSEKEEPING',
  'MAINTENANCE',
  'MATERIALIZED_SQL_VIEW_UPDATE',
  'MONITORING',
  'RESOURCE_TABLE',
];
const IMPORTS = ['COMPLETE_DATA_SET_REGISTRATION_IMPORT', 'DATAVALUE_IMPORT'];

const NIGHTLY = [
  'org.hisp.dhis.scheduling.parameters.AnalyticsJobParameters',
  { lastYears: 2, skipTableTypes: ['java.util.HashSet', ['EVENT']], skipResourceTables: true },
];

interface Given {
  readonly uid: string;
  readonly name: string;
  readonly type: string;
  readonly cron?: string;
  readonly delay?: number;
  readonly queue?: number;
  readonly parameters?: unknown;
}

const text = (value: unknown) => (value === undefined ? 'null' : `'${String(value)}'`);

/** A job as a DHIS2 stores it; with the kind of schedule that rows of 2.40 have after an upgrade. */
const stored = ({ uid, name, type, cron, delay, queue, parameters }: Given) => `
  insert into jobconfiguration (
    jobconfigurationid, uid, created, lastupdated, name, cronexpression, delay, queuename, queueposition, enabled, jobtype, jobstatus, lastexecutedstatus, jsonbjobparameters
  )
  values (
    nextval('hibernate_sequence'), '${uid}', now(), now(), '${name}', ${text(cron)}, ${delay ?? 'null'}, ${queue === undefined ? 'null' : "'Weekly'"}, ${queue ?? 'null'}, true,
    '${type}', 'SCHEDULED', 'NOT_STARTED', ${parameters === undefined ? 'null' : text(JSON.stringify(parameters))}
  )`;

const OF_DHIS2: readonly Given[] = [
  { uid: 'jobNightly1', name: 'Nightly tables', type: 'ANALYTICS_TABLE', cron: '0 0 1 ? * *', parameters: NIGHTLY },
  { uid: 'jobOnward11', name: 'All day', type: 'CONTINUOUS_ANALYTICS_TABLE', delay: 3_600 },
  { uid: 'jobStatist1', name: 'Statistics', type: 'DATA_STATISTICS', cron: '0 0 2 ? * *' },
  { uid: 'jobQueue001', name: 'Predict', type: 'PREDICTOR', cron: '0 0 4 ? * SUN', queue: 0 },
  { uid: 'jobQueue002', name: 'Integrity', type: 'DATA_INTEGRITY', queue: 1 },
  { uid: 'jobQueue003', name: 'Views', type: 'MATERIALIZED_SQL_VIEW_UPDATE', queue: 2 },
  { uid: 'jobOnce0001', name: 'Once', type: 'RESOURCE_TABLE' },
  { uid: 'jobStrange1', name: 'Strange', type: 'RESOURCE_TABLE', cron: '0 0 99 ? * *' },
];

describe.each(versionsOf(['2.40', '2.43'], '2.40'))('the jobs beside DHIS2 %s', (version) => {
  const server = attachedServer(version, { before: OF_DHIS2.map(stored) });
  const PATH = '/api/jobConfigurations';
  const send = (path: string, method: string, body?: unknown, user?: string) =>
    server.request(path, { method, ...(body !== undefined && { body }), ...(user !== undefined && { user }) });
  const listed = async (fields: string) =>
    (await server.request(`${PATH}?fields=${fields}&order=name&paging=false`)).json.jobConfigurations;

  it('are of the types that run here, and are none of DHIS2’s', async () => {
    const { jobs } = server.services;
    expect(jobs.types().map(({ type }) => type)).toEqual(TYPES);
    for (const type of IMPORTS) {
      expect(runsBesideDhis2(type, true)).toBe(true);
      expect(() => jobs.refuseForeign(type)).toThrow(type);
    }
    // The second keeps the roll-ups up to date, which are Orderly's own.
    expect((await listed('jobType')).map(({ jobType }: { jobType: string }) => jobType)).toEqual([
      'AGGREGATE_MAINTENANCE',
      'HOUSEKEEPING',
    ]);
  });

  it.each(['PREDICTOR', 'DATA_VALUE_TRIM'])('are not of type %s, which is left to DHIS2', async (jobType) => {
    const { status, json } = await send(PATH, 'POST', { name: 'x', jobType, cronExpression: '0 0 1 ? * *' });
    expect(status).toBe(409);
    expect(json.message).toBe(
      `This Orderly works beside a DHIS2 and leaves jobs of type ${jobType} to it: schedule and start them there.`,
    );
  });

  it('are copied from DHIS2’s, switched off, by who may make jobs', async () => {
    const before = await contentsOf(server.name);
    expect((await send(`${PATH}/dhis2`, 'POST', undefined, 'user003:District1!')).status).toBe(403);
    const own = { name: 'Nightly tables', jobType: 'RESOURCE_TABLE', cronExpression: '0 0 3 ? * *' };
    expect((await send(PATH, 'POST', own)).status).toBe(201);
    const { status, json, text: answer } = await send(`${PATH}/dhis2`, 'POST');
    expect(status, answer).toBe(200);
    const copied = json.copied as readonly { name: string; copiedFrom: string; id: string }[];
    expect(copied.map(({ name, copiedFrom }) => [copiedFrom, name]).sort()).toEqual([
      ['jobNightly1', 'Nightly tables (2)'],
      ['jobOnward11', 'All day'],
      ['jobQueue002', 'Integrity'],
      ['jobQueue003', 'Views'],
      ['jobStatist1', 'Statistics'],
    ]);
    expect(json.leftOut.map(({ id, reason }: { id: string; reason: string }) => [id, reason]).sort()).toEqual([
      ['DHIS2rocks1', 'This server has its own.'],
      ['jobOnce0001', 'It runs once.'],
      ['jobQueue001', 'Jobs of this type are left to the DHIS2.'],
      ['jobStrange1', expect.stringMatching(/^Its expression 0 0 99 \? \* \* cannot be used: ./)],
    ]);
    const copies = await listed(
      'id,name,enabled,schedulingType,cronExpression,delay,queueName,queuePosition,jobParameters',
    );
    const ofCopy = (name: string) => copies.find((job: { name: string }) => job.name === name);
    expect(ofCopy('Nightly tables (2)')).toMatchObject({
      enabled: false,
      schedulingType: 'CRON',
      cronExpression: '0 0 1 ? * *',
      jobParameters: { lastYears: 2, skipTableTypes: ['EVENT'], skipResourceTables: true },
    });
    expect(ofCopy('All day')).toMatchObject({ enabled: false, schedulingType: 'FIXED_DELAY', delay: 3_600 });
    // Their queue begins with the first of them, at the time of the queue.
    expect(ofCopy('Integrity')).toMatchObject({
      enabled: false,
      queueName: 'Weekly',
      queuePosition: 0,
      cronExpression: '0 0 4 ? * SUN',
    });
    expect(ofCopy('Views')).toMatchObject({ enabled: false, queueName: 'Weekly', queuePosition: 1 });
    expect(await contentsOf(server.name)).toEqual(before);
  });

  it('are copied once, and switched on and removed here', async () => {
    const again = (await send(`${PATH}/dhis2`, 'POST')).json;
    expect(again.copied).toEqual([]);
    const { id } = (await listed('id,name')).find(({ name }: { name: string }) => name === 'Statistics');
    expect(again.leftOut).toContainEqual({
      id: 'jobStatist1',
      name: 'Statistics',
      jobType: 'DATA_STATISTICS',
      reason: `It was copied before, as ${id}.`,
    });
    expect((await send(`${PATH}/${id}/enable`, 'POST')).status).toBe(204);
    const { json } = await server.request(`${PATH}/${id}?fields=enabled,nextExecutionTime`);
    expect(json).toMatchObject({ enabled: true, nextExecutionTime: expect.stringMatching(/T02:00:00/) });
    expect((await send(`${PATH}/${id}`, 'DELETE')).status).toBe(200);
    expect((await send(`${PATH}/DHIS2rocks1`, 'DELETE')).status).toBe(409);
    expect((await send(`${PATH}/dhis2`, 'POST')).json.copied).toMatchObject([{ copiedFrom: 'jobStatist1' }]);
  });

  it('tell the mode of the database', async () => {
    const { json } = await server.request('/api/system/database');
    expect(json).toMatchObject({ mode: 'attached', dhis2: { version, script: expect.stringContaining(version) } });
  });
});
