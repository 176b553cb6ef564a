import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { type DueDataSet, dueOn, scheduledTemplates } from '../../../src/features/notifications/data-sets/due.js';
import {
  type MissingRegistration,
  missingRegistrations,
} from '../../../src/features/notifications/data-sets/missing.js';
import { type ProgramCase, programCases } from '../../../src/features/notifications/programs/cases.js';
import { unsentFindings } from '../../../src/features/notifications/validation/findings.js';
import { notificationWorld } from '../../support/notifications.js';
import { testServer } from '../../support/server.js';

/** The demo country: whatever a page leaves out or shows twice is missed or sent twice in a large one. */
const server = testServer({ demo: true });
const world = notificationWorld(server);
const TODAY = '2026-02-03';
let due: readonly DueDataSet[] = [];

beforeAll(async () => {
  const { json } = await server.request('/api/dataSets?fields=id&filter=periodType:eq:Monthly&paging=false');
  for (const name of ['Early', 'Late'])
    await world.make('dataSetNotificationTemplates', {
      name,
      messageTemplate: name,
      dataSetNotificationTrigger: 'SCHEDULED_DAYS',
      relativeScheduledDays: 3,
      dataSets: json.dataSets,
    });
  due = dueOn(TODAY, await scheduledTemplates(server.db));
  for (const [column, table, trigger] of [
    ['programstageid', 'programstage', 'SCHEDULED_DAYS_DUE_DATE'],
    ['programid', 'program', 'SCHEDULED_DAYS_ENROLLMENT_DATE'],
    ['programid', 'program', 'SCHEDULED_DAYS_INCIDENT_DATE'],
  ] as const)
    await sql`
      insert into programnotificationtemplate (
        programnotificationtemplateid, uid, created, lastupdated, name, messagetemplate, relativescheduleddays, notificationtrigger, sendrepeatable, ${sql.ref(column)}
      )
      select nextval('hibernate_sequence'), substr('T' || md5(owner.uid || ${trigger}::text), 1, 11), now(), now(), 'Reminder', 'Come', 0, ${trigger}, false, owner.${sql.ref(column)}
      from ${sql.table(table)} as owner
    `.execute(server.db);
  await sql`update event set scheduleddate = ${TODAY}::date, occurreddate = null, status = 'SCHEDULE'`.execute(
    server.db,
  );
  await sql`update enrollment set enrollmentdate = ${TODAY}::date, occurreddate = ${TODAY}::date, status = 'ACTIVE'`.execute(
    server.db,
  );
  await sql`
    insert into programnotificationinstance (programnotificationinstanceid, uid, created, lastupdated, name, eventid, scheduledat, programnotificationtemplatesnapshot)
    select nextval('hibernate_sequence'), substr('I' || md5(event.uid), 1, 11), now(), now(), 'Message', event.eventid, ${TODAY}::date,
      '{"uid": "Template001", "notificationTrigger": "PROGRAM_RULE", "messageTemplate": "Come"}'
    from event limit 50
  `.execute(server.db);
});

/** All pages of a size, one after the other. */
async function all<Row>(page: (after: Row | undefined) => Promise<readonly Row[]>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const next = await page(rows.at(-1));
    rows.push(...next);
    if (next.length === 0) return rows;
  }
}

it('finds every missing registration once, however small the pages are', async () => {
  const whole = await missingRegistrations(server.db, due, undefined, 1_000_000);
  expect(due.length).toBeGreaterThan(3);
  expect(whole.length).toBeGreaterThan(100);
  const pages = await all<MissingRegistration>((after) => missingRegistrations(server.db, due, after, 37));
  expect(pages).toEqual(whole);
});

it('finds just the units without a completed registration', async () => {
  const whole = await missingRegistrations(server.db, due, undefined, 1_000_000);
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from datasetsource
    join organisationunit on organisationunit.organisationunitid = datasetsource.sourceid
    where datasetsource.datasetid = any (${[...new Set(due.map(({ dataSet }) => dataSet.id))]}::bigint[])
      and openingdate <= '2026-01-31' and coalesce(closeddate, '2026-01-01') >= '2026-01-01'
      and (datasetsource.datasetid, datasetsource.sourceid) not in (
        select registration.datasetid, registration.sourceid from completedatasetregistration as registration
        join period on period.periodid = registration.periodid
        where period.startdate = '2026-01-01' and period.enddate = '2026-01-31' and registration.completed
      )
  `.execute(server.db);
  expect(whole.length).toBe(2 * (rows[0]?.count ?? 0));
  const { rows: others } = await sql<{ count: number }>`
    select count(*) as count from completedatasetregistration as registration join period on period.periodid = registration.periodid
    where period.startdate = '2026-01-01' and period.enddate = '2026-01-31'
  `.execute(server.db);
  expect(others[0]?.count).toBeGreaterThan(0);
});

it('finds every enrollment, event and message of a program rule once', async () => {
  const whole = await programCases(server.db, TODAY, undefined, 1_000_000);
  const bySource = [1, 2, 3].map((source) => whole.filter((found) => found.source === source).length);
  expect(Math.min(...bySource)).toBeGreaterThan(30);
  const pages = await all<ProgramCase>((after) => programCases(server.db, TODAY, after, 61));
  expect(pages).toEqual(whole);
});

it('finds every validation result once', async () => {
  const { json } = await server.request('/api/validationRules?fields=id&paging=false');
  const group = await world.group('Watch', []);
  await world.make('validationNotificationTemplates', {
    name: 'Violation',
    validationRules: json.validationRules,
    recipientUserGroups: [{ id: group }],
  });
  await sql`
    insert into validationresult (validationresultid, created, validationruleid, periodid, organisationunitid, attributeoptioncomboid, dayinperiod)
    select nextval('hibernate_sequence'), now(), rule.validationruleid, period.periodid, unit.organisationunitid, combo.categoryoptioncomboid, 1
    from (select * from validationrule order by validationruleid limit 2) as rule, (select * from period order by periodid limit 2) as period,
      (select * from organisationunit order by organisationunitid limit 30) as unit,
      (select * from categoryoptioncombo where name = 'default') as combo
    on conflict do nothing
  `.execute(server.db);
  const ids = (findings: readonly { readonly resultId: number | null }[]) =>
    findings.map(({ resultId }) => resultId ?? 0).toSorted((one, other) => one - other);
  const whole = ids(await unsentFindings(server.db, 0, 1_000_000));
  expect(whole.length).toBeGreaterThan(50);
  const pages: number[] = [];
  for (;;) {
    const next = ids(await unsentFindings(server.db, pages.at(-1) ?? 0, 17));
    if (next.length === 0) break;
    pages.push(...next);
  }
  expect(pages).toEqual(whole);
});
