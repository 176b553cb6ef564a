-- [standalone]
-- Tracker data. Tables and columns as in DHIS2 2.42; foreign keys follow when all tables stand.
-- Without PostGIS a geometry is a GeoJSON geometry object in jsonb.

create table trackedentity (
  trackedentityid       bigint not null,
  uid                   varchar(11) not null,
  code                  varchar(50),
  created               timestamp not null,
  lastupdated           timestamp not null,
  lastupdatedby         bigint,
  createdatclient       timestamp,
  lastupdatedatclient   timestamp,
  inactive              boolean not null default false,
  deleted               boolean not null,
  lastsynchronized      timestamp not null default to_timestamp(0),
  featuretype           varchar(50),
  coordinates           text,
  organisationunitid    bigint not null,
  trackedentitytypeid   bigint not null,
  geometry              jsonb check (
    geometry is null
    or coalesce(
      geometry ->> 'type' in ('Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon')
        and jsonb_typeof(geometry -> 'coordinates') = 'array'
      or geometry ->> 'type' = 'GeometryCollection' and jsonb_typeof(geometry -> 'geometries') = 'array',
      false
    )
  ),
  storedby              varchar(255),
  createdbyuserinfo     jsonb,
  lastupdatedbyuserinfo jsonb,
  potentialduplicate    boolean default false,
  primary key (trackedentityid),
  unique (code),
  unique (uid)
);
create index in_trackedentityinstance_created on trackedentity (created);
create index in_trackedentityinstance_deleted on trackedentity (deleted);
create index in_trackedentityinstance_organisationunitid on trackedentity (organisationunitid);

create table trackedentityattributevalue (
  trackedentityid          bigint not null,
  trackedentityattributeid bigint not null,
  created                  timestamp not null,
  lastupdated              timestamp not null,
  value                    varchar(1200),
  encryptedvalue           varchar(50000),
  storedby                 varchar(255),
  primary key (trackedentityid, trackedentityattributeid)
);
create unique index in_trackedentityinstance_trackedentityattribute_value on trackedentityattributevalue (trackedentityid, trackedentityattributeid, lower(value));
create index in_trackedentity_attribute_value on trackedentityattributevalue (trackedentityattributeid, lower(value));
create index in_trackedentityattributevalue_attributeid on trackedentityattributevalue (trackedentityattributeid);

create table enrollment (
  enrollmentid          bigint not null,
  uid                   varchar(11),
  created               timestamp not null,
  lastupdated           timestamp not null,
  createdatclient       timestamp,
  lastupdatedatclient   timestamp,
  occurreddate          timestamp,
  enrollmentdate        timestamp not null,
  completeddate         timestamp,
  followup              boolean,
  completedby           varchar(255),
  deleted               boolean not null,
  storedby              varchar(255),
  status                varchar(50),
  trackedentityid       bigint,
  programid             bigint not null,
  organisationunitid    bigint not null,
  geometry              jsonb check (
    geometry is null
    or coalesce(
      geometry ->> 'type' in ('Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon')
        and jsonb_typeof(geometry -> 'coordinates') = 'array'
      or geometry ->> 'type' = 'GeometryCollection' and jsonb_typeof(geometry -> 'geometries') = 'array',
      false
    )
  ),
  createdbyuserinfo     jsonb,
  lastupdatedbyuserinfo jsonb,
  primary key (enrollmentid),
  unique (uid)
);
create index in_enrollment_lastupdated on enrollment (lastupdated);
create index in_programinstance_deleted on enrollment (deleted);
create index in_programinstance_programid on enrollment (programid);
create index in_programinstance_trackedentityinstanceid on enrollment (trackedentityid);
create index index_programinstance on enrollment (enrollmentid);

create table event (
  eventid                bigint not null,
  uid                    varchar(11),
  code                   varchar(50),
  created                timestamp not null,
  lastupdated            timestamp not null,
  createdatclient        timestamp,
  lastupdatedatclient    timestamp,
  lastsynchronized       timestamp not null default to_timestamp(0),
  enrollmentid           bigint not null,
  programstageid         bigint not null,
  attributeoptioncomboid bigint not null,
  deleted                boolean not null,
  storedby               varchar(255),
  scheduleddate          timestamp,
  occurreddate           timestamp,
  organisationunitid     bigint not null,
  status                 varchar(25) not null,
  completedby            varchar(255),
  completeddate          timestamp,
  geometry               jsonb check (
    geometry is null
    or coalesce(
      geometry ->> 'type' in ('Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon')
        and jsonb_typeof(geometry -> 'coordinates') = 'array'
      or geometry ->> 'type' = 'GeometryCollection' and jsonb_typeof(geometry -> 'geometries') = 'array',
      false
    )
  ),
  eventdatavalues        jsonb not null default '{}',
  assigneduserid         bigint,
  createdbyuserinfo      jsonb,
  lastupdatedbyuserinfo  jsonb,
  primary key (eventid),
  unique (code),
  unique (uid)
);
create index in_event_attributeoptioncomboid on event (attributeoptioncomboid);
create index in_event_lastupdated on event (lastupdated);
create index in_programstageinstance_status_executiondate on event (status, occurreddate);
create index in_psi_deleted_assigneduserid on event (deleted, assigneduserid);
create index programstageinstance_executiondate on event (occurreddate);
create index programstageinstance_organisationunitid on event (organisationunitid);
create index programstageinstance_programinstanceid on event (enrollmentid);

create table note (
  noteid        bigint not null,
  uid           varchar(11) not null,
  created       timestamp not null,
  lastupdatedby bigint,
  notetext      text,
  creator       varchar(255),
  primary key (noteid),
  unique (uid)
);

create table enrollment_notes (
  enrollmentid bigint not null,
  sort_order   integer not null,
  noteid       bigint not null,
  primary key (enrollmentid, sort_order),
  unique (noteid)
);

create table event_notes (
  eventid    bigint not null,
  sort_order integer not null,
  noteid     bigint not null,
  primary key (eventid, sort_order),
  unique (noteid)
);

create table relationship (
  relationshipid          bigint not null,
  uid                     varchar(11) not null,
  code                    varchar(50),
  created                 timestamp not null,
  lastupdated             timestamp not null,
  lastupdatedby           bigint,
  style                   jsonb,
  relationshiptypeid      bigint not null,
  from_relationshipitemid integer,
  to_relationshipitemid   integer,
  key                     varchar not null,
  inverted_key            varchar not null,
  deleted                 boolean default false,
  createdatclient         timestamp,
  primary key (relationshipid),
  unique (code),
  unique (from_relationshipitemid),
  unique (to_relationshipitemid),
  unique (uid)
);
create index in_relationship_inverted_key on relationship (inverted_key);
create index in_relationship_key on relationship (key);

create table relationshipitem (
  relationshipitemid integer not null,
  relationshipid     bigint,
  trackedentityid    bigint,
  enrollmentid       bigint,
  eventid            bigint,
  primary key (relationshipitemid)
);
create index in_relationshipitem_programinstanceid on relationshipitem (enrollmentid);
create index in_relationshipitem_programstageinstanceid on relationshipitem (eventid);
create index in_relationshipitem_trackedentityinstanceid on relationshipitem (trackedentityid);

create table trackedentityprogramowner (
  trackedentityprogramownerid integer not null,
  trackedentityid             bigint,
  programid                   bigint not null,
  created                     timestamp not null,
  lastupdated                 timestamp not null,
  organisationunitid          bigint,
  createdby                   varchar(255) not null,
  primary key (trackedentityprogramownerid),
  unique (trackedentityid, programid)
);
create unique index in_unique_trackedentityprogramowner_teiid_programid_ouid on trackedentityprogramowner (trackedentityid, programid, organisationunitid);
create index in_trackedentityprogramowner_program_orgunit on trackedentityprogramowner (programid, organisationunitid);

create table programtempowner (
  programtempownerid bigint not null,
  programid          bigint,
  trackedentityid    bigint,
  validtill          timestamp,
  userid             bigint,
  reason             varchar(50000),
  primary key (programtempownerid)
);
create index in_programtempowner_validtill on programtempowner (extract(epoch from validtill));

create table programtempownershipaudit (
  programtempownershipauditid integer not null,
  programid                   bigint,
  trackedentityid             bigint,
  created                     timestamp,
  accessedby                  varchar(255),
  reason                      varchar(50000),
  primary key (programtempownershipauditid)
);

create table programownershiphistory (
  programownershiphistoryid integer not null,
  programid                 bigint,
  trackedentityid           bigint,
  startdate                 timestamp,
  enddate                   timestamp,
  createdby                 varchar(255),
  organisationunitid        bigint,
  primary key (programownershiphistoryid)
);

create table programnotificationinstance (
  programnotificationinstanceid       bigint not null,
  uid                                 varchar(11) not null,
  code                                varchar(50),
  created                             timestamp not null,
  lastupdated                         timestamp not null,
  lastupdatedby                       bigint,
  name                                varchar(230) not null,
  enrollmentid                        bigint,
  eventid                             bigint,
  programnotificationtemplateid       bigint,
  scheduledat                         timestamp,
  sentat                              timestamp,
  programnotificationtemplatesnapshot jsonb,
  primary key (programnotificationinstanceid),
  unique (code),
  unique (uid)
);

create table programmessage (
  id                   bigint not null,
  uid                  varchar(11) not null,
  code                 varchar(50),
  created              timestamp not null,
  lastupdated          timestamp not null,
  lastupdatedby        bigint,
  text                 varchar(500) not null,
  subject              varchar(200),
  processeddate        timestamp,
  messagestatus        varchar(50),
  trackedentityid      bigint,
  organisationunitid   bigint,
  enrollmentid         bigint,
  eventid              bigint,
  translations         jsonb,
  notificationtemplate varchar(255),
  primary key (id),
  unique (code),
  unique (uid)
);

create table programmessage_deliverychannels (
  programmessagedeliverychannelsid bigint not null,
  deliverychannel                  varchar(255)
);

create table programmessage_emailaddresses (
  programmessageemailaddressid bigint not null,
  email                        text
);

create table programmessage_phonenumbers (
  programmessagephonenumberid bigint not null,
  phonenumber                 text
);

create table trackedentityattributevalueaudit (
  trackedentityattributevalueauditid bigint not null,
  trackedentityid                    bigint,
  trackedentityattributeid           bigint,
  value                              varchar(50000),
  encryptedvalue                     varchar(50000),
  created                            timestamp,
  modifiedby                         varchar(255),
  audittype                          varchar(100) not null,
  primary key (trackedentityattributevalueauditid)
);

create table trackedentitydatavalueaudit (
  trackedentitydatavalueauditid bigint not null,
  eventid                       bigint,
  dataelementid                 bigint,
  value                         varchar(50000),
  created                       timestamp,
  providedelsewhere             boolean,
  modifiedby                    varchar(255),
  audittype                     varchar(100) not null,
  primary key (trackedentitydatavalueauditid)
);
create index index_trackedentitydatavalueaudit_programstageinstanceid on trackedentitydatavalueaudit (eventid);

create table trackedentitychangelog (
  trackedentitychangelogid bigint not null default nextval('trackedentitychangelog_sequence'),
  trackedentityid          bigint not null,
  trackedentityattributeid bigint not null,
  currentvalue             varchar(50000),
  previousvalue            varchar(50000),
  changelogtype            varchar(100) not null,
  created                  timestamp not null,
  createdby                varchar(255) not null,
  primary key (trackedentitychangelogid)
);
create index trackedentitychangelog_trackedentityid_created_idx on trackedentitychangelog (trackedentityid, created desc);

create table eventchangelog (
  eventchangelogid bigint not null default nextval('eventchangelog_sequence'),
  eventid          bigint not null,
  dataelementid    bigint,
  eventfield       varchar(100),
  currentvalue     varchar(50000),
  previousvalue    varchar(50000),
  changelogtype    varchar(100) not null,
  created          timestamp not null,
  createdby        varchar(255) not null,
  primary key (eventchangelogid)
);
create index eventchangelog_eventid_created_idx on eventchangelog (eventid, created desc);

create table trackedentityaudit (
  trackedentityauditid bigint not null,
  trackedentity        varchar(255),
  created              timestamp,
  accessedby           varchar(255),
  audittype            varchar(100) not null,
  comment              varchar(50000),
  primary key (trackedentityauditid)
);

create table potentialduplicate (
  potentialduplicateid bigint not null,
  uid                  varchar(11) not null,
  created              timestamp not null,
  lastupdated          timestamp not null,
  original             varchar(11) not null,
  duplicate            varchar(11) not null,
  status               varchar(255) not null,
  createdbyusername    varchar(255) not null,
  lastupdatebyusername varchar(255) not null,
  primary key (potentialduplicateid),
  unique (original, duplicate),
  unique (uid)
);

create table reservedvalue (
  reservedvalueid integer not null,
  expirydate      timestamp not null,
  created         timestamp not null,
  ownerobject     varchar(255),
  owneruid        varchar(255),
  key             varchar(255),
  value           varchar(255),
  primary key (reservedvalueid)
);
create unique index in_reservedvalue_value_generation on reservedvalue (ownerobject, owneruid, key, lower(value));

create table sequentialnumbercounter (
  id       integer not null,
  owneruid varchar(255) not null,
  key      varchar(255) not null,
  counter  integer,
  primary key (owneruid, key)
);
-- [/standalone]
