-- [standalone]
-- Messages. Tables and columns as in DHIS2 2.42; foreign keys follow when all tables stand.

create table messageconversation (
  messageconversationid bigint not null,
  uid                   varchar(11) not null,
  messagecount          integer,
  created               timestamp not null,
  lastupdated           timestamp not null,
  subject               varchar(255) not null,
  messagetype           varchar(255) not null,
  priority              varchar(255),
  status                varchar(255),
  user_assigned         bigint,
  lastsenderid          bigint,
  lastmessage           timestamp,
  userid                bigint,
  extmessageid          varchar(64),
  primary key (messageconversationid)
);
create unique index uk_messageconversation_uid on messageconversation (uid);
create index in_messageconversation_extmessageid on messageconversation using hash (extmessageid);
create index messageconversation_lastmessage on messageconversation (lastmessage);

create table messageconversation_messages (
  messageconversationid bigint not null,
  sort_order            integer not null,
  messageid             bigint not null,
  primary key (messageconversationid, sort_order),
  unique (messageid)
);

create table messageconversation_usermessages (
  messageconversationid bigint not null,
  usermessageid         integer not null,
  primary key (messageconversationid, usermessageid),
  unique (usermessageid)
);

create table message (
  messageid   bigint not null,
  uid         varchar(11) not null,
  created     timestamp not null,
  lastupdated timestamp not null,
  messagetext text,
  internal    boolean,
  metadata    varchar(255),
  userid      bigint,
  primary key (messageid)
);
create unique index uk_message_uid on message (uid);

create table messageattachments (
  messageid      bigint not null,
  fileresourceid bigint not null,
  primary key (messageid, fileresourceid)
);

create table usermessage (
  usermessageid  integer not null,
  usermessagekey varchar(255),
  userid         bigint not null,
  isread         boolean not null,
  isfollowup     boolean,
  primary key (usermessageid)
);
create index usermessage_isread on usermessage (isread);
create index usermessage_userid on usermessage (userid);

create table outbound_sms (
  id      bigint not null,
  date    timestamp not null,
  message text,
  status  integer not null,
  sender  varchar(255),
  uid     varchar(255) not null,
  primary key (id)
);
create unique index uk_outbound_sms_uid on outbound_sms (uid);
create index outbound_sms_status_index on outbound_sms (status);

create table outbound_sms_recipients (
  outbound_sms_id bigint not null,
  elt             text
);

create table incomingsms (
  id            bigint not null,
  originator    varchar(255) not null,
  encoding      integer not null,
  sentdate      timestamp not null,
  receiveddate  timestamp not null,
  text          varchar(255),
  gatewayid     varchar(255) not null,
  status        integer not null,
  parsed        boolean,
  statusmessage varchar(255),
  userid        bigint,
  uid           varchar(255) not null,
  primary key (id)
);
create unique index uk_incomingsms_uid on incomingsms (uid);
create index sms_originator_index on incomingsms (originator);
create index sms_status_index on incomingsms (status);

create table smscodes (
  smscodeid                integer not null,
  code                     varchar(255),
  formula                  text,
  compulsory               boolean,
  dataelementid            bigint,
  trackedentityattributeid bigint,
  optionid                 bigint,
  primary key (smscodeid)
);
-- [/standalone]
