import { sql } from 'kysely';
import type { Db } from '../../src/database/index.js';
import { LeastRows } from './maintenance/least-row.js';
import { anyRow, link, type MadeRow, makeRow } from './make-row.js';

/** Does what a check is to find; gives the id that the new issue has, or its name where issues have no id. */
export type Fault = (db: Db) => Promise<string>;

export const uidOf = async (made: Promise<MadeRow>): Promise<string> => (await made).uid;

const CATEGORY = { datadimensiontype: 'DISAGGREGATION', datadimension: false };
const COMBO = { datadimensiontype: 'DISAGGREGATION', skiptotal: false };

export const category = (db: Db, row = {}): Promise<MadeRow> => makeRow(db, 'category', { ...CATEGORY, ...row });
export const option = (db: Db, row = {}): Promise<MadeRow> => makeRow(db, 'categoryoption', row);
export const combo = (db: Db, row = {}): Promise<MadeRow> => makeRow(db, 'categorycombo', { ...COMBO, ...row });
export const optionCombo = (db: Db, row = {}): Promise<MadeRow> => makeRow(db, 'categoryoptioncombo', row);
export const addOption = (db: Db, to: MadeRow, what: MadeRow, order = 1) =>
  link(db, 'categories_categoryoptions', { categoryid: to.id, categoryoptionid: what.id, sort_order: order });
export const addCategory = (db: Db, to: MadeRow, what: MadeRow, order = 1) =>
  link(db, 'categorycombos_categories', { categorycomboid: to.id, categoryid: what.id, sort_order: order });
export const addOptionCombo = (db: Db, to: MadeRow, what: MadeRow) =>
  link(db, 'categorycombos_optioncombos', { categorycomboid: to.id, categoryoptioncomboid: what.id });
export const holdOption = (db: Db, by: MadeRow, what: MadeRow) =>
  link(db, 'categoryoptioncombos_categoryoptions', { categoryoptioncomboid: by.id, categoryoptionid: what.id });

/** A category of one option with its combo and option combo. */
export async function wholeCombo(db: Db) {
  const made = {
    category: await category(db),
    option: await option(db),
    combo: await combo(db),
    optionCombo: await optionCombo(db, { name: 'Whole' }),
  };
  await addOption(db, made.category, made.option);
  await addCategory(db, made.combo, made.category);
  await addOptionCombo(db, made.combo, made.optionCombo);
  await holdOption(db, made.optionCombo, made.option);
  return made;
}

export const optionGroup = async (db: Db, set: MadeRow, member: MadeRow, order: number) => {
  const group = await makeRow(db, 'categoryoptiongroup');
  await link(db, 'categoryoptiongroupmembers', { categoryoptiongroupid: group.id, categoryoptionid: member.id });
  await link(db, 'categoryoptiongroupsetmembers', {
    categoryoptiongroupsetid: set.id,
    categoryoptiongroupid: group.id,
    sort_order: order,
  });
};

export const dataSet = async (db: Db, row = {}): Promise<MadeRow> =>
  await makeRow(db, 'dataset', {
    periodtypeid: (await sql<{ id: number }>`select min(periodtypeid) as id from periodtype`.execute(db)).rows[0]?.id,
    categorycomboid: (await anyRow(db, 'categorycombo')).id,
    mobile: false,
    ...row,
  });
export const emptyForm = (db: Db): Promise<MadeRow> => makeRow(db, 'dataentryform', { htmlcode: '  ' });
export const element = async (db: Db, row = {}): Promise<MadeRow> =>
  await makeRow(db, 'dataelement', {
    valuetype: 'NUMBER',
    domaintype: 'AGGREGATE',
    aggregationtype: 'SUM',
    categorycomboid: (await anyRow(db, 'categorycombo')).id,
    zeroissignificant: false,
    ...row,
  });
export const unit = async (db: Db, row = {}): Promise<MadeRow> =>
  await makeRow(db, 'organisationunit', {
    openingdate: '2020-01-01',
    parentid: (await anyRow(db, 'organisationunit', sql`parentid is null`)).id,
    ...row,
  });
export const unitGroup = async (db: Db, set: MadeRow, member: MadeRow) => {
  const group = await makeRow(db, 'orgunitgroup');
  await link(db, 'orgunitgroupmembers', { orgunitgroupid: group.id, organisationunitid: member.id });
  await link(db, 'orgunitgroupsetmembers', { orgunitgroupsetid: set.id, orgunitgroupid: group.id });
};
export const unitGroupSet = (db: Db, row = {}) =>
  makeRow(db, 'orgunitgroupset', {
    compulsory: false,
    includesubhierarchyinanalytics: false,
    datadimension: true,
    ...row,
  });
export const program = async (db: Db, row = {}): Promise<MadeRow> =>
  await makeRow(db, 'program', {
    type: 'WITHOUT_REGISTRATION',
    skipoffline: false,
    categorycomboid: (await anyRow(db, 'categorycombo')).id,
    ...row,
  });
export const stage = async (db: Db, row = {}): Promise<MadeRow> =>
  await makeRow(db, 'programstage', {
    mindaysfromstart: 0,
    repeatable: false,
    validationstrategy: 'ON_COMPLETE',
    enableuserassignment: false,
    referral: false,
    ...row,
  });
export const rule = async (db: Db, row = {}): Promise<MadeRow> =>
  await makeRow(db, 'programrule', { programid: (await program(db)).id, rulecondition: 'true', priority: 1, ...row });
export const indicator = async (db: Db, row = {}): Promise<MadeRow> =>
  await makeRow(db, 'indicator', {
    annualized: false,
    indicatortypeid: (await anyRow(db, 'indicatortype')).id,
    numerator: '1',
    denominator: '1',
    ...row,
  });
export const expression = async (db: Db, strategy = 'NEVER_SKIP'): Promise<number> => {
  const { rows } = await sql<{ id: number }>`
    insert into expression (expressionid, expression, missingvaluestrategy)
    values (nextval('hibernate_sequence'), '1', ${strategy}) returning expressionid as id
  `.execute(db);
  return rows[0]?.id ?? 0;
};
export const validationRule = async (db: Db, row = {}): Promise<MadeRow> =>
  await makeRow(db, 'validationrule', {
    operator: 'equal_to',
    leftexpressionid: await expression(db),
    rightexpressionid: await expression(db),
    periodtypeid: (await sql<{ id: number }>`select min(periodtypeid) as id from periodtype`.execute(db)).rows[0]?.id,
    ...row,
  });
export const period = async (db: Db, start: string, end: string): Promise<void> => {
  const { rows } = await sql<{ id: number }>`select periodtypeid as id from periodtype where name = 'Monthly'`.execute(
    db,
  );
  await new LeastRows(db).insert('period', { periodtypeid: rows[0]?.id, startdate: start, enddate: end });
};
export const user = async (db: Db, row = {}): Promise<MadeRow> =>
  await makeRow(db, 'userinfo', {
    firstname: 'Ada',
    surname: 'Bell',
    username: `ada${Math.random()}`.replace('.', ''),
    ...row,
  });
export const userWith = async (db: Db, authority: string | null): Promise<MadeRow> => {
  const [made, role] = [await user(db), await makeRow(db, 'userrole')];
  await link(db, 'userrolemembers', { userid: made.id, userroleid: role.id });
  if (authority !== null) await link(db, 'userroleauthorities', { userroleid: role.id, authority });
  return made;
};
