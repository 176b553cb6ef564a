-- [standalone]
-- Writers that leave no new time of a change: other programs insert rows with the times of where they come from, and attributes may change without their tracked entity.

-- A time older than the beginning of the transaction is where no latest run looks. The minute is the one that it looks back for clocks that differ.
create trigger note_old_row after insert on datavalue for each row
  when (new.lastupdated is null or new.lastupdated < localtimestamp - interval '1 minute')
  execute function orderly.note_row('', true, dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid);
create trigger note_old_row after insert on completedatasetregistration for each row
  when (coalesce(new.lastupdated, new.date) is null or coalesce(new.lastupdated, new.date) < localtimestamp - interval '1 minute')
  execute function orderly.note_row('', false, datasetid, periodid, sourceid, attributeoptioncomboid);
create trigger note_old_row after insert on event for each row
  when (new.lastupdated is null or new.lastupdated < localtimestamp - interval '1 minute')
  execute function orderly.note_row(uid, true, eventid, enrollmentid);
create trigger note_old_row after insert on enrollment for each row
  when (new.lastupdated is null or new.lastupdated < localtimestamp - interval '1 minute')
  execute function orderly.note_row(uid, true, enrollmentid, trackedentityid);
create trigger note_old_row after insert on trackedentity for each row
  when (new.lastupdated is null or new.lastupdated < localtimestamp - interval '1 minute')
  execute function orderly.note_row(uid, true, trackedentityid);

-- The attributes of a tracked entity have times of their own.
create index trackedentityattributevalue_lastupdated_idx on trackedentityattributevalue (lastupdated);
create trigger note_gone after delete on trackedentityattributevalue referencing old table as gone for each statement
  execute function orderly.note_gone_rows('', false, trackedentityid);
create trigger note_emptied after truncate on trackedentityattributevalue for each statement
  execute function orderly.note_gone_rows('', false, trackedentityid);
create trigger note_quiet_change after update on trackedentityattributevalue for each row
  when (
    new.lastupdated < localtimestamp and new.lastupdated is not distinct from old.lastupdated
    and (new.trackedentityid, new.trackedentityattributeid, new.value)
      is distinct from (old.trackedentityid, old.trackedentityattributeid, old.value)
  )
  execute function orderly.note_row('', false, trackedentityid);
create trigger note_old_row after insert on trackedentityattributevalue for each row
  when (new.lastupdated is null or new.lastupdated < localtimestamp - interval '1 minute')
  execute function orderly.note_row('', false, trackedentityid);

-- They fire where the checks of foreign keys are left out as well, which an import does once it holds the rows that its own refer to.
alter table datavalue enable always trigger note_old_row;
alter table completedatasetregistration enable always trigger note_old_row;
alter table event enable always trigger note_old_row;
alter table enrollment enable always trigger note_old_row;
alter table trackedentity enable always trigger note_old_row;
alter table trackedentityattributevalue enable always trigger note_old_row;
-- [/standalone]
