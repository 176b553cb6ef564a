import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../src/database/index.js';
import { layoutFrom } from './dhis2/layout.js';
import { combo } from './integrity-objects.js';
import { makeRow } from './make-row.js';

const first = (table: string, key = `${table}id`): RawBuilder<unknown> =>
  sql`(select min(${sql.id(key)}) from ${sql.table(table)})`;
const [ELEMENT, PERIOD, UNIT] = [first('dataelement'), first('period'), first('organisationunit')];
const DEFAULT = sql`(select categoryoptioncomboid from categoryoptioncombo where uid = 'HllvX50cXC0')`;

export interface Reference {
  readonly table: string;
  readonly column: string;
  readonly insert: (key: number) => RawBuilder<unknown>;
  /** What the refusal says. */
  readonly said?: RegExp;
}

const value = (combo: RawBuilder<unknown>, attribute: RawBuilder<unknown>, deleted: boolean, unit = UNIT) => sql`
  insert into datavalue (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, storedby, created, lastupdated, deleted)
  values (${ELEMENT}, ${PERIOD}, ${unit}, ${combo}, ${attribute}, '1', 'admin', now(), now(), ${deleted})
`;

/** From 2.43 on enrollments have a combo, too. */
const OF_ENROLLMENTS: Reference = {
  table: 'enrollment',
  column: 'attributeoptioncomboid',
  insert: (key) => sql`
    update enrollment set attributeoptioncomboid = ${key}
    where enrollmentid = (select min(enrollmentid) from enrollment where attributeoptioncomboid = ${DEFAULT})`,
  said: /1 enrollment/,
};

/** Every way in which rows of the core tables refer to an option combo, and whether it keeps one from going. */
export const KEEPING: readonly Reference[] = [
  {
    table: 'datavalue',
    column: 'categoryoptioncomboid',
    insert: (key) => value(sql`${key}`, DEFAULT, false),
    said: /1 data value/,
  },
  {
    table: 'datavalue',
    column: 'attributeoptioncomboid',
    insert: (key) => value(DEFAULT, sql`${key}`, true, first('organisationunit')),
    said: /data value/,
  },
  {
    table: 'datavalueaudit',
    column: 'attributeoptioncomboid',
    insert: (key) => sql`
      insert into datavalueaudit (datavalueauditid, dataelementid, periodid, organisationunitid, categoryoptioncomboid, attributeoptioncomboid, audittype)
      values (nextval('hibernate_sequence'), ${ELEMENT}, ${PERIOD}, ${UNIT}, ${DEFAULT}, ${key}, 'UPDATE')`,
    said: /1 data value audit record/,
  },
  {
    table: 'completedatasetregistration',
    column: 'attributeoptioncomboid',
    insert: (key) => sql`
      insert into completedatasetregistration (datasetid, periodid, sourceid, attributeoptioncomboid, completed)
      values (${first('dataset')}, ${PERIOD}, ${UNIT}, ${key}, true)`,
    said: /1 data set registration/,
  },
  {
    table: 'dataapproval',
    column: 'attributeoptioncomboid',
    insert: (key) => sql`
      insert into dataapproval (dataapprovalid, dataapprovallevelid, workflowid, periodid, organisationunitid, attributeoptioncomboid, accepted, created, creator)
      values (nextval('hibernate_sequence'), ${first('dataapprovallevel')}, ${first('dataapprovalworkflow', 'workflowid')}, ${PERIOD}, ${UNIT}, ${key}, true, now(), ${first('userinfo')})`,
    said: /1 data approval/,
  },
  {
    table: 'dataapprovalaudit',
    column: 'attributeoptioncomboid',
    insert: (key) => sql`
      insert into dataapprovalaudit (dataapprovalauditid, levelid, workflowid, periodid, organisationunitid, attributeoptioncomboid, action, created, creator)
      values (nextval('hibernate_sequence'), ${first('dataapprovallevel')}, ${first('dataapprovalworkflow', 'workflowid')}, ${PERIOD}, ${UNIT}, ${key}, 'APPROVE', now(), ${first('userinfo')})`,
    said: /1 data approval audit record/,
  },
  {
    table: 'event',
    column: 'attributeoptioncomboid',
    insert: (key) => sql`
      update event set attributeoptioncomboid = ${key}
      where eventid = (select min(eventid) from event where attributeoptioncomboid is null or attributeoptioncomboid = ${DEFAULT})`,
    said: /1 event/,
  },
  {
    table: 'smscodes',
    column: 'optionid',
    insert: (key) =>
      sql`insert into smscodes (smscodeid, code, optionid) values ((select coalesce(max(smscodeid), 0) + 1 from smscodes), 'x', ${key})`,
    said: /1 row of smscodes/,
  },
  {
    table: 'datadimensionitem',
    column: 'dataelementoperand_categoryoptioncomboid',
    insert: (key) => sql`
      insert into datadimensionitem (datadimensionitemid, dataelementoperand_dataelementid, dataelementoperand_categoryoptioncomboid)
      values (nextval('hibernate_sequence'), ${ELEMENT}, ${key})`,
    said: /1 row of datadimensionitem/,
  },
  {
    table: 'dataelementoperand',
    column: 'categoryoptioncomboid',
    insert: (key) => sql`
      insert into dataelementoperand (dataelementoperandid, dataelementid, categoryoptioncomboid) values (nextval('hibernate_sequence'), ${ELEMENT}, ${key})`,
    said: /1 row of dataelementoperand/,
  },
  {
    table: 'predictor',
    column: 'generatoroutputcombo',
    insert: (key) => sql`
      insert into predictor (predictorid, uid, created, lastupdated, name, shortname, generatoroutput, generatoroutputcombo, periodtypeid, sequentialsamplecount, annualsamplecount)
      values (nextval('hibernate_sequence'), 'P' || lpad(${key}::text, 10, '0'), now(), now(), 'P ' || ${key}, 'P ' || ${key}, ${ELEMENT}, ${key}, ${first('periodtype')}, 1, 1)`,
    said: /predictor P \d+/,
  },
  ...(layoutFrom('2.43') ? [OF_ENROLLMENTS] : []),
];
/** What is lost with it. */
export const GOING: readonly Reference[] = [
  {
    table: 'minmaxdataelement',
    column: 'categoryoptioncomboid',
    insert: (key) => sql`
      insert into minmaxdataelement (minmaxdataelementid, sourceid, dataelementid, categoryoptioncomboid, minimumvalue, maximumvalue, generatedvalue)
      values (nextval('hibernate_sequence'), ${UNIT}, ${ELEMENT}, ${key}, 1, 2, false)`,
  },
  {
    table: 'validationresult',
    column: 'attributeoptioncomboid',
    insert: (key) => sql`
      insert into validationresult (validationresultid, created, periodid, organisationunitid, attributeoptioncomboid)
      values (nextval('hibernate_sequence'), now(), ${PERIOD}, ${UNIT}, ${key})`,
  },
];

export interface StoredCombo {
  readonly key: number;
  readonly uid: string;
  readonly name: string | null;
  readonly combo: number | null;
  readonly options: readonly number[];
}

/** Every option combo of the database as it is. */
export async function storedOptionCombos(db: Db): Promise<readonly StoredCombo[]> {
  const { rows } = await sql<StoredCombo>`
    select categoryoptioncombo.categoryoptioncomboid as key, uid, name, link.categorycomboid as combo,
      array(
        select categoryoptionid::int from categoryoptioncombos_categoryoptions as member
        where member.categoryoptioncomboid = categoryoptioncombo.categoryoptioncomboid order by 1
      ) as options
    from categoryoptioncombo
    left join categorycombos_optioncombos as link on link.categoryoptioncomboid = categoryoptioncombo.categoryoptioncomboid
    order by 1
  `.execute(db);
  return rows;
}

/** What a data approval needs and the demo country does not have. */
export async function makeApprovals(db: Db): Promise<void> {
  await makeRow(db, 'dataapprovallevel', { level: 1, orgunitlevel: 1 });
  const { id } = await combo(db);
  await makeRow(db, 'dataapprovalworkflow', { periodtypeid: 1, categorycomboid: id }, 'workflowid');
}
