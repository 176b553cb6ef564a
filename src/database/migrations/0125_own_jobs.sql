-- The keys of Orderly's own jobs beside a DHIS2, whose sequences are its own.
-- [attached]
create sequence orderly.job_key owned by orderly.job.jobconfigurationid;
-- uid of the job of DHIS2 of which one is a copy
alter table orderly.job add column copied_from varchar(11) unique;
-- [/attached]

create function orderly.next_job_key() returns bigint language sql volatile as $$
  select nextval(
    -- [standalone]
    'public.hibernate_sequence'
    -- [/standalone]
    -- [attached]
    'orderly.job_key'
    -- [/attached]
  )
$$;
