-- [standalone]
-- Programs and tracker metadata. Tables and columns as in DHIS2 2.42; foreign keys follow when all tables stand.

create table program (
  programid                       bigint not null,
  uid                             varchar(11) not null,
  code                            varchar(50),
  created                         timestamp not null,
  lastupdated                     timestamp not null,
  lastupdatedby                   bigint,
  name                            varchar(230) not null,
  shortname                       varchar(50) not null,
  description                     text,
  formname                        text,
  version                         integer,
  enrollmentdatelabel             text,
  incidentdatelabel               text,
  type                            varchar(255) not null,
  displayincidentdate             boolean,
  onlyenrollonce                  boolean,
  skipoffline                     boolean not null,
  displayfrontpagelist            boolean,
  usefirststageduringregistration boolean,
  capturecoordinates              boolean,
  expirydays                      integer,
  completeeventsexpirydays        integer,
  minattributesrequiredtosearch   integer,
  maxteicounttoreturn             integer,
  style                           jsonb,
  accesslevel                     varchar(100),
  expiryperiodtypeid              integer,
  ignoreoverdueevents             boolean,
  selectenrollmentdatesinfuture   boolean,
  selectincidentdatesinfuture     boolean,
  relatedprogramid                bigint,
  categorycomboid                 bigint not null,
  trackedentitytypeid             bigint,
  dataentryformid                 bigint,
  userid                          bigint,
  publicaccess                    varchar(8),
  featuretype                     varchar(255),
  translations                    jsonb,
  attributevalues                 jsonb default '{}',
  sharing                         jsonb default '{}',
  opendaysaftercoenddate          integer default 0,
  enrollmentlabel                 text,
  followuplabel                   text,
  orgunitlabel                    text,
  relationshiplabel               text,
  notelabel                       text,
  trackedentityattributelabel     text,
  programstagelabel               text,
  eventlabel                      text,
  categorymappings                jsonb default '[]',
  primary key (programid),
  unique (code),
  unique (uid)
);

create table program_attributes (
  programtrackedentityattributeid bigint not null,
  uid                             varchar(11) not null,
  code                            varchar(50),
  created                         timestamp not null,
  lastupdated                     timestamp not null,
  lastupdatedby                   bigint,
  programid                       bigint,
  trackedentityattributeid        bigint not null,
  displayinlist                   boolean,
  mandatory                       boolean,
  sort_order                      integer,
  allowfuturedate                 boolean,
  renderoptionsasradio            boolean,
  rendertype                      jsonb,
  searchable                      boolean,
  skipindividualanalytics         boolean default false,
  primary key (programtrackedentityattributeid),
  unique (code),
  unique (programid, trackedentityattributeid),
  unique (uid)
);

create table program_organisationunits (
  organisationunitid bigint not null,
  programid          bigint not null,
  primary key (programid, organisationunitid)
);

create table program_userroles (
  programid  bigint,
  userroleid bigint not null
);

create table programstage (
  programstageid            bigint not null,
  uid                       varchar(11) not null,
  code                      varchar(50),
  created                   timestamp not null,
  lastupdated               timestamp not null,
  lastupdatedby             bigint,
  name                      varchar(230) not null,
  description               text,
  formname                  text,
  mindaysfromstart          integer not null,
  programid                 bigint,
  repeatable                boolean not null,
  dataentryformid           bigint,
  standardinterval          integer,
  executiondatelabel        varchar(255),
  duedatelabel              varchar(255),
  autogenerateevent         boolean,
  displaygenerateeventbox   boolean,
  generatedbyenrollmentdate boolean,
  blockentryform            boolean,
  remindcompleted           boolean,
  allowgeneratenextvisit    boolean,
  openafterenrollment       boolean,
  reportdatetouse           varchar(255),
  pregenerateuid            boolean,
  style                     jsonb,
  hideduedate               boolean,
  sort_order                integer,
  featuretype               varchar(255),
  periodtypeid              integer,
  userid                    bigint,
  publicaccess              varchar(8),
  validationstrategy        varchar(32) not null,
  translations              jsonb,
  enableuserassignment      boolean not null,
  attributevalues           jsonb default '{}',
  nextscheduledateid        bigint,
  sharing                   jsonb default '{}',
  referral                  boolean not null default false,
  programstagelabel         text,
  eventlabel                text,
  primary key (programstageid),
  unique (code),
  unique (uid)
);

create table programstagedataelement (
  programstagedataelementid bigint not null,
  uid                       varchar(11) not null,
  code                      varchar(50),
  created                   timestamp not null,
  lastupdated               timestamp not null,
  lastupdatedby             bigint,
  programstageid            bigint,
  dataelementid             bigint not null,
  compulsory                boolean not null,
  allowprovidedelsewhere    boolean,
  sort_order                integer,
  displayinreports          boolean,
  allowfuturedate           boolean,
  renderoptionsasradio      boolean,
  rendertype                jsonb,
  skipsynchronization       boolean not null,
  skipanalytics             boolean not null,
  primary key (programstagedataelementid),
  unique (code),
  unique (programstageid, dataelementid),
  unique (uid)
);

create table programstagesection (
  programstagesectionid bigint not null,
  uid                   varchar(11) not null,
  code                  varchar(50),
  created               timestamp not null,
  lastupdated           timestamp not null,
  lastupdatedby         bigint,
  name                  varchar(230) not null,
  description           text,
  formname              text,
  style                 jsonb,
  rendertype            jsonb,
  programstageid        bigint,
  sortorder             integer not null,
  translations          jsonb,
  primary key (programstagesectionid),
  unique (code),
  unique (uid)
);

create table programstagesection_dataelements (
  programstagesectionid bigint not null,
  sort_order            integer not null,
  dataelementid         bigint not null,
  primary key (programstagesectionid, sort_order)
);

create table programstagesection_programindicators (
  programstagesectionid bigint not null,
  sort_order            integer not null,
  programindicatorid    bigint not null,
  primary key (programstagesectionid, sort_order)
);

create table programsection (
  programsectionid bigint not null,
  uid              varchar(11) not null,
  code             varchar(50),
  created          timestamp not null,
  lastupdated      timestamp not null,
  lastupdatedby    bigint,
  name             varchar(230) not null,
  description      text,
  formname         text,
  style            jsonb,
  rendertype       jsonb,
  programid        bigint,
  sortorder        integer not null,
  translations     jsonb,
  primary key (programsectionid),
  unique (code),
  unique (uid)
);

create table programsection_attributes (
  programsectionid         bigint not null,
  sort_order               integer not null,
  trackedentityattributeid bigint not null,
  primary key (programsectionid, sort_order)
);

create table programindicator (
  programindicatorid                  bigint not null,
  uid                                 varchar(11) not null,
  code                                varchar(50),
  created                             timestamp not null,
  lastupdated                         timestamp not null,
  lastupdatedby                       bigint,
  name                                varchar(230) not null,
  shortname                           varchar(50) not null,
  description                         text,
  formname                            text,
  style                               jsonb,
  programid                           bigint not null,
  expression                          text,
  filter                              text,
  aggregationtype                     varchar(40),
  decimals                            integer,
  aggregateexportcategoryoptioncombo  varchar(255),
  aggregateexportattributeoptioncombo varchar(255),
  displayinform                       boolean,
  analyticstype                       varchar(15) not null,
  userid                              bigint,
  publicaccess                        varchar(8),
  translations                        jsonb,
  attributevalues                     jsonb default '{}',
  sharing                             jsonb default '{}',
  orgunitfield                        text,
  aggregateexportdataelement          varchar(255),
  categorycomboid                     bigint not null,
  attributecomboid                    bigint not null,
  categorymappingids                  jsonb default '[]',
  primary key (programindicatorid),
  unique (code),
  unique (name),
  unique (shortname),
  unique (uid)
);

create table programexpression (
  programexpressionid bigint not null,
  description         varchar(255),
  expression          text,
  primary key (programexpressionid)
);

create table periodboundary (
  periodboundaryid            bigint not null,
  uid                         varchar(11) not null,
  code                        varchar(50),
  created                     timestamp not null,
  lastupdated                 timestamp not null,
  lastupdatedby               bigint,
  boundarytarget              varchar(50),
  analyticsperiodboundarytype varchar(50),
  offsetperiods               integer,
  offsetperiodtypeid          integer,
  programindicatorid          bigint,
  primary key (periodboundaryid),
  unique (code),
  unique (uid)
);

create table programindicatorgroup (
  programindicatorgroupid bigint not null,
  uid                     varchar(11) not null,
  code                    varchar(50),
  created                 timestamp not null,
  lastupdated             timestamp not null,
  lastupdatedby           bigint,
  name                    varchar(230) not null,
  description             text,
  userid                  bigint,
  publicaccess            varchar(8),
  translations            jsonb,
  sharing                 jsonb default '{}',
  primary key (programindicatorgroupid),
  unique (code),
  unique (name),
  unique (uid)
);

create table programindicatorgroupmembers (
  programindicatorid      bigint not null,
  programindicatorgroupid bigint not null,
  primary key (programindicatorgroupid, programindicatorid)
);

create table programindicatorlegendsets (
  programindicatorid bigint not null,
  sort_order         integer not null,
  legendsetid        bigint not null,
  primary key (programindicatorid, sort_order)
);

create table programrule (
  programruleid  bigint not null,
  uid            varchar(11) not null,
  code           varchar(50),
  created        timestamp not null,
  lastupdated    timestamp not null,
  lastupdatedby  bigint,
  name           varchar(230) not null,
  description    varchar(255),
  programid      bigint not null,
  programstageid bigint,
  rulecondition  text,
  priority       integer,
  translations   jsonb,
  primary key (programruleid),
  unique (code),
  unique (uid)
);
create index program_rule_program on programrule (programid);

create table programruleaction (
  programruleactionid      bigint not null,
  uid                      varchar(11) not null,
  code                     varchar(50),
  created                  timestamp not null,
  lastupdated              timestamp not null,
  lastupdatedby            bigint,
  programruleid            bigint,
  actiontype               varchar(255) not null,
  dataelementid            bigint,
  trackedentityattributeid bigint,
  programindicatorid       bigint,
  programstagesectionid    bigint,
  programstageid           bigint,
  optionid                 bigint,
  optiongroupid            bigint,
  location                 varchar(255),
  content                  text,
  data                     text,
  evaluationtime           varchar(50),
  environments             jsonb,
  translations             jsonb,
  notificationtemplateid   bigint,
  primary key (programruleactionid),
  unique (code),
  unique (uid)
);

create table programrulevariable (
  programrulevariableid    bigint not null,
  uid                      varchar(11) not null,
  code                     varchar(50),
  created                  timestamp not null,
  lastupdated              timestamp not null,
  lastupdatedby            bigint,
  name                     varchar(230) not null,
  programid                bigint not null,
  sourcetype               varchar(255) not null,
  trackedentityattributeid bigint,
  dataelementid            bigint,
  usecodeforoptionset      boolean,
  programstageid           bigint,
  translations             jsonb default '[]',
  valuetype                varchar(50) not null,
  primary key (programrulevariableid),
  unique (code),
  unique (uid)
);
create index program_rule_variable_program on programrulevariable (programid);

create table programnotificationtemplate (
  programnotificationtemplateid    bigint not null,
  uid                              varchar(11) not null,
  code                             varchar(50),
  created                          timestamp not null,
  lastupdated                      timestamp not null,
  lastupdatedby                    bigint,
  name                             varchar(230) not null,
  relativescheduleddays            integer,
  usergroupid                      bigint,
  trackedentityattributeid         bigint,
  dataelementid                    bigint,
  subjecttemplate                  varchar(100),
  messagetemplate                  text not null,
  notifyparentorganisationunitonly boolean,
  notifyusersinhierarchyonly       boolean,
  notificationtrigger              varchar(255),
  notificationrecipienttype        varchar(255),
  programstageid                   bigint,
  programid                        bigint,
  sendrepeatable                   boolean not null,
  translations                     jsonb default '[]',
  primary key (programnotificationtemplateid),
  unique (code),
  unique (uid)
);

create table programnotificationtemplate_deliverychannel (
  programnotificationtemplatedeliverychannelid bigint not null,
  deliverychannel                              varchar(255)
);

create table trackedentitytype (
  trackedentitytypeid           bigint not null,
  uid                           varchar(11) not null,
  code                          varchar(50),
  created                       timestamp not null,
  lastupdated                   timestamp not null,
  lastupdatedby                 bigint,
  name                          varchar(230) not null,
  description                   text,
  formname                      text,
  style                         jsonb,
  minattributesrequiredtosearch integer,
  maxteicounttoreturn           integer,
  allowauditlog                 boolean,
  userid                        bigint,
  publicaccess                  varchar(8),
  featuretype                   varchar(255),
  translations                  jsonb,
  attributevalues               jsonb default '{}',
  sharing                       jsonb default '{}',
  shortname                     varchar(50) not null,
  primary key (trackedentitytypeid),
  unique (code),
  unique (name),
  unique (shortname),
  unique (uid)
);

create table trackedentitytypeattribute (
  trackedentitytypeattributeid bigint not null,
  uid                          varchar(11) not null,
  code                         varchar(50),
  created                      timestamp not null,
  lastupdated                  timestamp not null,
  lastupdatedby                bigint,
  trackedentitytypeid          bigint,
  trackedentityattributeid     bigint not null,
  displayinlist                boolean,
  mandatory                    boolean,
  searchable                   boolean,
  sort_order                   integer,
  primary key (trackedentitytypeattributeid),
  unique (code),
  unique (uid)
);

create table trackedentityattribute (
  trackedentityattributeid bigint not null,
  uid                      varchar(11) not null,
  code                     varchar(50),
  created                  timestamp not null,
  lastupdated              timestamp not null,
  lastupdatedby            bigint,
  name                     varchar(230) not null,
  shortname                varchar(50) not null,
  description              text,
  formname                 text,
  valuetype                varchar(36) not null,
  aggregationtype          varchar(40) not null,
  optionsetid              bigint,
  inherit                  boolean,
  expression               varchar(255),
  displayonvisitschedule   boolean,
  sortorderinvisitschedule integer,
  displayinlistnoprogram   boolean,
  sortorderinlistnoprogram integer,
  confidential             boolean,
  uniquefield              boolean,
  generated                boolean,
  pattern                  varchar(255),
  textpattern              jsonb,
  style                    jsonb,
  orgunitscope             boolean,
  skipsynchronization      boolean not null,
  userid                   bigint,
  publicaccess             varchar(8),
  fieldmask                varchar(255),
  translations             jsonb,
  attributevalues          jsonb default '{}',
  sharing                  jsonb default '{}',
  primary key (trackedentityattributeid),
  unique (code),
  unique (name),
  unique (shortname),
  unique (uid)
);

create table trackedentityattributelegendsets (
  trackedentityattributeid bigint not null,
  sort_order               integer not null,
  legendsetid              bigint not null,
  primary key (trackedentityattributeid, sort_order)
);

create table relationshiptype (
  relationshiptypeid            bigint not null,
  uid                           varchar(11) not null,
  code                          varchar(50),
  created                       timestamp not null,
  lastupdated                   timestamp not null,
  lastupdatedby                 bigint,
  name                          varchar(230) not null,
  description                   varchar(255),
  from_relationshipconstraintid integer,
  to_relationshipconstraintid   integer,
  userid                        bigint,
  publicaccess                  varchar(8),
  translations                  jsonb,
  bidirectional                 boolean not null,
  fromtoname                    varchar(255) not null,
  tofromname                    varchar(255),
  sharing                       jsonb default '{}',
  attributevalues               jsonb default '{}',
  referral                      boolean not null default false,
  primary key (relationshiptypeid),
  unique (code),
  unique (from_relationshipconstraintid),
  unique (name),
  unique (to_relationshipconstraintid),
  unique (uid)
);

create table relationshipconstraint (
  relationshipconstraintid integer not null,
  entity                   varchar(255),
  trackedentitytypeid      bigint,
  programid                bigint,
  programstageid           bigint,
  dataview                 jsonb,
  primary key (relationshipconstraintid)
);
-- [/standalone]
