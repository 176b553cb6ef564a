-- [standalone]
-- Data approval. Tables and columns as in DHIS2 2.42; foreign keys follow when all tables stand.

create table dataapproval (
  dataapprovalid         bigint not null,
  dataapprovallevelid    bigint not null,
  workflowid             bigint not null,
  periodid               bigint not null,
  organisationunitid     bigint not null,
  attributeoptioncomboid bigint not null,
  accepted               boolean not null,
  created                timestamp not null,
  creator                bigint not null,
  lastupdated            timestamp,
  lastupdatedby          bigint,
  primary key (dataapprovalid),
  unique (dataapprovallevelid, workflowid, periodid, organisationunitid, attributeoptioncomboid)
);

create table dataapprovalaudit (
  dataapprovalauditid    bigint not null,
  levelid                bigint not null,
  workflowid             bigint not null,
  periodid               bigint not null,
  organisationunitid     bigint not null,
  attributeoptioncomboid bigint not null,
  action                 varchar(100) not null,
  created                timestamp not null,
  creator                bigint not null,
  primary key (dataapprovalauditid)
);

create table dataapprovallevel (
  dataapprovallevelid      bigint not null,
  uid                      varchar(11) not null,
  code                     varchar(50),
  created                  timestamp not null,
  lastupdated              timestamp not null,
  lastupdatedby            bigint,
  name                     varchar(230) not null,
  level                    integer not null,
  orgunitlevel             integer not null,
  categoryoptiongroupsetid bigint,
  userid                   bigint,
  publicaccess             varchar(8),
  translations             jsonb,
  sharing                  jsonb default '{}',
  primary key (dataapprovallevelid),
  unique (code),
  unique (name),
  unique (orgunitlevel, categoryoptiongroupsetid),
  unique (uid)
);
create index in_dataapprovallevel_level on dataapprovallevel (level);

create table dataapprovalworkflow (
  workflowid      bigint not null,
  uid             varchar(11) not null,
  code            varchar(50),
  created         timestamp not null,
  lastupdated     timestamp not null,
  lastupdatedby   bigint,
  name            varchar(230) not null,
  periodtypeid    integer not null,
  categorycomboid bigint not null,
  userid          bigint,
  publicaccess    varchar(8),
  translations    jsonb,
  sharing         jsonb default '{}',
  primary key (workflowid),
  unique (code),
  unique (name),
  unique (uid)
);

create table dataapprovalworkflowlevels (
  workflowid          bigint not null,
  dataapprovallevelid bigint not null,
  primary key (workflowid, dataapprovallevelid)
);
-- [/standalone]
