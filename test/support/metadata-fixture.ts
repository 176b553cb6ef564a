import { sql } from 'kysely';
import type { Db } from '../../src/database/index.js';
import { layoutFrom } from './dhis2/layout.js';

/** Attributes for data elements: one with text, one with numbers. */
export const ATTRIBUTES = { note: 'AttrNoteAAA', rank: 'AttrRankBBB' } as const;

/** From 2.43 of DHIS2 on, data elements without translations have none, and not nothing. */
const NO_TRANSLATIONS = layoutFrom('2.43') ? '[]' : null;

/** Data elements of the small demo country with what the demo leaves out, by the order of their keys. */
export interface Fixture {
  /** Uids in the order of their keys; number 0 is `ANC 1st visit`. */
  readonly elements: readonly string[];
  readonly users: ReadonlyMap<string, string>;
  readonly userGroup: string;
}

/**
 * Gives metadata of the small demo country what makes reading hard: attribute values, translations, texts with every kind of character, values that are missing, sharing of
 * all kinds, moments finer than the wire shows.
 */
export async function enrichMetadata(db: Db): Promise<Fixture> {
  await sql`
    insert into attribute (attributeid, uid, code, created, lastupdated, name, shortname, valuetype, mandatory, isunique, sharing, objecttypes)
    values
      (900001, ${ATTRIBUTES.note}, 'NOTE', now(), now(), 'Note', 'Note', 'TEXT', false, false, '{"public":"rw------"}', '["DATA_ELEMENT"]'),
      (900002, ${ATTRIBUTES.rank}, 'RANK', now(), now(), 'Rank', 'Rank', 'INTEGER', false, false, '{"public":"rw------"}', '["DATA_ELEMENT"]')
  `.execute(db);
  await sql`
    with numbered as (select dataelementid, row_number() over (order by dataelementid) - 1 as n from dataelement)
    update dataelement as e set
      code = case when n % 7 = 3 then null else e.code end,
      created = timestamp '2020-01-01 10:11:12.123456' + make_interval(days => n::int),
      lastupdated = timestamp '2024-05-06 07:08:09.987654' + make_interval(secs => n::int % 5),
      lastupdatedby = case when n % 4 = 0 then 26 end,
      userid = case when n % 5 = 0 then 26 end,
      description = case n % 6
        when 0 then 'Counts 100% of _all_ visits, \\back\\slashed'
        when 1 then 'Été: "first" visit; [brackets], commas'
        when 2 then '' when 3 then 'été' end,
      formname = case when n % 3 = 0 then 'Form ' || n when n % 3 = 1 then '' end,
      style = case when n % 5 = 0 then jsonb_build_object('color', '#00ff00', 'icon', null, 'deep', jsonb_build_object('a', n, 'b', array['x', 'y'])) end,
      url = case when n % 9 = 0 then 'https://example.org/' || n end,
      optionsetid = case when n % 8 = 0 then (select min(optionsetid) from optionset) end,
      attributevalues = case n % 4
        when 0 then jsonb_build_object(${ATTRIBUTES.note}::text, jsonb_build_object('value', 'Note ' || n))
        when 1 then jsonb_build_object(
          ${ATTRIBUTES.note}::text, jsonb_build_object('value', 'other'), ${ATTRIBUTES.rank}::text, jsonb_build_object('value', n::text)
        )
        when 2 then '{}' end,
      translations = case n % 4
        when 0 then jsonb_build_array(
          jsonb_build_object('locale', 'fr', 'property', 'NAME', 'value', 'Nom ' || n),
          jsonb_build_object('locale', 'es', 'property', 'SHORT_NAME', 'value', 'Corto ' || n)
        )
        when 1 then '[]' when 2 then 'null' else ${NO_TRANSLATIONS}::jsonb end
    from numbered where numbered.dataelementid = e.dataelementid
  `.execute(db);
  await sql`
    insert into dataelementlegendsets (dataelementid, sort_order, legendsetid)
    select dataelementid, 0, (select min(maplegendsetid) from maplegendset) from dataelement where dataelementid % 6 = 0
  `.execute(db);
  await sql`
    update organisationunit set
      closeddate = case when organisationunitid % 5 = 0 then date '2021-02-03' end,
      email = case when organisationunitid % 3 = 0 then 'unit' || organisationunitid || '@example.org' end,
      phonenumber = case when organisationunitid % 4 = 0 then '+232 ' || organisationunitid end
  `.execute(db);
  const { rows: elements } = await sql<{
    uid: string;
  }>`select uid from dataelement order by dataelementid`.execute(db);
  const { rows: users } = await sql<{ uid: string; username: string }>`select uid, username from userinfo`.execute(db);
  const { rows: groups } = await sql<{ uid: string }>`
    select usergroup.uid from usergroup
    join usergroupmembers using (usergroupid)
    join userinfo on userinfo.userinfoid = usergroupmembers.userid and userinfo.username = 'user003'
  `.execute(db);
  return {
    elements: elements.map(({ uid }) => uid),
    users: new Map(users.map(({ uid, username }) => [username, uid])),
    userGroup: groups[0]?.uid ?? '',
  };
}

/** Replaces the sharing setting of one row. */
export async function share(db: Db, table: string, uid: string, sharing: object): Promise<void> {
  await sql`update ${sql.table(table)} set sharing = ${JSON.stringify(sharing)}::jsonb where uid = ${uid}`.execute(db);
}
