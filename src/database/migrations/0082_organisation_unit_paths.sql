-- [standalone]
-- Path and level follow the parents, whoever changes them (contract: schema.md section 2.6). One statement for all rows of a change.

create function orderly.keep_organisation_unit_paths() returns trigger language plpgsql as $$
declare
  moved bigint[];
begin
  if pg_trigger_depth() > 1 then
    return null;
  end if;
  if tg_op = 'UPDATE' then
    -- Compared as sets: nothing is known of the size of these two, and a join of them would be one row by one row.
    if not exists (
      select organisationunitid, parentid, uid, path, hierarchylevel from after_change
      except
      select organisationunitid, parentid, uid, path, hierarchylevel from before_change
    ) then
      return null;
    end if;
  end if;

  with recursive below (organisationunitid) as (
    select after_change.organisationunitid from after_change
    union
    select unit.organisationunitid
    from below
    join organisationunit as unit on unit.parentid = below.organisationunitid
  )
  select array_agg(below.organisationunitid) into moved from below;

  with recursive ascent (organisationunitid, parentid, path, level) as (
    select unit.organisationunitid, unit.parentid, '/' || unit.uid, 1
    from unnest(moved) as moved_unit (organisationunitid)
    join organisationunit as unit on unit.organisationunitid = moved_unit.organisationunitid
    union all
    select ascent.organisationunitid, above.parentid, '/' || above.uid || ascent.path, ascent.level + 1
    from ascent
    join organisationunit as above on above.organisationunitid = ascent.parentid
    where ascent.level < 100
  ),
  found as (
    select ascent.organisationunitid, ascent.path, ascent.level from ascent where ascent.parentid is null
  )
  update organisationunit
  set path = found.path, hierarchylevel = found.level
  from found
  where organisationunit.organisationunitid = found.organisationunitid
    and (organisationunit.path is distinct from found.path or organisationunit.hierarchylevel is distinct from found.level);

  if exists (
    select
    from unnest(moved) as moved_unit (organisationunitid)
    join organisationunit as unit on unit.organisationunitid = moved_unit.organisationunitid
    where unit.path is null or right(unit.path, 12) <> '/' || unit.uid
      or unit.parentid is not null and left(unit.path, length(unit.path) - 12) is distinct from (
        select above.path from organisationunit as above where above.organisationunitid = unit.parentid
      )
  ) then
    raise exception 'An organisation unit cannot be above itself.' using errcode = 'check_violation';
  end if;
  return null;
end
$$;

create trigger keep_paths_of_new_units after insert on organisationunit
  referencing new table as after_change
  for each statement execute function orderly.keep_organisation_unit_paths();
create trigger keep_paths_of_changed_units after update on organisationunit
  referencing old table as before_change new table as after_change
  for each statement execute function orderly.keep_organisation_unit_paths();
-- [/standalone]
