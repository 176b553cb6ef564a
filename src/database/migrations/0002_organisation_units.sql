-- [standalone]
-- Organisation units. Tables and columns as in DHIS2 2.42; foreign keys follow when all tables stand.
-- Without PostGIS a geometry is a GeoJSON geometry object in jsonb.

create table organisationunit (
  organisationunitid bigint not null,
  uid                varchar(11) not null,
  code               varchar(50),
  created            timestamp not null,
  lastupdated        timestamp not null,
  lastupdatedby      bigint,
  name               varchar(230) not null,
  shortname          varchar(50) not null,
  parentid           bigint,
  path               varchar(255),
  hierarchylevel     integer,
  description        text,
  openingdate        date not null,
  closeddate         date,
  comment            text,
  url                varchar(255),
  contactperson      varchar(255),
  address            varchar(255),
  email              varchar(150),
  phonenumber        varchar(150),
  userid             bigint,
  translations       jsonb,
  geometry           jsonb check (
    geometry is null
    or coalesce(
      geometry ->> 'type' in ('Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon')
        and jsonb_typeof(geometry -> 'coordinates') = 'array'
      or geometry ->> 'type' = 'GeometryCollection' and jsonb_typeof(geometry -> 'geometries') = 'array',
      false
    )
  ),
  attributevalues    jsonb default '{}',
  image              bigint,
  primary key (organisationunitid),
  unique (code),
  unique (path),
  unique (uid)
);
create index in_organisationunit_hierarchylevel on organisationunit (hierarchylevel);
create index in_organisationunit_path on organisationunit (path varchar_pattern_ops);
create index in_parentid on organisationunit (parentid);

create table orgunitlevel (
  orgunitlevelid bigint not null,
  uid            varchar(11) not null,
  code           varchar(50),
  created        timestamp not null,
  lastupdated    timestamp not null,
  lastupdatedby  bigint,
  name           varchar(230) not null,
  level          integer not null,
  offlinelevels  integer,
  translations   jsonb,
  primary key (orgunitlevelid),
  unique (code),
  unique (level),
  unique (uid)
);

create table orgunitgroup (
  orgunitgroupid  bigint not null,
  uid             varchar(11) not null,
  code            varchar(50),
  created         timestamp not null,
  lastupdated     timestamp not null,
  lastupdatedby   bigint,
  name            varchar(230) not null,
  shortname       varchar(50) not null,
  symbol          varchar(255),
  color           varchar(255),
  userid          bigint,
  publicaccess    varchar(8),
  translations    jsonb,
  geometry        jsonb check (
    geometry is null
    or coalesce(
      geometry ->> 'type' in ('Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon')
        and jsonb_typeof(geometry -> 'coordinates') = 'array'
      or geometry ->> 'type' = 'GeometryCollection' and jsonb_typeof(geometry -> 'geometries') = 'array',
      false
    )
  ),
  attributevalues jsonb default '{}',
  sharing         jsonb default '{}',
  description     text,
  primary key (orgunitgroupid),
  unique (code),
  unique (name),
  unique (shortname),
  unique (uid)
);

create table orgunitgroupmembers (
  organisationunitid bigint not null,
  orgunitgroupid     bigint not null,
  primary key (orgunitgroupid, organisationunitid)
);

create table orgunitgroupset (
  orgunitgroupsetid              bigint not null,
  uid                            varchar(11) not null,
  code                           varchar(50),
  created                        timestamp not null,
  lastupdated                    timestamp not null,
  lastupdatedby                  bigint,
  name                           varchar(230) not null,
  description                    text,
  compulsory                     boolean not null,
  includesubhierarchyinanalytics boolean,
  datadimension                  boolean not null,
  userid                         bigint,
  publicaccess                   varchar(8),
  translations                   jsonb,
  attributevalues                jsonb default '{}',
  sharing                        jsonb default '{}',
  shortname                      varchar(50) not null,
  primary key (orgunitgroupsetid),
  unique (code),
  unique (name),
  unique (shortname),
  unique (uid)
);

create table orgunitgroupsetmembers (
  orgunitgroupsetid bigint not null,
  orgunitgroupid    bigint not null,
  primary key (orgunitgroupsetid, orgunitgroupid)
);
-- [/standalone]
