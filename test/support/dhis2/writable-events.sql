-- Lets fixtures write events of 2.43 and later as they do those of 2.42: into the view, from where each goes to the table of its kind.
create function orderly_dhis2.write_event() returns trigger language plpgsql as $$
declare
  -- What has never a date but that of its schedule happened then.
  given jsonb := to_jsonb(new) || jsonb_build_object('occurreddate', coalesce(new.occurreddate, new.scheduleddate, '1950-01-01'));
  held text := case
    when exists (
      select from programstage join program using (programid)
      where programstageid = coalesce(new.programstageid, old.programstageid) and type = 'WITHOUT_REGISTRATION'
    ) then 'singleevent' else 'trackerevent'
  end;
  names text := (
    select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
    where attrelid = ('public.' || held)::regclass and attnum > 0 and not attisdropped and (tg_op <> 'INSERT' or to_jsonb(new) ->> attname is not null)
  );
begin
  if tg_op = 'DELETE' then
    execute format('delete from public.%I where eventid = $1', held) using old.eventid;
    return old;
  end if;
  if held = 'trackerevent' then
    given := to_jsonb(new);
  end if;
  if tg_op = 'INSERT' then
    execute format('insert into public.%1$I (%2$s) select %2$s from jsonb_populate_record(null::public.%1$I, $1)', held, names) using given;
  else
    execute format('update public.%1$I set (%2$s) = (select %2$s from jsonb_populate_record(null::public.%1$I, $1)) where eventid = $2', held, names)
    using given, old.eventid;
  end if;
  return new;
end
$$;
create trigger write_event instead of insert or update or delete on orderly_dhis2.event for each row execute function orderly_dhis2.write_event();
-- Enrollments have a combo there, which nobody but DHIS2 itself fills.
do $$
begin
  execute format(
    'alter table enrollment alter attributeoptioncomboid set default %s',
    (select min(categoryoptioncomboid) from categoryoptioncombo where uid = 'HllvX50cXC0')
  );
end
$$;
-- The server names periods itself; those of fixtures only have to be told apart.
alter table public.period alter iso set default gen_random_uuid();
