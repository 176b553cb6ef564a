import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { generateUid } from '../../../src/kernel/uid.js';
import { testServer } from '../../support/server.js';
import { loadTrackerMetadata, trackerImports, trackerRows } from '../../support/tracker.js';

// Of DHIS2's end-to-end tests: a program that works the age out of the date of birth, and an event program.
const PROGRAM = 'f1AyMswryyQ';
const STAGE = 'nlXNK4b7LVr';
const EVENT_PROGRAM = 'Zd2rkv8FsWq';
const EVENT_STAGE = 'jKLB23QZS4I';
const TYPE = 'Q9GufDoplCL';
const [BIRTH, AGE, LAST_NAME] = ['x5yfLot5VCM', 'ypGAwVRNtVY', 'kZeSYCgaHTk'];
const [NUMBER, WORD] = ['BuZ5LGNfGEU', 'ZrqtjjveTFc'];

const server = testServer();
const { importing } = trackerImports(server);
let unit = '';

beforeAll(async () => {
  await loadTrackerMetadata(server);
  // Values are to be looked at while an event is still open, and there are to be several events.
  await sql`update programstage set validationstrategy = 'ON_UPDATE_AND_INSERT', repeatable = true`.execute(server.db);
  const { rows } = await sql<{ uid: string }>`
    select unit.uid from organisationunit as unit
    where not exists (
      select from program where program.uid in (${PROGRAM}, ${EVENT_PROGRAM}) and not exists (
        select from program_organisationunits as own
        where own.programid = program.programid and own.organisationunitid = unit.organisationunitid))
    order by unit.organisationunitid limit 1
  `.execute(server.db);
  unit = rows[0]?.uid ?? '';
  expect(unit).not.toBe('');
});

beforeEach(async () => {
  await sql`delete from programruleaction where uid like 'TestAction%'`.execute(server.db);
  await sql`delete from programrule where uid like 'TestRule%'`.execute(server.db);
  await sql`delete from programrulevariable where uid like 'TestVar%'`.execute(server.db);
  await overwriting(false);
});

const overwriting = async (may: boolean) => {
  const { status } = await server.request('/api/systemSettings/ruleEngineAssignOverwrite', {
    method: 'POST',
    body: String(may),
    headers: { 'content-type': 'text/plain' },
  });
  expect(status).toBe(200);
};

interface Rule {
  readonly program?: string;
  readonly condition?: string;
  readonly action: Readonly<Record<string, unknown>>;
  readonly variables?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Adds a rule as clients do, through the metadata import. Gives its uid. */
async function addRule({ program = PROGRAM, condition = 'true', action, variables = {} }: Rule): Promise<string> {
  const [rule, actionUid] = [`TestRule${generateUid().slice(-3)}`, `TestAction${generateUid().slice(-1)}`];
  const { status, text } = await server.request('/api/metadata', {
    method: 'POST',
    body: {
      programRules: [
        { id: rule, name: rule, program: { id: program }, condition, programRuleActions: [{ id: actionUid }] },
      ],
      programRuleActions: [{ id: actionUid, programRule: { id: rule }, ...action }],
      programRuleVariables: Object.entries(variables).map(([name, variable]) => ({
        id: `TestVar${generateUid().slice(-4)}`,
        name,
        program: { id: program },
        useCodeForOptionSet: true,
        ...variable,
      })),
    },
  });
  expect(status, text).toBe(200);
  return rule;
}

const thisYear = new Date().getFullYear();
const bornYearsAgo = (years: number) => `${thisYear - years}-01-01`;

function person(
  attributes: Readonly<Record<string, string | null>>,
  events: readonly unknown[] = [],
  more: object = {},
) {
  const [trackedEntity, enrollment] = [generateUid(), generateUid()];
  const body = {
    trackedEntities: [
      {
        trackedEntity,
        trackedEntityType: TYPE,
        orgUnit: unit,
        enrollments: [
          {
            enrollment,
            program: PROGRAM,
            orgUnit: unit,
            enrolledAt: '2024-01-10',
            occurredAt: '2024-01-01',
            attributes: Object.entries(attributes).map(([attribute, value]) => ({ attribute, value })),
            events,
            ...more,
          },
        ],
      },
    ],
  };
  return { trackedEntity, enrollment, body };
}

const visit = (values: Readonly<Record<string, string | null>>, more: object = {}) => ({
  event: generateUid(),
  program: PROGRAM,
  programStage: STAGE,
  orgUnit: unit,
  status: 'ACTIVE',
  occurredAt: '2024-02-01',
  dataValues: Object.entries(values).map(([dataElement, value]) => ({ dataElement, value })),
  ...more,
});

const single = (values: Readonly<Record<string, string | null>>, more: object = {}) =>
  visit(values, { program: EVENT_PROGRAM, programStage: EVENT_STAGE, ...more });

const attributesOf = async (entity: string): Promise<Readonly<Record<string, string>>> => {
  const { rows } = await sql<{ uid: string; value: string }>`
    select attribute.uid, value.value from trackedentityattributevalue as value
    join trackedentityattribute as attribute using (trackedentityattributeid)
    join trackedentity as entity using (trackedentityid)
    where entity.uid = ${entity}
  `.execute(server.db);
  return Object.fromEntries(rows.map(({ uid, value }) => [uid, value]));
};

const valuesOf = async (event: string): Promise<Readonly<Record<string, string>>> => {
  const { rows } = await sql<{ uid: string; value: string }>`
    select entry.key as uid, entry.value ->> 'value' as value from event, jsonb_each(event.eventdatavalues) as entry where event.uid = ${event}
  `.execute(server.db);
  return Object.fromEntries(rows.map(({ uid, value }) => [uid, value]));
};

const full = '&reportMode=FULL';

describe('the rule of the end-to-end tests', () => {
  it('works out the age, tells that it did, and stores it', async () => {
    const { body, trackedEntity, enrollment } = person({ [BIRTH]: bornYearsAgo(30) });
    const { status, json, text } = await importing(body, full);
    expect(status, text).toBe(200);
    expect(json).toMatchObject({ status: 'WARNING', validationReport: { errorReports: [] }, stats: { created: 2 } });
    expect(json.validationReport.warningReports).toMatchObject([
      {
        warningCode: 'E1310',
        trackerType: 'ENROLLMENT',
        uid: enrollment,
        message: `Generated by program rule (\`u3AYlaM80Jj\`) - Attribute \`${AGE}\` is being replaced in te \`${trackedEntity}\``,
      },
    ]);
    expect(await attributesOf(trackedEntity)).toEqual({ [BIRTH]: bornYearsAgo(30), [AGE]: '30' });
  });

  it('refuses another age, and nothing is stored', async () => {
    const before = await trackerRows(server);
    const { body, enrollment } = person({ [BIRTH]: bornYearsAgo(30), [AGE]: '31' });
    const { status, json } = await importing(body);
    expect(status).toBe(409);
    expect(json.validationReport.errorReports).toMatchObject([
      {
        errorCode: 'E1309',
        uid: enrollment,
        trackerType: 'ENROLLMENT',
        message: `Generated by program rule (\`u3AYlaM80Jj\`) - Unable to assign value to attribute \`${AGE}\`. The provided value must be empty or match the calculated value \`30\``,
      },
    ]);
    expect(await trackerRows(server)).toBe(before);
  });

  it('replaces another age if rules may', async () => {
    await overwriting(true);
    const { body, trackedEntity } = person({ [BIRTH]: bornYearsAgo(30), [AGE]: '31' });
    expect((await importing(body)).status).toBe(200);
    expect((await attributesOf(trackedEntity))[AGE]).toBe('30');
  });

  it('looks at what is stored if that is not sent again', async () => {
    const { body, trackedEntity, enrollment } = person({ [BIRTH]: bornYearsAgo(30) });
    await importing(body);
    await sql`update trackedentityattributevalue set value = '7' where value = '30'`.execute(server.db);
    const again = person({ [LAST_NAME]: 'Doe' }, [], { enrollment }).body.trackedEntities[0]?.enrollments[0];
    const { status, text } = await importing({ enrollments: [{ ...again, trackedEntity }] });
    expect(status, text).toBe(200);
    expect(await attributesOf(trackedEntity)).toEqual({ [BIRTH]: bornYearsAgo(30), [AGE]: '30', [LAST_NAME]: 'Doe' });
  });

  it('takes the age from an attribute of the tracked entity', async () => {
    const { body, trackedEntity } = person({});
    const [entity] = body.trackedEntities;
    const { status, text } = await importing({
      trackedEntities: [{ ...entity, attributes: [{ attribute: BIRTH, value: bornYearsAgo(5) }] }],
    });
    expect(status, text).toBe(200);
    expect((await attributesOf(trackedEntity))[AGE]).toBe('5');
  });

  it('says nothing of an enrollment without date, which the checks refuse', async () => {
    const { body, enrollment } = person({ [BIRTH]: bornYearsAgo(30) }, [visit({})], { enrolledAt: null });
    const { json } = await importing(body, full);
    // What hangs on it falls with it.
    expect(json.validationReport).toMatchObject({
      errorReports: [{ errorCode: 'E1025', uid: enrollment }, { errorCode: 'E5000' }],
      warningReports: [],
    });
  });

  it('works with codes in the place of uids', async () => {
    await sql`update trackedentityattribute set code = 'BIRTH' where uid = ${BIRTH}`.execute(server.db);
    await sql`update program set code = 'PROGRAM' where uid = ${PROGRAM}`.execute(server.db);
    await sql`update trackedentitytype set code = 'TYPE' where uid = ${TYPE}`.execute(server.db);
    const { body, trackedEntity } = person({ BIRTH: bornYearsAgo(30) }, [], { program: 'PROGRAM' });
    const { status, text } = await importing(
      { trackedEntities: [{ ...body.trackedEntities[0], trackedEntityType: 'TYPE' }] },
      '&idScheme=CODE&orgUnitIdScheme=UID',
    );
    expect(status, text).toBe(200);
    expect(await attributesOf(trackedEntity)).toEqual({ [BIRTH]: bornYearsAgo(30), [AGE]: '30' });
  });

  it('does not run when rules are to be skipped, and writes nothing when it is a trial', async () => {
    const { body, trackedEntity } = person({ [BIRTH]: bornYearsAgo(30), [AGE]: '31' });
    const before = await trackerRows(server);
    expect((await importing(body, '&importMode=VALIDATE')).json.validationReport.errorReports).toHaveLength(1);
    expect((await importing(body, '&importMode=VALIDATE&skipRuleEngine=true')).json.status).toBe('OK');
    expect(await trackerRows(server)).toBe(before);
    expect((await importing(body, '&skipRuleEngine=true')).json.status).toBe('OK');
    expect((await attributesOf(trackedEntity))[AGE]).toBe('31');
  });

  it('runs in a job as well', async () => {
    const { body, enrollment } = person({ [BIRTH]: bornYearsAgo(30), [AGE]: '31' });
    const { json } = await server.request('/api/tracker', { method: 'POST', body });
    await expect
      .poll(
        async () =>
          (await server.request(`/api/tracker/jobs/${json.response.id}/report`)).json?.validationReport?.errorReports,
        { timeout: 20_000 },
      )
      .toMatchObject([{ errorCode: 'E1309', uid: enrollment }]);
  });
});

describe('rules about events', () => {
  const tooMuch = {
    condition: '#{amount} > 100',
    variables: { amount: { programRuleVariableSourceType: 'DATAELEMENT_CURRENT_EVENT', dataElement: { id: NUMBER } } },
  };

  it('an error keeps out the event, and with it everything or only itself', async () => {
    const rule = await addRule({
      ...tooMuch,
      action: {
        programRuleActionType: 'SHOWERROR',
        content: 'Too much:',
        data: '#{amount}',
        dataElement: { id: NUMBER },
      },
    });
    const [good, bad] = [visit({ [NUMBER]: '100' }), visit({ [NUMBER]: '101' })];
    const { body } = person({}, [good, bad]);
    const before = await trackerRows(server);
    const { status, json } = await importing(body);
    expect(status).toBe(409);
    expect(json.validationReport.errorReports).toMatchObject([
      {
        errorCode: 'E1300',
        trackerType: 'EVENT',
        uid: bad.event,
        message: `Generated by program rule (\`${rule}\`) - \`Too much: 101 (${NUMBER})\``,
      },
    ]);
    expect(await trackerRows(server)).toBe(before);
    const partly = await importing(body, '&atomicMode=OBJECT');
    expect(partly.json.stats).toMatchObject({ created: 3, ignored: 1 });
    expect(await valuesOf(good.event)).toEqual({ [NUMBER]: '100' });
    expect(await valuesOf(bad.event)).toEqual({});
  });

  it('an event program has rules too', async () => {
    await addRule({
      ...tooMuch,
      program: EVENT_PROGRAM,
      action: {
        programRuleActionType: 'ASSIGN',
        data: "d2:concatenate('over ', #{amount})",
        dataElement: { id: WORD },
      },
    });
    const events = [single({ [NUMBER]: '100' }), single({ [NUMBER]: '101' }), single({ [NUMBER]: '102', [WORD]: 'x' })];
    const { json } = await importing({ events }, `&atomicMode=OBJECT${full}`);
    expect(json.validationReport).toMatchObject({
      errorReports: [{ errorCode: 'E1307', uid: events[2]?.event }],
      warningReports: [{ warningCode: 'E1308', uid: events[1]?.event }],
    });
    expect(await valuesOf(events[0]?.event ?? '')).toEqual({ [NUMBER]: '100' });
    expect(await valuesOf(events[1]?.event ?? '')).toEqual({ [NUMBER]: '101', [WORD]: 'over 101' });
  });

  it('a demanded value may be stored already, and may not be taken away', async () => {
    await addRule({
      ...tooMuch,
      program: EVENT_PROGRAM,
      action: { programRuleActionType: 'SETMANDATORYFIELD', dataElement: { id: WORD } },
    });
    const event = single({ [NUMBER]: '101' });
    expect((await importing({ events: [event] })).json.validationReport.errorReports).toMatchObject([
      { errorCode: 'E1301', uid: event.event },
    ]);
    const whole = { ...event, dataValues: single({ [NUMBER]: '101', [WORD]: 'since' }).dataValues };
    expect((await importing({ events: [whole] })).status).toBe(200);
    expect(
      (await importing({ events: [{ ...event, dataValues: single({ [NUMBER]: '102' }).dataValues }] })).status,
    ).toBe(200);
    const taken = { ...event, dataValues: single({ [WORD]: null }).dataValues };
    expect((await importing({ events: [taken] })).json.validationReport.errorReports).toMatchObject([
      { errorCode: 'E1314', uid: event.event },
    ]);
    expect(await valuesOf(event.event)).toEqual({ [NUMBER]: '102', [WORD]: 'since' });
  });

  it('an assigned value is checked like any other, and stands in for one that is demanded', async () => {
    await addRule({
      program: EVENT_PROGRAM,
      condition: 'd2:hasValue(#{word})',
      variables: { word: { programRuleVariableSourceType: 'DATAELEMENT_CURRENT_EVENT', dataElement: { id: WORD } } },
      action: { programRuleActionType: 'ASSIGN', data: '#{word}', dataElement: { id: NUMBER } },
    });
    await sql`
      update programstagedataelement as link set compulsory = true
      from programstage as stage, dataelement as element
      where stage.programstageid = link.programstageid and element.dataelementid = link.dataelementid
        and stage.uid = ${EVENT_STAGE} and element.uid = ${NUMBER}
    `.execute(server.db);
    const [good, bad, none] = [single({ [WORD]: '12' }), single({ [WORD]: 'twelve' }), single({})];
    const { json } = await importing({ events: [good, bad, none] }, '&atomicMode=OBJECT');
    expect(json.validationReport.errorReports).toMatchObject([
      { errorCode: 'E1302', uid: bad.event },
      { errorCode: 'E1303', uid: none.event },
    ]);
    expect(await valuesOf(good.event)).toEqual({ [WORD]: '12', [NUMBER]: '12' });
    await sql`update programstagedataelement set compulsory = false`.execute(server.db);
  });

  it('sees the other events of the enrollment, those that are stored and those that are sent', async () => {
    await addRule({
      condition: '#{before} > #{now}',
      variables: {
        now: { programRuleVariableSourceType: 'DATAELEMENT_CURRENT_EVENT', dataElement: { id: NUMBER } },
        before: { programRuleVariableSourceType: 'DATAELEMENT_PREVIOUS_EVENT', dataElement: { id: NUMBER } },
      },
      action: { programRuleActionType: 'SHOWWARNING', content: 'Falling', dataElement: { id: NUMBER } },
    });
    const { body, enrollment } = person({}, [visit({ [NUMBER]: '10' }, { occurredAt: '2024-02-01' })]);
    expect((await importing(body)).json.status).toBe('OK');
    const [second, third] = [
      visit({ [NUMBER]: '9' }, { occurredAt: '2024-02-02', enrollment }),
      visit({ [NUMBER]: '9' }, { occurredAt: '2024-02-03', enrollment }),
    ];
    const { json, text } = await importing({ events: [third, second] }, full);
    expect(json.status, text).toBe('WARNING');
    expect(json.validationReport.warningReports).toMatchObject([{ warningCode: 'E1300', uid: second.event }]);
  });

  it('a rule that cannot be worked out is a warning', async () => {
    const rule = await addRule({
      program: EVENT_PROGRAM,
      condition: 'd2:nonsense(',
      action: { programRuleActionType: 'SHOWERROR', content: 'x', dataElement: { id: NUMBER } },
    });
    const event = single({ [NUMBER]: '1' });
    const { status, json } = await importing({ events: [event] }, full);
    expect(status).toBe(200);
    expect(json.validationReport.warningReports).toMatchObject([{ warningCode: 'E1300', uid: event.event }]);
    expect(json.validationReport.warningReports[0].args[0]).toBe(rule);
  });
});
