-- One lock exception for each data set, period and organisation unit, and the lists of them (contract: data-admin.md section 2 and section 11 no. 6).

-- [standalone]
-- Of several the youngest stays: it is the one that the clean-up would have left longest.
delete from lockexception as older
using lockexception as younger
where younger.datasetid = older.datasetid and younger.periodid = older.periodid and younger.organisationunitid = older.organisationunitid
  and (younger.created, younger.lockexceptionid) > (older.created, older.lockexceptionid);

create unique index lockexception_datasetid_periodid_organisationunitid_key on lockexception (datasetid, periodid, organisationunitid);
create index lockexception_periodid_idx on lockexception (periodid);
create index lockexception_organisationunitid_idx on lockexception (organisationunitid);

-- [/standalone]

-- What people call a period (contract: schema.md section 2.3): the same words as periodLabel of the server.
create function orderly.period_label(type text, start_date date, end_date date) returns text language sql immutable parallel safe as $$
  select case
    when type = 'Daily' then to_char(start_date, 'YYYY-MM-DD')
    when type = 'BiWeekly' then
      'Bi-Week ' || (extract(week from start_date)::int + 1) / 2 || ' ' || to_char(start_date, 'YYYY-MM-DD') || ' - ' || to_char(end_date, 'YYYY-MM-DD')
    when type like 'Weekly%' then
      'Week ' || (extract(doy from start_date + 3)::int - 1) / 7 + 1 || ' ' || to_char(start_date, 'YYYY-MM-DD') || ' - ' || to_char(end_date, 'YYYY-MM-DD')
    when type = 'Monthly' then to_char(start_date, 'FMMonth FMYYYY')
    when type = 'Yearly' then to_char(start_date, 'FMYYYY')
    when extract(year from start_date) = extract(year from end_date) then to_char(start_date, 'FMMonth') || ' - ' || to_char(end_date, 'FMMonth FMYYYY')
    else to_char(start_date, 'FMMonth FMYYYY') || ' - ' || to_char(end_date, 'FMMonth FMYYYY')
  end
$$;

-- [standalone]
-- The exceptions that can open anything, with the names that they are listed under and the sharing of their data sets.
create view orderly.lock_exception as
select
  lockexception.lockexceptionid, lockexception.lockexceptionid::text as uid, lockexception.created, lockexception.datasetid, lockexception.periodid,
  lockexception.organisationunitid, dataset.sharing,
  dataset.name || ' (' || organisationunit.name || ', ' || named_period.label || ')' as name,
  dataset.name || ' (' || named_period.label || ')' as combination
from lockexception
join dataset on dataset.datasetid = lockexception.datasetid
join organisationunit on organisationunit.organisationunitid = lockexception.organisationunitid
join (
  select period.periodid, orderly.period_label(periodtype.name, period.startdate, period.enddate) as label
  from period
  join periodtype on periodtype.periodtypeid = period.periodtypeid
  -- Each period is named once, and not for each of its exceptions.
  offset 0
) as named_period on named_period.periodid = lockexception.periodid;
-- [/standalone]
