-- [standalone]
-- Data elements. Tables and columns as in DHIS2 2.42; foreign keys follow when all tables stand.

create table dataelement (
  dataelementid      bigint not null,
  uid                varchar(11) not null,
  code               varchar(50),
  created            timestamp not null,
  lastupdated        timestamp not null,
  lastupdatedby      bigint,
  name               varchar(230) not null,
  shortname          varchar(50) not null,
  description        text,
  formname           varchar(230),
  style              jsonb,
  valuetype          varchar(50) not null,
  domaintype         varchar(255) not null,
  aggregationtype    varchar(50) not null,
  categorycomboid    bigint not null,
  url                varchar(255),
  zeroissignificant  boolean not null,
  optionsetid        bigint,
  commentoptionsetid bigint,
  userid             bigint,
  publicaccess       varchar(8),
  fieldmask          varchar(255),
  translations       jsonb,
  attributevalues    jsonb default '{}',
  sharing            jsonb default '{}',
  valuetypeoptions   jsonb,
  primary key (dataelementid),
  unique (code),
  unique (name),
  unique (shortname),
  unique (uid)
);

create table dataelementaggregationlevels (
  dataelementid    bigint not null,
  sort_order       integer not null,
  aggregationlevel integer,
  primary key (dataelementid, sort_order)
);

create table dataelementgroup (
  dataelementgroupid bigint not null,
  uid                varchar(11) not null,
  code               varchar(50),
  created            timestamp not null,
  lastupdated        timestamp not null,
  lastupdatedby      bigint,
  name               varchar(230) not null,
  shortname          varchar(50) not null,
  userid             bigint,
  publicaccess       varchar(8),
  translations       jsonb,
  attributevalues    jsonb default '{}',
  description        text,
  sharing            jsonb default '{}',
  primary key (dataelementgroupid),
  unique (code),
  unique (name),
  unique (shortname),
  unique (uid)
);

create table dataelementgroupmembers (
  dataelementid      bigint not null,
  dataelementgroupid bigint not null,
  primary key (dataelementgroupid, dataelementid)
);

create table dataelementgroupset (
  dataelementgroupsetid bigint not null,
  uid                   varchar(11) not null,
  code                  varchar(50),
  created               timestamp not null,
  lastupdated           timestamp not null,
  lastupdatedby         bigint,
  name                  varchar(230) not null,
  description           text,
  compulsory            boolean,
  datadimension         boolean not null,
  userid                bigint,
  publicaccess          varchar(8),
  translations          jsonb,
  attributevalues       jsonb default '{}',
  sharing               jsonb default '{}',
  shortname             varchar(50) not null,
  primary key (dataelementgroupsetid),
  unique (code),
  unique (name),
  unique (shortname),
  unique (uid)
);

create table dataelementgroupsetmembers (
  dataelementgroupsetid bigint not null,
  sort_order            integer not null,
  dataelementgroupid    bigint not null,
  primary key (dataelementgroupsetid, sort_order)
);

create table dataelementlegendsets (
  dataelementid bigint not null,
  sort_order    integer not null,
  legendsetid   bigint not null,
  primary key (dataelementid, sort_order)
);

create table dataelementoperand (
  dataelementoperandid  bigint not null,
  dataelementid         bigint,
  categoryoptioncomboid bigint,
  primary key (dataelementoperandid)
);
-- [/standalone]
