-- Tables of 2.42 that Orderly does not keep. Those that no feature reads or writes have a key and nothing else.

do $$
declare
  name text;
begin
  foreach name in array array[
    'attributevalue', 'axis', 'categorydimension', 'categorydimension_items', 'categoryoptiongroupsetdimension',
    'categoryoptiongroupsetdimension_items', 'dataelementgroupsetdimension', 'dataelementgroupsetdimension_items', 'eventchart',
    'eventchart_attributedimensions', 'eventchart_categorydimensions', 'eventchart_categoryoptiongroupsetdimensions', 'eventchart_columns',
    'eventchart_dataelementdimensions', 'eventchart_filters', 'eventchart_itemorgunitgroups', 'eventchart_organisationunits',
    'eventchart_orgunitgroupsetdimensions', 'eventchart_orgunitlevels', 'eventchart_programindicatordimensions', 'eventchart_rows', 'eventfilter',
    'eventhook', 'eventreport', 'eventreport_attributedimensions', 'eventreport_categorydimensions', 'eventreport_categoryoptiongroupsetdimensions',
    'eventreport_columns', 'eventreport_dataelementdimensions', 'eventreport_filters', 'eventreport_itemorgunitgroups',
    'eventreport_organisationunits', 'eventreport_orgunitgroupsetdimensions', 'eventreport_orgunitlevels', 'eventreport_programindicatordimensions',
    'eventreport_rows', 'eventvisualization_attributedimensions', 'eventvisualization_categorydimensions',
    'eventvisualization_categoryoptiongroupsetdimensions', 'eventvisualization_dataelementdimensions', 'eventvisualization_orgunitgroupsetdimensions',
    'eventvisualization_programindicatordimensions', 'externalmaplayer', 'intepretation_likedby',
    'interpretation_comments', 'interpretationcomment', 'mapview_attributedimensions', 'mapview_categorydimensions',
    'mapview_categoryoptiongroupsetdimensions', 'mapview_dataelementdimensions', 'mapview_orgunitgroupsetdimensions', 'metadataproposal',
    'oauth2_authorization', 'oauth2_authorization_consent', 'oauth2_client', 'oauth2client', 'oauth2clientgranttypes', 'oauth2clientredirecturis',
    'oauth_access_token', 'oauth_code', 'oauth_refresh_token', 'orgunitgroupsetdimension', 'orgunitgroupsetdimension_items',
    'programstageworkinglist', 'relativeperiods', 'route', 'series', 'smscommandcodes', 'smscommands', 'smscommandspecialcharacters',
    'smsspecialcharacter', 'trackedentityattributedimension', 'trackedentitydataelementdimension', 'trackedentityfilter',
    'trackedentityprogramindicatordimension', 'visualization_axis', 'visualization_categorydimensions',
    'visualization_categoryoptiongroupsetdimensions', 'visualization_dataelementgroupsetdimensions', 'visualization_orgunitgroupsetdimensions'
  ] loop
    execute format('create table %I (id bigint primary key)', name);
  end loop;
end
$$;

create table expressiondimensionitem (
  expressiondimensionitemid bigint primary key,
  uid                       varchar(11) unique,
  code                      varchar(50) unique,
  created                   timestamp,
  lastupdated               timestamp,
  lastupdatedby             bigint references userinfo,
  userid                    bigint references userinfo,
  name                      varchar(230),
  shortname                 varchar(50),
  description               text,
  translations              jsonb default '[]',
  sharing                   jsonb default '{}',
  attributevalues           jsonb default '{}',
  expression                text,
  slidingwindow             boolean default false,
  missingvaluestrategy      varchar(100)
);
