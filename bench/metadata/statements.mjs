/**
 * What a person would write by hand for one answer of the metadata API: one statement, memberships grouped once and joined, the JSON made by PostgreSQL.
 * `$1` is the root of links, e.g. `http://127.0.0.1:8080/api`, `$2` the language of display names.
 */

const MOMENT = `'YYYY-MM-DD"T"HH24:MI:SS.MS'`;

const access = `json_build_object(
  'manage', true, 'externalize', false, 'write', true, 'read', true, 'update', true, 'delete', true
)`;

const person = (alias) => `case when ${alias}.userinfoid is not null then json_build_object(
  'id', ${alias}.uid, 'code', ${alias}.code, 'name', ${alias}.name, 'displayName', ${alias}.name, 'username', ${alias}.username
) end`;

const named = (alias) => `case when ${alias}.uid is not null then json_build_object('id', ${alias}.uid) end`;

const translated = (row, column, word) => `case
  when ${row}.translations is null or ${row}.translations = '[]' then ${row}.${column}
  else coalesce((
    select entry ->> 'value' from jsonb_array_elements(${row}.translations) as entry
    where entry ->> 'property' = '${word}' and entry ->> 'locale' = $2 limit 1
  ), ${row}.${column})
end`;

const attributeValues = (row) => `case
  when ${row}.attributevalues is null or ${row}.attributevalues = '{}' then '[]'
  else (
    select coalesce(json_agg(json_build_object(
      'attribute', (select json_build_object('id', attribute.uid) from attribute where attribute.uid = entry.key),
      'value', entry.value ->> 'value'
    ) order by entry.key), '[]')
    from jsonb_each(${row}.attributevalues) as entry
  )
end`;

/** `GET /api/dataElements?paging=false&fields=:all` for a super user. */
export const DATA_ELEMENTS = `
with element_groups as (
  select member.dataelementid, json_agg(json_build_object('id', de_group.uid) order by de_group.uid) as list
  from dataelementgroupmembers as member
  join dataelementgroup as de_group using (dataelementgroupid)
  group by member.dataelementid
),
element_sets as (
  select own.dataelementid, json_agg(json_build_object(
    'dataElement', json_build_object('id', element.uid),
    'dataSet', json_build_object('id', dataset.uid),
    'categoryCombo', ${named('combo')}
  ) order by own.datasetelementid) as list
  from datasetelement as own
  join dataelement as element using (dataelementid)
  join dataset using (datasetid)
  left join categorycombo as combo on combo.categorycomboid = own.categorycomboid
  group by own.dataelementid
),
levels as (
  select own.dataelementid, json_agg(own.aggregationlevel order by own.sort_order) as list
  from dataelementaggregationlevels as own
  group by own.dataelementid
),
legends as (
  select own.dataelementid, json_agg(json_build_object('id', legend.uid) order by own.sort_order) as list
  from dataelementlegendsets as own
  join maplegendset as legend on legend.maplegendsetid = own.legendsetid
  group by own.dataelementid
),
object as (
  select
    e.uid as id, e.code, to_char(e.created, ${MOMENT}) as created, to_char(e.lastupdated, ${MOMENT}) as "lastUpdated",
    ${person('editor')} as "lastUpdatedBy", ${person('author')} as "createdBy",
    e.name, e.shortname as "shortName", e.description, e.formname as "formName", e.style, e.valuetype as "valueType",
    e.domaintype as "domainType", e.aggregationtype as "aggregationType", ${named('combo')} as "categoryCombo", e.url,
    e.zeroissignificant as "zeroIsSignificant", ${named('options')} as "optionSet", ${named('comments')} as "commentOptionSet",
    e.fieldmask as "fieldMask", e.valuetypeoptions as "valueTypeOptions",
    coalesce(levels.list, '[]') as "aggregationLevels", coalesce(legends.list, '[]') as "legendSets",
    coalesce(element_groups.list, '[]') as "dataElementGroups", coalesce(element_sets.list, '[]') as "dataSetElements",
    e.optionsetid is not null as "optionSetValue", e.uid as "dimensionItem", 'DATA_ELEMENT' as "dimensionItemType",
    ${translated('e', 'name', 'NAME')} as "displayName", ${translated('e', 'shortname', 'SHORT_NAME')} as "displayShortName",
    ${translated('e', 'description', 'DESCRIPTION')} as "displayDescription",
    coalesce(nullif(${translated('e', 'formname', 'FORM_NAME')}, ''), ${translated('e', 'name', 'NAME')}) as "displayFormName",
    $1 || '/dataElements/' || e.uid as href, ${access} as access, false as favorite, '[]'::json as favorites,
    jsonb_build_object(
      'owner', e.sharing -> 'owner', 'public', e.sharing -> 'public', 'external', coalesce(e.sharing -> 'external', 'false'),
      'users', coalesce(nullif(e.sharing -> 'users', 'null'), '{}'),
      'userGroups', coalesce(nullif(e.sharing -> 'userGroups', 'null'), '{}')
    ) as sharing,
    coalesce(nullif(e.translations, 'null'), '[]') as translations,
    ${attributeValues('e')} as "attributeValues"
  from dataelement as e
  left join userinfo as editor on editor.userinfoid = e.lastupdatedby
  left join userinfo as author on author.userinfoid = e.userid
  left join categorycombo as combo on combo.categorycomboid = e.categorycomboid
  left join optionset as options on options.optionsetid = e.optionsetid
  left join optionset as comments on comments.optionsetid = e.commentoptionsetid
  left join levels on levels.dataelementid = e.dataelementid
  left join legends on legends.dataelementid = e.dataelementid
  left join element_groups on element_groups.dataelementid = e.dataelementid
  left join element_sets on element_sets.dataelementid = e.dataelementid
  order by lower(e.name), e.uid
)
select json_build_object('dataElements', coalesce(json_agg(json_strip_nulls(row_to_json(object))), '[]'))::text as answer from object
`;

const links = (name, table, own, item, target, key) => `
${name} as (
  select own.${own} as unit, json_agg(json_build_object('id', other.uid) order by other.uid) as list
  from ${table} as own
  join ${target} as other on other.${key} = own.${item}
  group by own.${own}
)`;

/** `GET /api/organisationUnits?paging=false&fields=:all` for a super user. */
export const ORGANISATION_UNITS = `
with ${links('unit_groups', 'orgunitgroupmembers', 'organisationunitid', 'orgunitgroupid', 'orgunitgroup', 'orgunitgroupid')},
${links('sets', 'datasetsource', 'sourceid', 'datasetid', 'dataset', 'datasetid')},
${links('unit_programs', 'program_organisationunits', 'organisationunitid', 'programid', 'program', 'programid')},
below as (
  select child.parentid as unit, json_agg(json_build_object('id', child.uid) order by child.uid) as list
  from organisationunit as child
  group by child.parentid
),
people as (
  select own.organisationunitid as unit, json_agg(${person('person')} order by person.uid) as list
  from usermembership as own
  join userinfo as person on person.userinfoid = own.userinfoid
  group by own.organisationunitid
),
object as (
  select
    u.uid as id, u.code, to_char(u.created, ${MOMENT}) as created, to_char(u.lastupdated, ${MOMENT}) as "lastUpdated",
    ${person('editor')} as "lastUpdatedBy", ${person('author')} as "createdBy",
    u.name, u.shortname as "shortName", u.description, ${named('parent')} as parent,
    to_char(u.openingdate::timestamp, ${MOMENT}) as "openingDate", to_char(u.closeddate::timestamp, ${MOMENT}) as "closedDate",
    u.comment, u.url, u.contactperson as "contactPerson", u.address, u.email, u.phonenumber as "phoneNumber", u.geometry,
    ${named('image')} as image, u.path, u.hierarchylevel as level, below.list is null as leaf, coalesce(below.list, '[]') as children,
    coalesce((
      select json_agg(json_build_object('id', step.uid) order by step.position)
      from unnest(string_to_array(u.path, '/')) with ordinality as step (uid, position)
      where step.uid not in ('', u.uid)
    ), '[]') as ancestors,
    coalesce(unit_groups.list, '[]') as "organisationUnitGroups", coalesce(sets.list, '[]') as "dataSets",
    coalesce(unit_programs.list, '[]') as programs, coalesce(people.list, '[]') as users,
    ${translated('u', 'name', 'NAME')} as "displayName", ${translated('u', 'shortname', 'SHORT_NAME')} as "displayShortName",
    ${translated('u', 'description', 'DESCRIPTION')} as "displayDescription",
    $1 || '/organisationUnits/' || u.uid as href, ${access} as access, false as favorite, '[]'::json as favorites,
    coalesce(nullif(u.translations, 'null'), '[]') as translations,
    ${attributeValues('u')} as "attributeValues"
  from organisationunit as u
  left join userinfo as editor on editor.userinfoid = u.lastupdatedby
  left join userinfo as author on author.userinfoid = u.userid
  left join organisationunit as parent on parent.organisationunitid = u.parentid
  left join fileresource as image on image.fileresourceid = u.image
  left join below on below.unit = u.organisationunitid
  left join unit_groups on unit_groups.unit = u.organisationunitid
  left join sets on sets.unit = u.organisationunitid
  left join unit_programs on unit_programs.unit = u.organisationunitid
  left join people on people.unit = u.organisationunitid
  order by lower(u.name), u.uid
)
select json_build_object('organisationUnits', coalesce(json_agg(json_strip_nulls(row_to_json(object))), '[]'))::text as answer from object
`;
