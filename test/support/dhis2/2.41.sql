-- What 2.41 has otherwise than 2.42.

alter table userinfo drop verifiedemail, drop emailverificationtoken, drop twofactortype, drop name;
alter table userroleauthorities drop constraint userroleauthorities_userroleid_authority_key;
alter table dataset drop displayoptions, alter expirydays type integer;
alter table dataapprovalworkflow alter categorycomboid drop not null;
alter table program drop categorymappings;
alter table program_attributes drop skipindividualanalytics;
alter table programindicator drop aggregateexportdataelement, drop categorycomboid, drop attributecomboid, drop categorymappingids;
alter table programruleaction drop notificationtemplateid, add templateuid text;
alter table trackedentitytype drop shortname;
alter table trackedentity alter trackedentitytypeid drop not null;
alter table enrollment alter organisationunitid drop not null;
alter table event alter attributeoptioncomboid drop not null, alter organisationunitid drop not null;
drop index in_event_attributeoptioncomboid;
alter table note add code varchar(50) unique, add lastupdated timestamp not null default now();
alter table note alter lastupdated drop default;
drop table trackedentitychangelog, eventchangelog;
drop sequence trackedentitychangelog_sequence, eventchangelog_sequence, note_sequence;
alter table dashboard drop embedded;
alter table mapview drop name;
alter table datadimensionitem
  drop programdataelementoption_programid, drop programdataelementoption_dataelementid, drop programdataelementoption_optionid,
  drop programattributeoption_programid, drop programattributeoption_attributeid, drop programattributeoption_optionid;
alter table systemsetting add translations jsonb;
drop table if exists oauth2_authorization, oauth2_authorization_consent, oauth2_client;

-- Settings are JSON there, and dates text within it.
update systemsetting set value = '"2026-03-15T02:10:44.120"' where name = 'keyLastSuccessfulAnalyticsTablesUpdate';
update systemsetting set value = to_json(value)::text where name = 'applicationTitle';

-- Values of attributes name their attribute twice.
do $$
declare
  holder regclass;
begin
  for holder in
    select attrelid::regclass from pg_attribute join pg_class on pg_class.oid = attrelid and relkind = 'r' and relnamespace = 'public'::regnamespace
    where attname = 'attributevalues'
  loop
    execute format($text$
      update %s set attributevalues = (
        select jsonb_object_agg(key, value || jsonb_build_object('attribute', jsonb_build_object('id', key))) from jsonb_each(attributevalues)
      )
      where attributevalues <> '{}'$text$, holder);
  end loop;
end
$$;
delete from periodtype where name = 'FinancialSep';
