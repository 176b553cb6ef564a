-- From Orderly's tables to DHIS2's own of 2.42: geometries have a type of their own, and Flyway keeps its history.

do $$
declare
  place record;
begin
  for place in
    select conrelid::regclass as relation, conname from pg_constraint where contype = 'c' and pg_get_constraintdef(oid) like '%geometry%'
  loop
    execute format('alter table %s drop constraint %I', place.relation, place.conname);
    execute format('alter table %s alter column geometry type geometry using st_geomfromgeojson(geometry::text)', place.relation);
  end loop;
end
$$;

create table flyway_schema_history (
  installed_rank integer primary key,
  version        varchar(50),
  description    varchar(200) not null,
  type           varchar(20) not null,
  script         varchar(1000) not null,
  checksum       integer,
  installed_by   varchar(100) not null,
  installed_on   timestamp not null default now(),
  execution_time integer not null,
  success        boolean not null
);
create index flyway_schema_history_s_idx on flyway_schema_history (success);

insert into systemsetting (systemsettingid, name, value) values
  (nextval('hibernate_sequence'), 'applicationTitle', 'Ministry of Health'),
  (nextval('hibernate_sequence'), 'keyLastSuccessfulAnalyticsTablesUpdate', '1773540644120');

insert into jobconfiguration
  (jobconfigurationid, uid, created, lastupdated, name, enabled, jobtype, jobstatus, lastexecutedstatus, delay, schedulingtype, lastexecuted, lastfinished)
values
  (nextval('hibernate_sequence'), 'DHIS2rocks1', now(), now(), 'Housekeeping', true, 'HOUSEKEEPING', 'SCHEDULED', 'COMPLETED', 20, 'FIXED_DELAY', now(), now());
