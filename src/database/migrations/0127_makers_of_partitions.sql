-- Which table a run put in place, so that one that somebody else made under its name is known for what it is.
alter table orderly.analytics_partition add table_oid oid;
update orderly.analytics_partition set table_oid = to_regclass('public.' || quote_ident(table_name))::oid;
