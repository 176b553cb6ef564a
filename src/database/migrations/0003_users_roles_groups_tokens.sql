-- [standalone]
-- Users, roles, groups, tokens. Tables and columns as in DHIS2 2.42; foreign keys follow when all tables stand.

create table userinfo (
  userinfoid                 bigint not null,
  uid                        varchar(11) not null,
  code                       varchar(50),
  lastupdated                timestamp not null,
  created                    timestamp not null,
  surname                    varchar(160) not null,
  firstname                  varchar(160) not null,
  email                      varchar(160),
  phonenumber                varchar(80),
  jobtitle                   varchar(160),
  introduction               text,
  gender                     varchar(50),
  birthday                   date,
  nationality                varchar(160),
  employer                   varchar(160),
  education                  text,
  interests                  text,
  languages                  text,
  welcomemessage             text,
  lastcheckedinterpretations timestamp,
  whatsapp                   varchar(255),
  skype                      varchar(255),
  facebookmessenger          varchar(255),
  telegram                   varchar(255),
  twitter                    varchar(255),
  avatar                     bigint,
  attributevalues            jsonb default '{}',
  dataviewmaxorgunitlevel    integer,
  lastupdatedby              bigint,
  creatoruserid              bigint,
  username                   varchar(255),
  password                   varchar(60),
  secret                     text,
  externalauth               boolean,
  openid                     text,
  ldapid                     text,
  passwordlastupdated        timestamp,
  lastlogin                  timestamp,
  restoretoken               varchar(255),
  restoreexpiry              timestamp,
  selfregistered             boolean,
  invitation                 boolean,
  disabled                   boolean,
  uuid                       uuid,
  accountexpiry              timestamp,
  idtoken                    varchar(255),
  verifiedemail              varchar(255),
  emailverificationtoken     varchar(255),
  twofactortype              varchar(50) not null default 'NOT_ENABLED',
  name                       varchar(321) not null generated always as (((firstname)::text || ' '::text) || (surname)::text) stored,
  primary key (userinfoid),
  unique (code),
  unique (username),
  unique (verifiedemail)
);
create unique index in_userinfo_ldapid on userinfo (ldapid);
create unique index in_userinfo_uuid on userinfo (uuid);
create unique index uk_userinfo_uid on userinfo (uid);
create index in_userinfo_openid on userinfo (openid);

create table userrole (
  userroleid    bigint not null,
  uid           varchar(11) not null,
  code          varchar(50),
  created       timestamp not null,
  lastupdated   timestamp not null,
  lastupdatedby bigint,
  name          varchar(230) not null,
  description   varchar(255),
  userid        bigint,
  publicaccess  varchar(8),
  translations  jsonb,
  sharing       jsonb default '{}',
  primary key (userroleid),
  unique (code),
  unique (name),
  unique (uid)
);

create table userroleauthorities (
  userroleid bigint not null,
  authority  varchar(255),
  unique (userroleid, authority)
);

create table userrolerestrictions (
  userroleid  bigint not null,
  restriction varchar(255)
);

create table userrolemembers (
  userroleid bigint not null,
  userid     bigint not null,
  primary key (userid, userroleid)
);

create table usergroup (
  usergroupid     bigint not null,
  uid             varchar(11) not null,
  code            varchar(50),
  created         timestamp not null,
  lastupdated     timestamp not null,
  lastupdatedby   bigint,
  name            varchar(230) not null,
  userid          bigint,
  publicaccess    varchar(8),
  translations    jsonb,
  attributevalues jsonb default '{}',
  uuid            uuid,
  sharing         jsonb default '{}',
  primary key (usergroupid),
  unique (code),
  unique (uid)
);
create unique index uuid_usergroup_idx on usergroup (uuid);

create table usergroupmembers (
  userid      bigint not null,
  usergroupid bigint not null,
  primary key (usergroupid, userid)
);

create table usergroupmanaged (
  managedbygroupid bigint not null,
  managedgroupid   bigint not null,
  primary key (managedbygroupid, managedgroupid)
);

create table usermembership (
  organisationunitid bigint not null,
  userinfoid         bigint not null,
  primary key (userinfoid, organisationunitid)
);

create table userdatavieworgunits (
  userinfoid         bigint not null,
  organisationunitid bigint not null,
  primary key (userinfoid, organisationunitid)
);

create table userteisearchorgunits (
  userinfoid         bigint not null,
  organisationunitid bigint not null,
  primary key (userinfoid, organisationunitid)
);

create table users_catdimensionconstraints (
  userid                bigint not null,
  dataelementcategoryid bigint not null,
  primary key (userid, dataelementcategoryid)
);

create table users_cogsdimensionconstraints (
  userid                   bigint not null,
  categoryoptiongroupsetid bigint not null,
  primary key (userid, categoryoptiongroupsetid)
);

create table usersetting (
  userinfoid bigint not null,
  name       varchar(255) not null,
  value      bytea,
  primary key (userinfoid, name)
);

create table userapps (
  userinfoid bigint not null,
  sort_order integer not null,
  app        varchar(255),
  primary key (userinfoid, sort_order)
);

create table previouspasswords (
  userid           bigint not null,
  list_index       integer not null,
  previouspassword text,
  primary key (userid, list_index)
);

create table api_token (
  apitokenid    bigint not null,
  uid           varchar(11) not null,
  code          varchar(50),
  created       timestamp not null,
  lastupdated   timestamp not null,
  lastupdatedby bigint not null,
  createdby     bigint not null,
  version       integer not null,
  type          varchar(50) not null,
  expire        bigint not null,
  key           varchar(128) not null,
  attributes    jsonb default '{}',
  sharing       jsonb default '{}',
  primary key (apitokenid),
  unique (code),
  unique (uid)
);
-- [/standalone]
