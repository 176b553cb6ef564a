-- [standalone]
-- Attributes, options, legends, constants. Tables and columns as in DHIS2 2.42; foreign keys follow when all tables stand.

create table attribute (
  attributeid   bigint not null,
  uid           varchar(11) not null,
  code          varchar(50),
  created       timestamp not null,
  lastupdated   timestamp not null,
  lastupdatedby bigint,
  name          varchar(230) not null,
  shortname     varchar(50),
  description   text,
  valuetype     varchar(50) not null,
  mandatory     boolean not null,
  isunique      boolean,
  sortorder     integer,
  optionsetid   bigint,
  userid        bigint,
  publicaccess  varchar(8),
  translations  jsonb,
  sharing       jsonb default '{}',
  objecttypes   jsonb not null,
  primary key (attributeid),
  unique (code),
  unique (name),
  unique (uid)
);

create table optionset (
  optionsetid     bigint not null,
  uid             varchar(11) not null,
  code            varchar(50),
  created         timestamp not null,
  lastupdated     timestamp not null,
  lastupdatedby   bigint,
  name            varchar(230) not null,
  valuetype       varchar(50) not null,
  version         integer,
  userid          bigint,
  publicaccess    varchar(8),
  translations    jsonb,
  attributevalues jsonb default '{}',
  sharing         jsonb default '{}',
  description     text,
  primary key (optionsetid),
  unique (code),
  unique (name),
  unique (uid)
);

create table optionvalue (
  optionvalueid   bigint not null,
  uid             varchar(11) not null,
  code            varchar(230) not null,
  name            varchar(230) not null,
  created         timestamp not null,
  lastupdated     timestamp not null,
  sort_order      integer,
  description     text,
  formname        text,
  style           jsonb,
  optionsetid     bigint,
  translations    jsonb,
  attributevalues jsonb default '{}',
  primary key (optionvalueid),
  unique (optionsetid, code),
  unique (uid)
);

create table optiongroup (
  optiongroupid bigint not null,
  uid           varchar(11) not null,
  code          varchar(50),
  created       timestamp not null,
  lastupdated   timestamp not null,
  lastupdatedby bigint,
  name          varchar(230) not null,
  shortname     varchar(50) not null,
  optionsetid   bigint,
  userid        bigint,
  publicaccess  varchar(8),
  translations  jsonb,
  sharing       jsonb default '{}',
  description   text,
  primary key (optiongroupid),
  unique (code),
  unique (name),
  unique (shortname),
  unique (uid)
);

create table optiongroupmembers (
  optiongroupid bigint not null,
  optionid      bigint not null,
  primary key (optiongroupid, optionid)
);

create table optiongroupset (
  optiongroupsetid bigint not null,
  uid              varchar(11) not null,
  code             varchar(50),
  created          timestamp not null,
  lastupdated      timestamp not null,
  lastupdatedby    bigint,
  name             varchar(230) not null,
  description      text,
  datadimension    boolean not null,
  optionsetid      bigint,
  userid           bigint,
  publicaccess     varchar(8),
  translations     jsonb,
  sharing          jsonb default '{}',
  primary key (optiongroupsetid),
  unique (code),
  unique (name),
  unique (uid)
);

create table optiongroupsetmembers (
  optiongroupsetid bigint not null,
  sort_order       integer not null,
  optiongroupid    bigint not null,
  primary key (optiongroupsetid, sort_order),
  unique (optiongroupid)
);

create table maplegendset (
  maplegendsetid  bigint not null,
  uid             varchar(11) not null,
  code            varchar(50),
  created         timestamp not null,
  lastupdated     timestamp not null,
  lastupdatedby   bigint,
  name            varchar(230) not null,
  symbolizer      varchar(255),
  userid          bigint,
  publicaccess    varchar(8),
  translations    jsonb,
  attributevalues jsonb default '{}',
  sharing         jsonb default '{}',
  primary key (maplegendsetid),
  unique (code),
  unique (name),
  unique (uid)
);

create table maplegend (
  maplegendid    bigint not null,
  uid            varchar(11) not null,
  code           varchar(50),
  created        timestamp not null,
  lastupdated    timestamp not null,
  lastupdatedby  bigint,
  name           varchar(230) not null,
  startvalue     double precision not null,
  endvalue       double precision not null,
  color          varchar(255),
  image          varchar(255),
  maplegendsetid bigint,
  translations   jsonb,
  primary key (maplegendid),
  unique (code),
  unique (uid)
);
create index maplegend_endvalue on maplegend (endvalue);
create index maplegend_startvalue on maplegend (startvalue);

create table constant (
  constantid      bigint not null,
  uid             varchar(11) not null,
  code            varchar(50),
  created         timestamp not null,
  lastupdated     timestamp not null,
  lastupdatedby   bigint,
  name            varchar(230) not null,
  shortname       varchar(50) not null,
  description     text,
  value           double precision not null,
  userid          bigint,
  publicaccess    varchar(8),
  translations    jsonb,
  attributevalues jsonb default '{}',
  sharing         jsonb default '{}',
  primary key (constantid),
  unique (code),
  unique (name),
  unique (shortname),
  unique (uid)
);
-- [/standalone]
