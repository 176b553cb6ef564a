-- [standalone]
-- Validation and prediction. Tables and columns as in DHIS2 2.42; foreign keys follow when all tables stand.

create table expression (
  expressionid         bigint not null,
  description          varchar(255),
  expression           text,
  slidingwindow        boolean,
  missingvaluestrategy varchar(100) not null,
  translations         jsonb default '[]',
  primary key (expressionid)
);

create table validationrule (
  validationruleid   bigint not null,
  uid                varchar(11) not null,
  code               varchar(50),
  created            timestamp not null,
  lastupdated        timestamp not null,
  lastupdatedby      bigint,
  name               varchar(230) not null,
  description        text,
  instruction        text,
  importance         varchar(50),
  operator           varchar(255) not null,
  leftexpressionid   bigint,
  rightexpressionid  bigint,
  skipformvalidation boolean,
  periodtypeid       integer not null,
  userid             bigint,
  publicaccess       varchar(8),
  translations       jsonb,
  attributevalues    jsonb default '{}',
  sharing            jsonb default '{}',
  shortname          varchar(50),
  primary key (validationruleid),
  unique (code),
  unique (leftexpressionid),
  unique (name),
  unique (rightexpressionid),
  unique (uid)
);

create table validationrulegroup (
  validationrulegroupid bigint not null,
  uid                   varchar(11) not null,
  code                  varchar(50),
  created               timestamp not null,
  lastupdated           timestamp not null,
  lastupdatedby         bigint,
  name                  varchar(230) not null,
  description           text,
  userid                bigint,
  publicaccess          varchar(8),
  translations          jsonb,
  attributevalues       jsonb default '{}',
  sharing               jsonb default '{}',
  primary key (validationrulegroupid),
  unique (code),
  unique (name),
  unique (uid)
);

create table validationrulegroupmembers (
  validationgroupid bigint not null,
  validationruleid  bigint not null,
  primary key (validationgroupid, validationruleid)
);

create table validationruleorganisationunitlevels (
  validationruleid      bigint not null,
  organisationunitlevel integer
);

create table validationresult (
  validationresultid     bigint not null,
  created                timestamp not null,
  leftsidevalue          double precision,
  rightsidevalue         double precision,
  validationruleid       bigint,
  periodid               bigint,
  organisationunitid     bigint,
  attributeoptioncomboid bigint,
  dayinperiod            integer,
  notificationsent       boolean,
  primary key (validationresultid),
  unique (validationruleid, periodid, organisationunitid, attributeoptioncomboid, dayinperiod)
);

create table validationnotificationtemplate (
  validationnotificationtemplateid bigint not null,
  uid                              varchar(11) not null,
  code                             varchar(50),
  created                          timestamp not null,
  lastupdated                      timestamp not null,
  lastupdatedby                    bigint,
  name                             varchar(230) not null,
  subjecttemplate                  varchar(100),
  messagetemplate                  text,
  notifyusersinhierarchyonly       boolean,
  sendstrategy                     varchar(50) not null,
  translations                     jsonb default '[]',
  primary key (validationnotificationtemplateid),
  unique (code),
  unique (uid)
);

create table validationnotificationtemplate_recipientusergroups (
  validationnotificationtemplateid bigint not null,
  usergroupid                      bigint not null,
  primary key (validationnotificationtemplateid, usergroupid)
);

create table validationnotificationtemplatevalidationrules (
  validationnotificationtemplateid bigint not null,
  validationruleid                 bigint not null,
  primary key (validationnotificationtemplateid, validationruleid)
);

create table predictor (
  predictorid                 bigint not null,
  uid                         varchar(11) not null,
  code                        varchar(50),
  created                     timestamp not null,
  lastupdated                 timestamp not null,
  lastupdatedby               bigint,
  name                        varchar(230) not null,
  description                 text,
  generatorexpressionid       bigint,
  generatoroutput             bigint not null,
  generatoroutputcombo        bigint,
  skiptestexpressionid        bigint,
  periodtypeid                integer not null,
  sequentialsamplecount       integer not null,
  annualsamplecount           integer not null,
  sequentialskipcount         integer,
  translations                jsonb default '[]',
  organisationunitdescendants varchar(100) default 'SELECTED',
  shortname                   varchar(50) not null,
  primary key (predictorid),
  unique (code),
  unique (generatorexpressionid),
  unique (name),
  unique (shortname),
  unique (skiptestexpressionid),
  unique (uid)
);

create table predictorgroup (
  predictorgroupid bigint not null,
  uid              varchar(11) not null,
  code             varchar(50),
  created          timestamp not null,
  lastupdated      timestamp not null,
  lastupdatedby    bigint,
  name             varchar(230) not null,
  description      text,
  userid           bigint,
  publicaccess     varchar(8),
  translations     jsonb,
  sharing          jsonb default '{}',
  primary key (predictorgroupid),
  unique (code),
  unique (name),
  unique (uid)
);

create table predictorgroupmembers (
  predictorid      bigint not null,
  predictorgroupid bigint not null,
  primary key (predictorgroupid, predictorid)
);

create table predictororgunitlevels (
  predictorid    bigint not null,
  orgunitlevelid bigint not null,
  primary key (predictorid, orgunitlevelid)
);
-- [/standalone]
