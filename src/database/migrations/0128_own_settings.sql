-- Settings that DHIS2 does not know, such as those of roll-ups: beside a DHIS2 its table of settings is its own.
create table orderly.setting (name text primary key, value text not null);
-- [standalone]
with moved as (
  delete from systemsetting
  where name in (
    'aggregatesSpaceBudgetPercent', 'aggregatesRetentionLimitPerCube', 'aggregatesRemoveUnusedDays', 'aggregatesCreateCompressionThreshold',
    'aggregatesBatchMaxFailures', 'aggregatesApiEnabled', 'aggregatesTokenHours'
  )
  returning name, value
)
insert into orderly.setting select moved.name, moved.value from moved where moved.value is not null;
-- [/standalone]
