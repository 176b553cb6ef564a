/** What the peer's plan takes out of JSON and attribute values, and how. */

const NUMBER = "'^(-?[0-9]+)(\\.[0-9]+)?$'";
const DATE = "'^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,3})?)?Z?)?$'";
const DECIMAL = ['NUMBER', 'UNIT_INTERVAL', 'PERCENTAGE'];

/** Programs and tracked entity types with their data elements and attributes. */
export async function readItems(pool) {
  const legends = (table, key, item) => `array(
    select json_build_object('id', legendset.maplegendsetid, 'uid', legendset.uid)
    from ${table} link join maplegendset legendset on legendset.maplegendsetid = link.legendsetid where link.${key} = ${item}.${key})`;
  const attribute = `json_build_object('uid', tea.uid, 'id', tea.trackedentityattributeid, 'type', tea.valuetype, 'kind', 'attribute',
    'legendSets', ${legends('trackedentityattributelegendsets', 'trackedentityattributeid', 'tea')})`;
  const { rows: programs } = await pool.query(`
    select program.programid as id, program.uid, program.trackedentitytypeid as type,
      array(
        select json_build_object('uid', de.uid, 'type', de.valuetype, 'kind', 'element', 'legendSets', ${legends('dataelementlegendsets', 'dataelementid', 'de')})
        from dataelement de where de.dataelementid in (
          select used.dataelementid from programstage stage join programstagedataelement used on used.programstageid = stage.programstageid
          where stage.programid = program.programid and not used.skipanalytics)
      ) as elements,
      array(
        select ${attribute} from program_attributes link join trackedentityattribute tea on tea.trackedentityattributeid = link.trackedentityattributeid
        where link.programid = program.programid and tea.confidential is not true
      ) as attributes
    from program order by program.uid`);
  const { rows: types } = await pool.query(`
    select type.trackedentitytypeid as id, type.uid,
      array(
        select ${attribute} from trackedentityattribute tea
        where tea.confidential is not true and tea.trackedentityattributeid in (
          select link.trackedentityattributeid from trackedentitytypeattribute link where link.trackedentitytypeid = type.trackedentitytypeid
          union select link.trackedentityattributeid from program_attributes link join program using (programid) where program.trackedentitytypeid = type.trackedentitytypeid)
      ) as attributes
    from trackedentitytype type`);
  return {
    programs,
    types: types.map((type) => ({ ...type, programs: programs.filter((program) => program.type === type.id) })),
  };
}

/** The expressions of the columns of one item, by column. */
export function cellSource({ uid, type, kind, legendSets }) {
  const text = kind === 'element' ? `ev.eventdatavalues #>> '{${uid},value}'` : `"${uid}".value`;
  const columns = { [uid]: parsed(type, text) };
  if (type === 'ORGANISATION_UNIT')
    columns[`${uid}_name`] = `(select o.name from organisationunit o where o.uid = ${text})`;
  if (!DECIMAL.includes(type) && !type.startsWith('INTEGER')) return columns;
  for (const set of legendSets) {
    columns[`${uid}_${set.uid}`] = `(
      select legend.uid from maplegend legend
      where legend.maplegendsetid = ${set.id} and legend.startvalue <= ${parsed(type, text)} and legend.endvalue > ${parsed(type, text)})`;
  }
  return columns;
}

function parsed(type, text) {
  if (DECIMAL.includes(type)) return `case when ${text} ~ ${NUMBER} then cast(${text} as double precision) end`;
  if (type.startsWith('INTEGER')) return `case when ${text} ~ ${NUMBER} then cast(${text} as bigint) end`;
  if (type === 'BOOLEAN' || type === 'TRUE_ONLY')
    return `case when ${text} = 'true' then 1 when ${text} = 'false' then 0 end`;
  if (['DATE', 'DATETIME', 'AGE'].includes(type))
    return `case when ${text} ~ ${DATE} then cast(${text} as timestamp) end`;
  return text;
}
