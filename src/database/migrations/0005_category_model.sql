-- [standalone]
-- Category model. Tables and columns as in DHIS2 2.42; foreign keys follow when all tables stand.

create table category (
  categoryid        bigint not null,
  uid               varchar(11) not null,
  code              varchar(50),
  created           timestamp not null,
  lastupdated       timestamp not null,
  lastupdatedby     bigint,
  name              varchar(230) not null,
  datadimensiontype varchar(255) not null,
  datadimension     boolean not null,
  userid            bigint,
  publicaccess      varchar(8),
  translations      jsonb,
  attributevalues   jsonb default '{}',
  sharing           jsonb default '{}',
  shortname         varchar(50) not null,
  description       text,
  primary key (categoryid),
  unique (code),
  unique (name),
  unique (shortname),
  unique (uid)
);

create table categoryoption (
  categoryoptionid bigint not null,
  uid              varchar(11) not null,
  code             varchar(50),
  created          timestamp not null,
  lastupdated      timestamp not null,
  lastupdatedby    bigint,
  name             varchar(230) not null,
  shortname        varchar(50) not null,
  startdate        date,
  enddate          date,
  style            jsonb,
  userid           bigint,
  publicaccess     varchar(8),
  translations     jsonb,
  formname         varchar(230),
  attributevalues  jsonb default '{}',
  sharing          jsonb default '{}',
  description      text,
  primary key (categoryoptionid),
  unique (code),
  unique (name),
  unique (shortname),
  unique (uid)
);

create table categorycombo (
  categorycomboid   bigint not null,
  uid               varchar(11) not null,
  code              varchar(50),
  created           timestamp not null,
  lastupdated       timestamp not null,
  lastupdatedby     bigint,
  name              varchar(230) not null,
  datadimensiontype varchar(255) not null,
  skiptotal         boolean not null,
  userid            bigint,
  publicaccess      varchar(8),
  translations      jsonb,
  sharing           jsonb default '{}',
  primary key (categorycomboid),
  unique (code),
  unique (name),
  unique (uid)
);

create table categoryoptioncombo (
  categoryoptioncomboid bigint not null,
  uid                   varchar(11) not null,
  code                  varchar(50),
  created               timestamp not null,
  lastupdated           timestamp not null,
  lastupdatedby         bigint,
  name                  text,
  ignoreapproval        boolean,
  translations          jsonb,
  attributevalues       jsonb default '{}',
  primary key (categoryoptioncomboid),
  unique (code),
  unique (uid)
);
create index in_categoryoptioncombo_name on categoryoptioncombo (name);

create table categories_categoryoptions (
  categoryid       bigint not null,
  sort_order       integer not null,
  categoryoptionid bigint not null,
  primary key (categoryid, sort_order)
);
create index in_categories_categoryoptions_coid on categories_categoryoptions (categoryoptionid, categoryid);

create table categorycombos_categories (
  categoryid      bigint,
  sort_order      integer not null,
  categorycomboid bigint not null,
  primary key (categorycomboid, sort_order)
);

create table categorycombos_optioncombos (
  categoryoptioncomboid bigint not null,
  categorycomboid       bigint not null,
  primary key (categoryoptioncomboid)
);

create table categoryoptioncombos_categoryoptions (
  categoryoptioncomboid bigint not null,
  categoryoptionid      bigint not null,
  primary key (categoryoptioncomboid, categoryoptionid)
);

create table categoryoption_organisationunits (
  organisationunitid bigint not null,
  categoryoptionid   bigint not null,
  primary key (categoryoptionid, organisationunitid)
);

create table categoryoptiongroup (
  categoryoptiongroupid bigint not null,
  uid                   varchar(11) not null,
  code                  varchar(50),
  created               timestamp not null,
  lastupdated           timestamp not null,
  lastupdatedby         bigint,
  name                  varchar(230) not null,
  shortname             varchar(50) not null,
  datadimensiontype     varchar(255),
  userid                bigint,
  publicaccess          varchar(8),
  translations          jsonb,
  attributevalues       jsonb default '{}',
  sharing               jsonb default '{}',
  description           text,
  primary key (categoryoptiongroupid),
  unique (code),
  unique (name),
  unique (shortname),
  unique (uid)
);

create table categoryoptiongroupmembers (
  categoryoptiongroupid bigint not null,
  categoryoptionid      bigint not null,
  primary key (categoryoptiongroupid, categoryoptionid)
);

create table categoryoptiongroupset (
  categoryoptiongroupsetid bigint not null,
  uid                      varchar(11) not null,
  code                     varchar(50),
  created                  timestamp not null,
  lastupdated              timestamp not null,
  lastupdatedby            bigint,
  name                     varchar(230) not null,
  description              text,
  datadimension            boolean not null,
  datadimensiontype        varchar(255),
  userid                   bigint,
  publicaccess             varchar(8),
  translations             jsonb,
  attributevalues          jsonb default '{}',
  sharing                  jsonb default '{}',
  shortname                varchar(50) not null,
  primary key (categoryoptiongroupsetid),
  unique (code),
  unique (name),
  unique (shortname),
  unique (uid)
);

create table categoryoptiongroupsetmembers (
  categoryoptiongroupid    bigint,
  categoryoptiongroupsetid bigint not null,
  sort_order               integer not null,
  primary key (categoryoptiongroupsetid, sort_order)
);
-- [/standalone]
