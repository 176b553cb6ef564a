-- What 2.43 has otherwise than 2.42.

do $$
declare
  name text;
begin
  foreach name in array array[
    'organisationunit', 'orgunitgroupset', 'attribute', 'optionset', 'optionvalue', 'optiongroup', 'optiongroupset', 'maplegendset', 'maplegend', 'constant',
    'category', 'categoryoption', 'categorycombo', 'categoryoptioncombo', 'categoryoptiongroup', 'categoryoptiongroupset', 'dataelement', 'dataelementgroup',
    'dataelementgroupset', 'indicator', 'indicatortype', 'indicatorgroupset', 'dataset', 'section', 'dataentryform', 'dataapprovallevel',
    'dataapprovalworkflow', 'dashboard', 'map', 'mapview', 'document'
  ] loop
    execute format($text$update %I set translations = '[]' where translations is null$text$, name);
    execute format($text$alter table %I alter translations set default '[]', alter translations set not null$text$, name);
  end loop;
  foreach name in array array[
    'orgunitlevel', 'orgunitgroup', 'userrole', 'usergroup', 'indicatorgroup', 'validationrule', 'validationrulegroup', 'predictorgroup', 'program',
    'programstage', 'programstagesection', 'programsection', 'programindicator', 'programindicatorgroup', 'programrule', 'trackedentitytype',
    'trackedentityattribute', 'relationshiptype', 'programmessage', 'dashboarditem', 'report'
  ] loop
    execute format($text$alter table %I alter translations set default '[]'$text$, name);
  end loop;
end
$$;

alter table userinfo alter username set not null;
alter table usergroup add description varchar(255);
alter table periodtype add label varchar(230);
create unique index on periodtype (name);
insert into periodtype (periodtypeid, name) values (28, 'WeeklyFriday'), (29, 'FinancialFeb'), (30, 'FinancialAug');
-- Filled by the server's own rule there; here it only has to be unique.
alter table period add iso varchar(50);
update period set iso = periodtypeid || ' ' || startdate;
alter table period alter iso set not null, add unique (iso);

alter table datavalue
  alter storedby set default current_setting('dhis2.user'), alter created set default now(), alter lastupdated set default now();
create function log_datavalue_audit() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.value is not distinct from old.value and new.deleted = old.deleted then
    return null;
  end if;
  insert into datavalueaudit
    (datavalueauditid, dataelementid, periodid, organisationunitid, categoryoptioncomboid, attributeoptioncomboid, value, created, modifiedby, audittype)
  values (
    nextval('hibernate_sequence'), new.dataelementid, new.periodid, new.sourceid, new.categoryoptioncomboid, new.attributeoptioncomboid, new.value, now(),
    left(new.storedby, 100), case when tg_op = 'INSERT' then 'CREATE' when new.deleted and not old.deleted then 'DELETE' else 'UPDATE' end
  );
  return null;
end
$$;
create trigger trg_datavalue_audit after insert or update on datavalue for each row execute function log_datavalue_audit();

alter table program
  add enablechangelog boolean not null default true, add enrollmentcategorycomboid bigint references categorycombo, add enrollmentslabel text,
  add programstageslabel text, add eventslabel text, add noteslabel text, add relationshipslabel text, add trackedentityattributeslabel text;
update program set enrollmentcategorycomboid = categorycomboid;
alter table program alter enablechangelog drop default, alter enrollmentcategorycomboid set not null;
alter table program_attributes drop skipindividualanalytics;
create index on program_organisationunits (organisationunitid);
create index on categorycombos_optioncombos (categorycomboid);
alter table programstage add eventslabel text;
alter table programruleaction add priority integer, add legendsetid bigint;
alter table trackedentitytype add enablechangelog boolean not null default true, add trackedentitytypeslabel text;
alter table trackedentitytype alter enablechangelog drop default;
alter table trackedentityattribute
  add mincharacterstosearch integer not null default 0, add preferredsearchoperator varchar(20) default null,
  add blockedsearchoperators jsonb default '[]', add trigramindexable boolean not null default false, add skipanalytics boolean not null default false;
alter table eventvisualization
  add hideemptycolumns boolean not null default false, add fixcolumnheaders boolean not null default false, add fixrowheaders boolean not null default false;
alter table eventvisualization alter hideemptycolumns drop default, alter fixcolumnheaders drop default, alter fixrowheaders drop default;
alter table map add basemaps jsonb default '[]', alter created set default now(), alter lastupdated set default now();
alter table mapview add eventcoordinatefieldfallback varchar(15);
alter table datastatistics
  alter mapviews type bigint, alter eventreportviews type bigint, alter eventchartviews type bigint, alter dashboardviews type bigint,
  alter datasetreportviews type bigint, alter active_users type bigint, alter totalviews type bigint, alter maps type bigint,
  alter eventreports type bigint, alter eventcharts type bigint, alter dashboards type bigint, alter indicators type bigint,
  alter datavalues type bigint, alter users type bigint, alter visualizationviews type bigint, alter visualizations type bigint,
  alter passivedashboardviews type bigint, alter eventvisualizationviews type bigint, alter eventvisualizations type bigint;
drop table pushanalysisrecipientusergroups, pushanalysis;
create table configuration_dataoutputperiodtype (
  configurationid integer not null references configuration,
  periodtypeid    integer not null references periodtype,
  unique (configurationid, periodtypeid)
);
alter table if exists intepretation_likedby rename to interpretation_likedby;

-- Events of programs with and without registration live apart; the technical enrollments of the latter are gone.
create table singleevent (like event including defaults);
alter table singleevent drop code, drop enrollmentid, drop scheduleddate, alter occurreddate set not null, add primary key (eventid), add unique (uid);
alter table singleevent
  add foreign key (programstageid) references programstage, add foreign key (attributeoptioncomboid) references categoryoptioncombo,
  add foreign key (organisationunitid) references organisationunit, add foreign key (assigneduserid) references userinfo;
create index in_singleevent_programstageid_assigneduserid on singleevent (programstageid, assigneduserid);
create index in_singleevent_programstageid_occurreddate on singleevent (programstageid, occurreddate, eventid);
create index in_singleevent_programstageid_organisationunitid on singleevent (programstageid, organisationunitid);
create table singleevent_notes (
  eventid    bigint not null references singleevent,
  sort_order integer not null,
  noteid     bigint not null unique,
  primary key (eventid, sort_order)
);
alter table eventchangelog rename to trackereventchangelog;
alter sequence eventchangelog_sequence rename to trackereventchangelog_sequence;
create sequence singleeventchangelog_sequence;
create table singleeventchangelog (like trackereventchangelog including defaults including indexes);
alter table singleeventchangelog
  alter eventchangelogid set default nextval('singleeventchangelog_sequence'), add foreign key (eventid) references singleevent;

-- Keys that would be in the way, or are not there any more.
do $$
declare
  key record;
begin
  for key in
    select conrelid::regclass as relation, conname
    from pg_constraint
    where contype = 'f' and (
      conrelid = 'event_notes'::regclass and confrelid = 'note'::regclass
      or conrelid = 'trackereventchangelog'::regclass and confrelid = 'dataelement'::regclass
      or conrelid = 'trackedentitydatavalueaudit'::regclass and confrelid = 'event'::regclass
      or conrelid = 'trackedentityattributevalueaudit'::regclass and confrelid = 'trackedentity'::regclass
    )
  loop
    execute format('alter table %s drop constraint %I', key.relation, key.conname);
  end loop;
end
$$;
alter table event_notes rename to trackerevent_notes;
alter table event drop code;
alter table event rename to trackerevent;
drop index in_event_lastupdated;
alter table relationshipitem rename eventid to trackereventid;
alter table relationshipitem add singleeventid bigint references singleevent;
drop index in_relationshipitem_programstageinstanceid;
alter table programmessage rename eventid to trackereventid;
alter table programmessage add singleeventid bigint references singleevent;
alter table programnotificationinstance rename eventid to trackereventid;
alter table programnotificationinstance add singleeventid bigint references singleevent;

create temporary table moved as
select trackerevent.eventid, trackerevent.enrollmentid
from trackerevent
join programstage using (programstageid)
join program using (programid)
where program.type = 'WITHOUT_REGISTRATION';
insert into singleevent
  (eventid, uid, created, lastupdated, createdatclient, lastupdatedatclient, lastsynchronized, programstageid, attributeoptioncomboid, deleted, storedby,
   occurreddate, organisationunitid, status, completedby, completeddate, geometry, eventdatavalues, assigneduserid, createdbyuserinfo, lastupdatedbyuserinfo)
select eventid, uid, created, lastupdated, createdatclient, lastupdatedatclient, lastsynchronized, programstageid, attributeoptioncomboid, deleted, storedby,
  coalesce(occurreddate, scheduleddate), organisationunitid, status, completedby, completeddate, geometry, eventdatavalues, assigneduserid, createdbyuserinfo,
  lastupdatedbyuserinfo
from trackerevent
where eventid in (select eventid from moved);
insert into singleevent_notes select * from trackerevent_notes where eventid in (select eventid from moved);
delete from trackerevent_notes where eventid in (select eventid from moved);
insert into singleeventchangelog select * from trackereventchangelog where eventid in (select eventid from moved);
delete from trackereventchangelog where eventid in (select eventid from moved);
update relationshipitem set trackereventid = null, singleeventid = trackereventid where trackereventid in (select eventid from moved);
update programmessage set trackereventid = null, singleeventid = trackereventid where trackereventid in (select eventid from moved);
update programnotificationinstance set trackereventid = null, singleeventid = trackereventid where trackereventid in (select eventid from moved);
delete from trackerevent where eventid in (select eventid from moved);
delete from enrollment where enrollmentid in (select enrollmentid from moved);
drop table moved;

alter table enrollment alter trackedentityid set not null, add attributeoptioncomboid bigint references categoryoptioncombo;
update enrollment set attributeoptioncomboid = categoryoptioncomboid from categoryoptioncombo where categoryoptioncombo.uid = 'HllvX50cXC0';
alter table enrollment alter attributeoptioncomboid set not null;
alter table trackedentityprogramowner drop constraint trackedentityprogramowner_trackedentityid_programid_key;
drop index in_unique_trackedentityprogramowner_teiid_programid_ouid;
create unique index on trackedentityprogramowner (trackedentityid, programid) include (organisationunitid);

alter sequence programstageinstance_sequence rename to trackerevent_sequence;
create sequence singleevent_sequence;
alter sequence programinstance_sequence rename to enrollment_sequence;
alter sequence trackedentityinstance_sequence rename to trackedentity_sequence;
create sequence relationship_sequence;
create sequence relationshipitem_sequence;
create sequence trackedentityprogramowner_sequence;
