-- [standalone]
-- System, jobs, SQL views, stores, files. Tables and columns as in DHIS2 2.42; foreign keys follow when all tables stand.

create table systemsetting (
  systemsettingid bigint not null,
  name            varchar(255) not null,
  value           text,
  primary key (systemsettingid),
  unique (name)
);

create table configuration (
  configurationid                      integer not null,
  systemid                             varchar(255),
  feedbackrecipientsid                 bigint,
  offlineorgunitlevelid                bigint,
  infrastructuralindicatorsid          bigint,
  infrastructuraldataelementsid        bigint,
  infrastructuralperiodtypeid          integer,
  selfregistrationrole                 bigint,
  selfregistrationorgunit              bigint,
  facilityorgunitgroupset              bigint,
  facilityorgunitlevel                 bigint,
  systemupdatenotificationrecipientsid bigint,
  primary key (configurationid)
);

create table configuration_corswhitelist (
  configurationid integer not null,
  corswhitelist   varchar(255)
);

create table jobconfiguration (
  jobconfigurationid bigint not null,
  uid                varchar(11) not null,
  code               varchar(50),
  created            timestamp not null,
  lastupdated        timestamp not null,
  lastupdatedby      bigint,
  name               varchar(230) not null,
  cronexpression     varchar(255),
  lastexecuted       timestamp,
  enabled            boolean not null,
  jsonbjobparameters jsonb,
  jobtype            varchar(120) not null,
  jobstatus          varchar(120) not null,
  lastexecutedstatus varchar(120) not null,
  delay              integer,
  queuename          varchar(50),
  queueposition      integer,
  executedby         varchar(11),
  schedulingtype     varchar(12) not null default 'ONCE_ASAP',
  lastalive          timestamp,
  lastfinished       timestamp,
  cancel             boolean not null default false,
  progress           jsonb,
  errorcodes         text,
  primary key (jobconfigurationid),
  unique (code),
  unique (name),
  unique (uid)
);

create table sqlview (
  sqlviewid       bigint not null,
  uid             varchar(11) not null,
  code            varchar(50),
  created         timestamp not null,
  lastupdated     timestamp not null,
  lastupdatedby   bigint,
  name            varchar(230) not null,
  description     text,
  sqlquery        text not null,
  type            varchar(40) not null,
  cachestrategy   varchar(40) not null,
  externalaccess  boolean,
  userid          bigint,
  publicaccess    varchar(8),
  attributevalues jsonb default '{}',
  sharing         jsonb default '{}',
  primary key (sqlviewid),
  unique (code),
  unique (name),
  unique (uid)
);

create table tablehook (
  analyticstablehookid bigint not null,
  uid                  varchar(11) not null,
  code                 varchar(50),
  created              timestamp not null,
  lastupdated          timestamp not null,
  lastupdatedby        bigint,
  name                 varchar(255) not null,
  analyticstablephase  varchar(50) not null,
  resourcetabletype    varchar(50),
  analyticstabletype   varchar(50),
  sql                  text not null,
  primary key (analyticstablehookid),
  unique (code),
  unique (name),
  unique (uid)
);

create table keyjsonvalue (
  keyjsonvalueid  bigint not null,
  uid             varchar(11) not null,
  code            varchar(50),
  created         timestamp not null,
  lastupdated     timestamp not null,
  lastupdatedby   bigint,
  namespace       varchar(255) not null,
  namespacekey    varchar(255) not null,
  encrypted_value varchar(255),
  encrypted       boolean,
  userid          bigint,
  publicaccess    varchar(8),
  jbvalue         jsonb,
  sharing         jsonb default '{}',
  primary key (keyjsonvalueid),
  unique (code),
  unique (namespace, namespacekey),
  unique (uid)
);

create table userkeyjsonvalue (
  userkeyjsonvalueid bigint not null,
  uid                varchar(11) not null,
  code               varchar(50),
  created            timestamp not null,
  lastupdated        timestamp not null,
  lastupdatedby      bigint,
  userid             bigint not null,
  namespace          varchar(255) not null,
  userkey            varchar(255) not null,
  encrypted_value    varchar(255),
  encrypted          boolean,
  jbvalue            jsonb,
  primary key (userkeyjsonvalueid),
  unique (code),
  unique (uid),
  unique (userid, namespace, userkey)
);
create index userkeyjsonvalue_user on userkeyjsonvalue (userid);

create table fileresource (
  fileresourceid          bigint not null,
  uid                     varchar(11) not null,
  code                    varchar(50),
  created                 timestamp not null,
  lastupdated             timestamp not null,
  lastupdatedby           bigint,
  name                    varchar(230) not null,
  contenttype             varchar(255) not null,
  contentlength           bigint not null,
  contentmd5              varchar(32) not null,
  storagekey              varchar(1024) not null,
  isassigned              boolean not null,
  domain                  varchar(40),
  userid                  bigint,
  hasmultiplestoragefiles boolean,
  fileresourceowner       varchar(255),
  primary key (fileresourceid),
  unique (code),
  unique (storagekey),
  unique (uid)
);

create table externalfileresource (
  externalfileresourceid bigint not null,
  uid                    varchar(11) not null,
  code                   varchar(50),
  created                timestamp not null,
  lastupdated            timestamp not null,
  lastupdatedby          bigint,
  accesstoken            varchar(255),
  expires                timestamp,
  fileresourceid         bigint not null,
  primary key (externalfileresourceid),
  unique (code),
  unique (fileresourceid),
  unique (uid)
);

create table document (
  documentid      bigint not null,
  uid             varchar(11) not null,
  code            varchar(50),
  created         timestamp not null,
  lastupdated     timestamp not null,
  lastupdatedby   bigint,
  name            varchar(230) not null,
  url             text not null,
  fileresource    bigint,
  external        boolean not null,
  contenttype     varchar(255),
  attachment      boolean,
  externalaccess  boolean,
  userid          bigint,
  publicaccess    varchar(8),
  translations    jsonb,
  attributevalues jsonb default '{}',
  sharing         jsonb default '{}',
  primary key (documentid),
  unique (code),
  unique (uid)
);

create table deletedobject (
  deletedobjectid bigint not null,
  klass           varchar(255) not null,
  uid             varchar(255) not null,
  code            varchar(255),
  deleted_at      timestamp not null,
  deleted_by      varchar(255),
  primary key (deletedobjectid),
  unique (klass, uid)
);
create unique index uk_deletedobject_uid on deletedobject (uid);

create table audit (
  auditid    integer not null default nextval('audit_auditid_seq'),
  audittype  text not null,
  auditscope text not null,
  createdat  timestamp not null,
  createdby  text not null,
  klass      text,
  uid        text,
  code       text,
  attributes jsonb default '{}',
  data       bytea,
  primary key (auditid)
);

create table i18nlocale (
  i18nlocaleid  bigint not null,
  uid           varchar(11) not null,
  code          varchar(50),
  created       timestamp not null,
  lastupdated   timestamp not null,
  lastupdatedby bigint,
  name          varchar(250) not null,
  locale        varchar(15) not null,
  primary key (i18nlocaleid),
  unique (code),
  unique (locale),
  unique (name),
  unique (uid)
);

create table metadataversion (
  versionid     bigint not null,
  uid           varchar(11) not null,
  code          varchar(50),
  created       timestamp not null,
  lastupdated   timestamp not null,
  lastupdatedby bigint,
  name          varchar(230) not null,
  versiontype   varchar(50),
  importdate    timestamp,
  hashcode      varchar(50) not null,
  primary key (versionid),
  unique (code),
  unique (hashcode),
  unique (name),
  unique (uid)
);

create table version (
  versionid    bigint not null,
  versionkey   varchar(230) not null,
  versionvalue varchar(255),
  primary key (versionid),
  unique (versionkey)
);

create table externalnotificationlogentry (
  externalnotificationlogentryid bigint not null,
  uid                            varchar(11),
  created                        timestamp not null,
  lastupdated                    timestamp not null,
  lastsentat                     timestamp,
  retries                        integer,
  key                            text not null,
  templateuid                    text not null,
  allowmultiple                  boolean,
  triggerby                      varchar(255),
  primary key (externalnotificationlogentryid),
  unique (key),
  unique (uid)
);
-- [/standalone]
