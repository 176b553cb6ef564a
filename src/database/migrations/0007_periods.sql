-- [standalone]
-- Periods. Tables and columns as in DHIS2 2.42; foreign keys follow when all tables stand.

create table period (
  periodid     bigint not null,
  periodtypeid integer,
  startdate    date not null,
  enddate      date not null,
  primary key (periodid),
  unique (periodtypeid, startdate, enddate)
);

create table periodtype (
  periodtypeid integer not null,
  name         varchar(50) not null,
  primary key (periodtypeid)
);
-- [/standalone]
