-- [standalone]
-- Every new value was put into an index by which only deleted ones are looked for. Large imports spend most of their time on indexes.

drop index in_datavalue_deleted;
create index in_datavalue_deleted on datavalue (deleted) where deleted;
-- [/standalone]
