import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { isReadable, NUMERIC_VALUE_TYPES } from '../../metadata/index.js';

/** Something by which rows of a program can be told apart or restricted. */
export interface DimensionRow {
  /** As a query names it. */
  readonly id: string;
  readonly uid: string;
  readonly dimensionType: string;
  readonly name: string;
  readonly displayName: string;
  readonly displayShortName: string;
  readonly code: string | null;
  readonly valueType: string | null;
  readonly optionSet: string | null;
  readonly created: string;
  readonly lastUpdated: string;
}

export interface DimensionScope {
  /** Uids of the programs. */
  readonly programs: readonly string[];
  /** The only stage whose elements count. */
  readonly stage: string | undefined;
  readonly trackedEntityType: string | undefined;
  /** Only what has numbers, or is true or not. */
  readonly isAggregate: boolean;
  /** Single events have partners and projects, too. */
  readonly isEvents: boolean;
  readonly user: CurrentUser;
}

const COUNTABLE = [...NUMERIC_VALUE_TYPES, 'BOOLEAN', 'TRUE_ONLY'];

const columns = (alias: string, id: RawBuilder<unknown>, type: string, extra: RawBuilder<unknown>) => {
  const of = (name: string) => sql.ref(`${alias}.${name}`);
  return sql`
    ${id} as id, ${of('uid')} as uid, ${type}::text as "dimensionType", ${of('name')} as name, ${of('name')} as "displayName",
    ${of('shortname')} as "displayShortName", ${of('code')} as code, ${extra},
    ${of('created')} as created, ${of('lastupdated')} as "lastUpdated"
  `;
};

const valued = (alias: string) => sql`
  ${sql.ref(`${alias}.valuetype`)} as "valueType",
  (select optionset.uid from optionset where optionset.optionsetid = ${sql.ref(`${alias}.optionsetid`)}) as "optionSet"
`;
const plain = sql`null::text as "valueType", null::text as "optionSet"`;

/** Elements, attributes, program indicators and, of single events, the group sets and categories that the user may read, by name. */
export async function readDimensionsOf(db: Db, scope: DimensionScope): Promise<readonly DimensionRow[]> {
  const { programs, stage, trackedEntityType, isAggregate, isEvents, user } = scope;
  const ofType = trackedEntityType !== undefined;
  const ofPrograms = sql`program.uid = any (${[...programs]})`;
  const countable = (alias: string) =>
    isAggregate ? sql`and ${sql.ref(`${alias}.valuetype`)} = any (${COUNTABLE})` : sql``;
  const elementId = ofType
    ? sql`program.uid || '.' || stage.uid || '.' || element.uid`
    : sql`stage.uid || '.' || element.uid`;
  const indicatorId = ofType ? sql`program.uid || '.' || indicator.uid` : sql`indicator.uid`;
  const { rows } = await sql<DimensionRow>`
    select distinct on (found.id) found.*
    from (
      select ${columns('element', elementId, 'DATA_ELEMENT', valued('element'))}
      from program
      join programstage as stage on stage.programid = program.programid
      join programstagedataelement as member on member.programstageid = stage.programstageid
      join dataelement as element on element.dataelementid = member.dataelementid
      where ${ofPrograms} and not member.skipanalytics and ${isReadable('element', user)} ${countable('element')}
        and ${stage === undefined ? sql`true` : sql`stage.uid = ${stage}`}
      union all
      select ${columns('attribute', sql`attribute.uid`, 'PROGRAM_ATTRIBUTE', valued('attribute'))}
      from trackedentityattribute as attribute
      join (
        select member.trackedentityattributeid as id, coalesce(member.skipindividualanalytics, false) as onlyaggregate
        from program_attributes as member
        join program on program.programid = member.programid
        where ${ofPrograms}
        union
        select member.trackedentityattributeid, false
        from trackedentitytypeattribute as member
        join trackedentitytype as type on type.trackedentitytypeid = member.trackedentitytypeid
        where type.uid = ${trackedEntityType ?? null}::text
      ) as member on member.id = attribute.trackedentityattributeid
      where ${isReadable('attribute', user)} ${countable('attribute')}
        ${isAggregate ? sql`` : sql`and not coalesce(attribute.confidential, false) and not member.onlyaggregate`}
      union all
      select ${columns('indicator', indicatorId, 'PROGRAM_INDICATOR', plain)}
      from program
      join programindicator as indicator on indicator.programid = program.programid
      where ${ofPrograms} and not ${isAggregate}::boolean and ${isReadable('indicator', user)}
      union all
      select ${columns('sets', sql`sets.uid`, 'ORGANISATION_UNIT_GROUP_SET', plain)}
      from orgunitgroupset as sets
      where sets.datadimension and not ${isAggregate}::boolean and ${isReadable('sets', user)}
      union all
      select ${columns('sets', sql`sets.uid`, 'CATEGORY_OPTION_GROUP_SET', plain)}
      from categoryoptiongroupset as sets
      where sets.datadimension and sets.datadimensiontype = 'ATTRIBUTE' and not ${isAggregate}::boolean and ${isReadable('sets', user)}
        and ${isEvents}::boolean
      union all
      select ${columns('category', sql`category.uid`, 'CATEGORY', plain)}
      from program
      join categorycombos_categories as member on member.categorycomboid = program.categorycomboid
      join category on category.categoryid = member.categoryid
      where ${ofPrograms} and category.datadimension and category.name <> 'default' and not ${isAggregate}::boolean
        and ${isEvents}::boolean and ${isReadable('category', user)}
    ) as found
    order by found.id
  `.execute(db);
  return rows;
}
