-- What 2.40 has otherwise than 2.41.

alter table userinfo alter uid drop not null;
alter table optionvalue drop constraint optionvalue_optionsetid_code_key;
alter table category rename to dataelementcategory;
alter table categoryoption rename to dataelementcategoryoption;
alter table dataset alter timelydays type integer;
alter table section drop displayoptions;
alter table lockexception drop created;
alter table minmaxdataelement
  drop constraint minmaxdataelement_pkey,
  alter minmaxdataelementid drop default,
  alter sourceid drop not null, alter dataelementid drop not null, alter categoryoptioncomboid drop not null,
  add primary key (minmaxdataelementid),
  add unique (sourceid, dataelementid, categoryoptioncomboid);
alter table program
  drop enrollmentlabel, drop followuplabel, drop orgunitlabel, drop relationshiplabel, drop notelabel, drop trackedentityattributelabel,
  drop programstagelabel, drop eventlabel;
alter table programstage drop programstagelabel, drop eventlabel;
alter table visualization drop sorting;
update eventvisualization set programid = (select min(programid) from program) where programid is null;
alter table eventvisualization drop trackedentitytypeid, alter uid drop not null, alter programid set not null;
alter table relationship drop createdatclient;
alter table messageconversation alter uid drop not null;
alter table message alter uid drop not null;
alter table outbound_sms alter uid drop not null;
alter table incomingsms alter uid drop not null;
alter table jobconfiguration
  drop executedby, drop schedulingtype, drop lastalive, drop lastfinished, drop cancel, drop progress, drop errorcodes,
  add lastruntimeexecution text, add nextexecutiontime timestamp, add leaderonlyjob boolean not null default false,
  alter jobtype drop not null, alter jobstatus drop not null, alter lastexecutedstatus drop not null;
alter table potentialduplicate rename original to teia;
alter table potentialduplicate rename duplicate to teib;

alter table trackedentity rename to trackedentityinstance;
alter table enrollment rename to programinstance;
alter table event rename to programstageinstance;
alter table note rename to trackedentitycomment;
alter table enrollment_notes rename to programinstancecomments;
alter table event_notes rename to programstageinstancecomments;
alter table trackedentityaudit rename to trackedentityinstanceaudit;
alter table trackedentityinstanceaudit rename trackedentityauditid to trackedentityinstanceauditid;
alter table trackedentityinstanceaudit rename trackedentity to trackedentityinstance;
alter table programinstance rename occurreddate to incidentdate;
alter table programinstance rename completeddate to enddate;
alter table programstageinstance rename occurreddate to executiondate;
alter table programstageinstance rename scheduleddate to duedate;
alter table trackedentitycomment rename notetext to commenttext;
do $$
declare
  place record;
begin
  for place in
    select attrelid::regclass as relation, attname as name, new_name
    from pg_attribute
    join pg_class on pg_class.oid = attrelid and relkind = 'r' and relnamespace = 'public'::regnamespace
    join (values
      ('trackedentityid', 'trackedentityinstanceid'), ('enrollmentid', 'programinstanceid'), ('eventid', 'programstageinstanceid'),
      ('noteid', 'trackedentitycommentid')
    ) as renamed (old_name, new_name) on old_name = attname
    where relname <> 'datastatisticsevent'
  loop
    execute format('alter table %s rename %I to %I', place.relation, place.name, place.new_name);
  end loop;
end
$$;

create table programinstance_messageconversation (
  programinstanceid     bigint not null references programinstance,
  messageconversationid bigint not null references messageconversation,
  sort_order            integer not null,
  primary key (programinstanceid, sort_order)
);
create table programstageinstance_messageconversation (
  programstageinstanceid bigint not null references programstageinstance,
  messageconversationid  bigint not null references messageconversation,
  sort_order             integer not null,
  primary key (programstageinstanceid, sort_order)
);
drop table icon;
alter table if exists eventfilter rename to programstageinstancefilter;
alter table if exists trackedentityfilter rename to trackedentityinstancefilter;
