-- [standalone]
-- Aggregate data. Tables and columns as in DHIS2 2.42; foreign keys follow when all tables stand.

create table datavalue (
  dataelementid          bigint not null,
  periodid               bigint not null,
  sourceid               bigint not null,
  categoryoptioncomboid  bigint not null,
  attributeoptioncomboid bigint not null,
  value                  varchar(50000),
  storedby               varchar(255),
  created                timestamp not null,
  lastupdated            timestamp not null,
  comment                varchar(50000),
  followup               boolean,
  deleted                boolean not null,
  primary key (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid)
);
create index in_datavalue_deleted on datavalue (deleted);
create index in_datavalue_lastupdated on datavalue (lastupdated);

create table datavalueaudit (
  datavalueauditid       bigint not null,
  dataelementid          bigint not null,
  periodid               bigint not null,
  organisationunitid     bigint not null,
  categoryoptioncomboid  bigint not null,
  attributeoptioncomboid bigint not null,
  value                  varchar(50000),
  created                timestamp,
  modifiedby             varchar(100),
  audittype              varchar(100) not null,
  primary key (datavalueauditid)
);
create index id_datavalueaudit_created on datavalueaudit (created);
create index in_datavalueaudit on datavalueaudit (dataelementid, periodid, organisationunitid, categoryoptioncomboid, attributeoptioncomboid);

create table minmaxdataelement (
  minmaxdataelementid   bigint not null default nextval('hibernate_sequence'),
  sourceid              bigint not null,
  dataelementid         bigint not null,
  categoryoptioncomboid bigint not null,
  minimumvalue          integer not null,
  maximumvalue          integer not null,
  generatedvalue        boolean not null,
  primary key (sourceid, dataelementid, categoryoptioncomboid)
);
-- [/standalone]
