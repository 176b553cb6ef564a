-- [standalone]
-- Icons of the installation, drawn from file resources; columns of DHIS2 2.42.

create table icon (
  iconid         bigint not null,
  uid            varchar(11) not null,
  code           varchar(50),
  iconkey        varchar(100) not null,
  fileresourceid bigint references fileresource (fileresourceid) on delete cascade,
  description    text not null,
  keywords       jsonb,
  created        timestamp not null default localtimestamp,
  lastupdated    timestamp not null default localtimestamp,
  createdby      bigint,
  lastupdatedby  bigint,
  custom         boolean not null,
  primary key (iconid),
  unique (iconkey),
  unique (fileresourceid)
);
-- [/standalone]
