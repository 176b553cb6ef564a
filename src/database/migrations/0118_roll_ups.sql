-- Roll-ups: tables that hold what rows of an analytics table come to, and the use that speaks for them (contract: aggregates.md §6).

-- How often rows were merged into the table since it was put in place. With the table's oid it says which state of the rows something was made of.
alter table orderly.analytics_partition add column merges bigint not null default 0;

create schema orderly_agg;

create table orderly.aggregate_organization (
  organization_id text primary key check (organization_id ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$'),
  name text not null,
  -- whether everybody belongs to it; else those named beside it
  is_open boolean not null,
  created_at timestamptz not null default clock_timestamp()
);
insert into orderly.aggregate_organization (organization_id, name, is_open) values ('default', 'Default', true);

create table orderly.aggregate_member (
  organization_id text not null references orderly.aggregate_organization on delete cascade,
  user_uid text not null,
  primary key (organization_id, user_uid)
);

create table orderly.roll_up (
  roll_up_id uuid primary key default gen_random_uuid(),
  organization_id text not null references orderly.aggregate_organization on delete cascade,
  -- the type of the analytics table
  cube text not null,
  name text not null,
  kind text not null check (kind in ('user_defined', 'system_defined')),
  subtype text not null check (subtype in ('manual', 'demand_defined', 'prediction_defined')),
  -- what it groups by, with every coarser column; sorted
  columns text[] not null,
  states text[] not null,
  -- uids of data elements; none: all
  elements text[] not null default '{}',
  blocked boolean not null default false,
  -- builds that failed since the last that did not
  failures integer not null default 0,
  created_by text,
  created_at timestamptz not null default clock_timestamp(),
  unique (organization_id, cube, columns, states, elements)
);

create table orderly.roll_up_instance (
  instance_id uuid primary key default gen_random_uuid(),
  roll_up_id uuid not null references orderly.roll_up on delete cascade,
  status text not null check (status in ('pending', 'active', 'invalid', 'deleted')),
  message text not null default '',
  -- what the names of its tables begin with
  table_name text not null unique,
  -- the run that built it
  batch_run text,
  created_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  ended_at timestamptz,
  deleted_at timestamptz,
  last_used_at timestamptz
);
create unique index roll_up_instance_active on orderly.roll_up_instance (roll_up_id) where status = 'active';

-- A table of the schema orderly_agg with the rows of one year. It is never changed: a newer one takes its place, and it goes when no query can read it any more.
create table orderly.roll_up_part (
  table_name text primary key,
  instance_id uuid not null references orderly.roll_up_instance on delete cascade,
  year integer not null,
  -- which state of the rows of the year it was made of; equal to what stands now means fresh
  base_version text not null,
  row_count bigint not null,
  bytes bigint not null,
  -- sums over all its rows, to compare with those of the analytics table
  total_n double precision not null,
  total_v double precision,
  build_ms integer not null,
  built_at timestamptz not null default clock_timestamp(),
  superseded_at timestamptz
);
create unique index roll_up_part_current on orderly.roll_up_part (instance_id, year) where superseded_at is null;

-- Raised with every change of the three tables above, so that servers see in one look whether what they know of them still holds.
create table orderly.roll_up_catalogue (
  is_only boolean primary key default true check (is_only),
  version bigint not null default 0
);
insert into orderly.roll_up_catalogue default values;

-- What was asked of an analytics table on a day: which columns and states, never by whom or for which values.
create table orderly.roll_up_use (
  cube text not null,
  day date not null,
  -- of columns and states
  signature text not null,
  columns text[] not null,
  states text[] not null,
  -- the instance that answered; empty: the analytics table
  answered_by text not null default '',
  queries bigint not null,
  total_ms double precision not null,
  rows_read double precision not null,
  last_used_at timestamptz not null default clock_timestamp(),
  primary key (cube, day, signature, answered_by)
);
