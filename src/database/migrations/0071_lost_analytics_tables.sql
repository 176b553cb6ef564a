-- A crash of the database empties unlogged tables: such a partition is marked until it is built anew.
alter table orderly.analytics_partition add column lost boolean not null default false;
