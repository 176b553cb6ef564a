-- [standalone]
-- Data sets. Tables and columns as in DHIS2 2.42; foreign keys follow when all tables stand.

create table dataset (
  datasetid                    bigint not null,
  uid                          varchar(11) not null,
  code                         varchar(50),
  created                      timestamp not null,
  lastupdated                  timestamp not null,
  lastupdatedby                bigint,
  name                         varchar(230) not null,
  shortname                    varchar(50) not null,
  description                  text,
  formname                     text,
  style                        jsonb,
  periodtypeid                 integer not null,
  categorycomboid              bigint not null,
  mobile                       boolean not null,
  version                      integer,
  expirydays                   double precision,
  timelydays                   double precision,
  notifycompletinguser         boolean,
  workflowid                   bigint,
  openfutureperiods            integer,
  fieldcombinationrequired     boolean,
  validcompleteonly            boolean,
  novaluerequirescomment       boolean,
  skipoffline                  boolean,
  dataelementdecoration        boolean,
  renderastabs                 boolean,
  renderhorizontally           boolean,
  compulsoryfieldscompleteonly boolean,
  userid                       bigint,
  publicaccess                 varchar(8),
  dataentryform                bigint,
  notificationrecipients       bigint,
  translations                 jsonb,
  attributevalues              jsonb default '{}',
  openperiodsaftercoenddate    integer default 0,
  sharing                      jsonb default '{}',
  displayoptions               jsonb default '{}',
  primary key (datasetid),
  unique (code),
  unique (shortname),
  unique (uid)
);

create table datasetelement (
  datasetelementid integer not null,
  datasetid        bigint,
  dataelementid    bigint not null,
  categorycomboid  bigint,
  primary key (datasetelementid),
  unique (datasetid, dataelementid)
);

create table datasetsource (
  sourceid  bigint not null,
  datasetid bigint not null,
  primary key (datasetid, sourceid)
);
create index in_datasetsource_sourceid on datasetsource (sourceid);

create table datasetindicators (
  indicatorid bigint not null,
  datasetid   bigint not null,
  primary key (datasetid, indicatorid)
);

create table datasetlegendsets (
  datasetid   bigint not null,
  sort_order  integer not null,
  legendsetid bigint not null,
  primary key (datasetid, sort_order)
);

create table datasetoperands (
  datasetid            bigint not null,
  dataelementoperandid bigint not null,
  primary key (datasetid, dataelementoperandid)
);

create table datainputperiod (
  datainputperiodid integer not null,
  periodid          bigint not null,
  openingdate       timestamp,
  closingdate       timestamp,
  datasetid         bigint,
  primary key (datainputperiodid)
);

create table section (
  sectionid                   bigint not null,
  uid                         varchar(11) not null,
  code                        varchar(50),
  created                     timestamp not null,
  lastupdated                 timestamp not null,
  lastupdatedby               bigint,
  name                        varchar(230) not null,
  description                 text,
  datasetid                   bigint not null,
  sortorder                   integer not null,
  showrowtotals               boolean,
  showcolumntotals            boolean,
  translations                jsonb,
  attributevalues             jsonb default '{}',
  disabledataelementautogroup boolean default false,
  displayoptions              jsonb default '{}',
  primary key (sectionid),
  unique (code),
  unique (name, datasetid),
  unique (uid)
);

create table sectiondataelements (
  sectionid     bigint not null,
  sort_order    integer not null,
  dataelementid bigint not null,
  primary key (sectionid, sort_order)
);

create table sectiongreyedfields (
  sectionid            bigint not null,
  dataelementoperandid bigint not null,
  primary key (sectionid, dataelementoperandid)
);

create table sectionindicators (
  sectionid   bigint not null,
  sort_order  integer not null,
  indicatorid bigint not null,
  primary key (sectionid, sort_order)
);

create table dataentryform (
  dataentryformid bigint not null,
  uid             varchar(11) not null,
  code            varchar(50),
  created         timestamp not null,
  lastupdated     timestamp not null,
  lastupdatedby   bigint,
  name            varchar(160) not null,
  style           varchar(40),
  htmlcode        text,
  format          integer,
  translations    jsonb,
  primary key (dataentryformid),
  unique (code),
  unique (name),
  unique (uid)
);

create table lockexception (
  lockexceptionid    bigint not null,
  organisationunitid bigint,
  periodid           bigint,
  datasetid          bigint,
  created            timestamp not null default now(),
  primary key (lockexceptionid)
);

create table completedatasetregistration (
  datasetid              bigint not null,
  periodid               bigint not null,
  sourceid               bigint not null,
  attributeoptioncomboid bigint not null,
  date                   timestamp,
  storedby               varchar(255),
  lastupdatedby          varchar(255),
  lastupdated            timestamp,
  completed              boolean not null,
  primary key (datasetid, periodid, sourceid, attributeoptioncomboid)
);

create table datasetnotificationtemplate (
  datasetnotificationtemplateid    bigint not null,
  uid                              varchar(11) not null,
  code                             varchar(50),
  created                          timestamp not null,
  lastupdated                      timestamp not null,
  lastupdatedby                    bigint,
  name                             varchar(230) not null,
  subjecttemplate                  varchar(100),
  messagetemplate                  text not null,
  relativescheduleddays            integer,
  notifyparentorganisationunitonly boolean,
  notifyusersinhierarchyonly       boolean,
  sendstrategy                     varchar(50),
  usergroupid                      bigint,
  datasetnotificationtrigger       varchar(255),
  notificationrecipienttype        varchar(255),
  translations                     jsonb default '[]',
  primary key (datasetnotificationtemplateid),
  unique (code),
  unique (uid)
);

create table datasetnotification_datasets (
  datasetnotificationtemplateid bigint not null,
  datasetid                     bigint not null,
  primary key (datasetnotificationtemplateid, datasetid)
);

create table datasetnotificationtemplate_deliverychannel (
  datasetnotificationtemplateid bigint not null,
  deliverychannel               varchar(255)
);
-- [/standalone]
