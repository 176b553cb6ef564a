-- What latest runs changed in a piece of an analytics table, for those who keep sums over its rows (contract: aggregates.md §6.8).
create table orderly.analytics_partition_change (
  table_name text not null,
  table_oid oid not null,
  -- analytics_partition.merges with which it came
  merges bigint not null,
  -- values of one column of the table in the rows that came or went, e.g. uids of data elements
  noted text[] not null,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (table_name, table_oid, merges)
);
