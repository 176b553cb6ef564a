-- [standalone]
-- Indicators. Tables and columns as in DHIS2 2.42; foreign keys follow when all tables stand.

create table indicator (
  indicatorid                         bigint not null,
  uid                                 varchar(11) not null,
  code                                varchar(50),
  created                             timestamp not null,
  lastupdated                         timestamp not null,
  lastupdatedby                       bigint,
  name                                varchar(230) not null,
  shortname                           varchar(50) not null,
  description                         text,
  formname                            text,
  annualized                          boolean not null,
  decimals                            integer,
  indicatortypeid                     bigint not null,
  numerator                           text not null,
  numeratordescription                text,
  denominator                         text not null,
  denominatordescription              text,
  url                                 varchar(255),
  style                               jsonb,
  aggregateexportcategoryoptioncombo  varchar(255),
  aggregateexportattributeoptioncombo varchar(255),
  userid                              bigint,
  publicaccess                        varchar(8),
  translations                        jsonb,
  attributevalues                     jsonb default '{}',
  sharing                             jsonb default '{}',
  primary key (indicatorid),
  unique (code),
  unique (uid)
);

create table indicatortype (
  indicatortypeid bigint not null,
  uid             varchar(11) not null,
  code            varchar(50),
  created         timestamp not null,
  lastupdated     timestamp not null,
  lastupdatedby   bigint,
  name            varchar(230) not null,
  indicatorfactor integer not null,
  indicatornumber boolean,
  translations    jsonb,
  primary key (indicatortypeid),
  unique (code),
  unique (name),
  unique (uid)
);

create table indicatorgroup (
  indicatorgroupid bigint not null,
  uid              varchar(11) not null,
  code             varchar(50),
  created          timestamp not null,
  lastupdated      timestamp not null,
  lastupdatedby    bigint,
  name             varchar(230) not null,
  userid           bigint,
  publicaccess     varchar(8),
  translations     jsonb,
  attributevalues  jsonb default '{}',
  description      text,
  sharing          jsonb default '{}',
  primary key (indicatorgroupid),
  unique (code),
  unique (uid)
);

create table indicatorgroupmembers (
  indicatorid      bigint not null,
  indicatorgroupid bigint not null,
  primary key (indicatorgroupid, indicatorid)
);

create table indicatorgroupset (
  indicatorgroupsetid bigint not null,
  uid                 varchar(11) not null,
  code                varchar(50),
  created             timestamp not null,
  lastupdated         timestamp not null,
  lastupdatedby       bigint,
  name                varchar(230) not null,
  description         text,
  compulsory          boolean,
  userid              bigint,
  publicaccess        varchar(8),
  translations        jsonb,
  sharing             jsonb default '{}',
  shortname           varchar(50) not null,
  primary key (indicatorgroupsetid),
  unique (code),
  unique (shortname),
  unique (uid)
);

create table indicatorgroupsetmembers (
  indicatorgroupid    bigint not null,
  indicatorgroupsetid bigint not null,
  sort_order          integer not null,
  primary key (indicatorgroupsetid, sort_order)
);

create table indicatorlegendsets (
  indicatorid bigint not null,
  sort_order  integer not null,
  legendsetid bigint not null,
  primary key (indicatorid, sort_order)
);
-- [/standalone]
