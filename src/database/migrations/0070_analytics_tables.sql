-- What stands in each analytics table and since when: one row for each partition, written in the transaction that puts it in place or right after.

create table orderly.analytics_partition (
  table_type text not null,
  table_name text primary key,
  -- calendar year of the partition; null for a table in one piece
  year integer,
  run_uid text not null,
  -- what had committed when its rows were read (text of a pg_snapshot)
  snapshot text not null,
  started_at timestamptz not null,
  finished_at timestamptz not null default now(),
  row_estimate bigint not null,
  bytes bigint not null
);

create index analytics_partition_type on orderly.analytics_partition (table_type);
