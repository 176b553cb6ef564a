-- What the analytics tables have seen of their sources, and what happened to these that they do not show themselves.

create table orderly.analytics_watermark (
  -- the table that is read
  table_name text not null,
  -- first calendar year that it holds for, up to that of the next row; 0 is before all years
  from_year integer not null,
  -- what had committed when the rows were read
  snapshot pg_snapshot not null,
  -- the oldest transaction that was writing then; what belongs to its savepoints looks committed in the snapshot
  open_since xid8,
  -- every transaction that the rows were read without began after this
  since timestamptz not null,
  -- how the rows are made: another text when settings or dimensions make others of the same values
  form text not null,
  primary key (table_name, from_year)
);

-- Source rows that were removed, or changed without a new time of their change. Written by triggers, and only once a run has begun to fill tables.
create table orderly.analytics_gone_row (
  written xid8 not null default pg_current_xact_id(),
  source text not null,
  -- null: all rows
  key bigint[],
  uid text
);
create index analytics_gone_row_source on orderly.analytics_gone_row (source, written);

-- Rows of resource tables, and of the few tables that analytics tables read directly, that came, went or changed.
create table orderly.resource_change (
  written xid8 not null default pg_current_xact_id(),
  resource text not null,
  key bigint[] not null,
  -- the uid or name by which analytics tables knew it
  identity text,
  -- columns; null when the row came or went
  changed text[]
);
create index resource_change_resource on orderly.resource_change (resource, written);

-- From which state of its sources each resource table was made.
create table orderly.resource_state (
  resource text primary key,
  fingerprint text not null
);

-- The last known content of rows that analytics tables read directly.
create table orderly.watched_row (
  source text not null,
  key bigint[] not null,
  identity text,
  content jsonb not null,
  primary key (source, key)
);

-- Arguments: the column of the uid or '', whether rows are marked as deleted before they go, the columns of the key.
create function orderly.note_gone_rows() returns trigger language plpgsql as $$
declare
  keys text := (select string_agg(format('gone.%I', name), ', ') from unnest(tg_argv[2:]) as name);
  uid text := case when tg_argv[0] = '' then 'null' else format('gone.%I', tg_argv[0]) end;
  seen timestamp := (select min(since)::timestamp - interval '1 day' from orderly.analytics_watermark where table_name <> '');
begin
  if not exists (select from orderly.analytics_watermark) then
    return null;
  end if;
  if tg_op = 'TRUNCATE' then
    insert into orderly.analytics_gone_row (source) values (tg_table_name);
    return null;
  end if;
  -- What was marked as deleted long ago is in no table any more.
  execute format(
    'insert into orderly.analytics_gone_row (source, key, uid) select %L, array[%s]::bigint[], %s from gone where %s',
    tg_table_name, keys, uid, case when tg_argv[1]::boolean then '(gone.deleted and gone.lastupdated < $1) is not true' else 'true' end
  ) using seen;
  return null;
end
$$;

-- Arguments as above; both the old and the new place are noted.
create function orderly.note_row() returns trigger language plpgsql as $$
begin
  if exists (select from orderly.analytics_watermark) then
    insert into orderly.analytics_gone_row (source, key, uid)
    select distinct tg_table_name, (
      select array_agg((version.content ->> name)::bigint order by place) from unnest(tg_argv[2:]) with ordinality as columns (name, place)
    ), version.content ->> tg_argv[0]
    from (values (to_jsonb(old)), (to_jsonb(new))) as version (content)
    where version.content is not null;
  end if;
  return null;
end
$$;

-- [standalone]
create trigger note_gone after delete on datavalue referencing old table as gone for each statement
  execute function orderly.note_gone_rows('', true, dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid);
create trigger note_emptied after truncate on datavalue for each statement
  execute function orderly.note_gone_rows('', true, dataelementid);
create trigger note_quiet_change after update on datavalue for each row
  when (
    new.lastupdated < localtimestamp
    or (old.dataelementid, old.periodid, old.sourceid, old.categoryoptioncomboid, old.attributeoptioncomboid)
      is distinct from (new.dataelementid, new.periodid, new.sourceid, new.categoryoptioncomboid, new.attributeoptioncomboid)
  )
  execute function orderly.note_row('', true, dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid);

create trigger note_gone after delete on completedatasetregistration referencing old table as gone for each statement
  execute function orderly.note_gone_rows('', false, datasetid, periodid, sourceid, attributeoptioncomboid);
create trigger note_emptied after truncate on completedatasetregistration for each statement
  execute function orderly.note_gone_rows('', false, datasetid);
create trigger note_quiet_change after update on completedatasetregistration for each row
  when (
    coalesce(new.lastupdated, new.date) is null or coalesce(new.lastupdated, new.date) < localtimestamp
    or (old.datasetid, old.periodid, old.sourceid, old.attributeoptioncomboid)
      is distinct from (new.datasetid, new.periodid, new.sourceid, new.attributeoptioncomboid)
  )
  execute function orderly.note_row('', false, datasetid, periodid, sourceid, attributeoptioncomboid);

-- With what they belong to, which may show whether it has any.
create trigger note_gone after delete on event referencing old table as gone for each statement
  execute function orderly.note_gone_rows(uid, true, eventid, enrollmentid);
create trigger note_emptied after truncate on event for each statement
  execute function orderly.note_gone_rows(uid, true, eventid, enrollmentid);
create trigger note_quiet_change after update on event for each row
  when (new.lastupdated is not distinct from old.lastupdated and new.lastupdated < localtimestamp)
  execute function orderly.note_row(uid, true, eventid, enrollmentid);

create trigger note_gone after delete on enrollment referencing old table as gone for each statement
  execute function orderly.note_gone_rows(uid, true, enrollmentid, trackedentityid);
create trigger note_emptied after truncate on enrollment for each statement
  execute function orderly.note_gone_rows(uid, true, enrollmentid, trackedentityid);
create trigger note_quiet_change after update on enrollment for each row
  when (new.lastupdated is not distinct from old.lastupdated and new.lastupdated < localtimestamp)
  execute function orderly.note_row(uid, true, enrollmentid, trackedentityid);

create trigger note_gone after delete on trackedentity referencing old table as gone for each statement
  execute function orderly.note_gone_rows(uid, true, trackedentityid);
create trigger note_emptied after truncate on trackedentity for each statement
  execute function orderly.note_gone_rows(uid, true, trackedentityid);
create trigger note_quiet_change after update on trackedentity for each row
  when (new.lastupdated is not distinct from old.lastupdated and new.lastupdated < localtimestamp)
  execute function orderly.note_row(uid, true, trackedentityid);

-- Whoever changes the owner of a tracked entity need not change that itself.
create trigger note_change after insert or update or delete on programownershiphistory for each row
  execute function orderly.note_row('', false, trackedentityid);
create trigger note_change after update or delete on trackedentityprogramowner for each row
  execute function orderly.note_row('', false, trackedentityid);

-- What changes in a tracked entity, its enrollments and events is written there, too.
create index trackedentity_lastupdated_idx on trackedentity (lastupdated);
-- [/standalone]
