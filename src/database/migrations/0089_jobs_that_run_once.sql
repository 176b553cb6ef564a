-- A job that runs once is a run that no schedule asked for.

alter table orderly.job_run
  -- uid by which its job is addressed: of the scheduled job, or its own
  add column job_uid text not null generated always as (coalesce(configuration, uid)) stored,
  -- when its job was taken off the list; the history stays
  add column removed_at timestamptz;
create index job_run_of_job on orderly.job_run (job_uid, run_id desc);

-- [attached]
-- Beside a DHIS2 jobs are Orderly's own: those of jobconfiguration are run by DHIS2. Columns as there.
create table orderly.job (
  jobconfigurationid bigint primary key,
  uid                varchar(11) not null unique,
  code               varchar(50) unique,
  created            timestamp not null,
  lastupdated        timestamp not null,
  lastupdatedby      bigint,
  name               varchar(230) not null unique,
  cronexpression     varchar(255),
  lastexecuted       timestamp,
  enabled            boolean not null,
  jsonbjobparameters jsonb,
  jobtype            varchar(120) not null,
  jobstatus          varchar(120) not null,
  lastexecutedstatus varchar(120) not null,
  delay              integer,
  queuename          varchar(50),
  queueposition      integer,
  executedby         varchar(11),
  schedulingtype     varchar(12) not null default 'ONCE_ASAP',
  lastalive          timestamp,
  lastfinished       timestamp,
  cancel             boolean not null default false,
  progress           jsonb,
  errorcodes         text
);
-- [/attached]

-- Every job that clients may address: those with a schedule, and those that run once, which DHIS2 keeps in the same table.
create view orderly.job_configuration as
select
  job.jobconfigurationid, job.uid, job.code, job.created, job.lastupdated, job.lastupdatedby, job.name, job.cronexpression, job.jobtype, job.enabled,
  job.jsonbjobparameters, job.delay, job.queuename, job.queueposition, job.executedby, job.schedulingtype, false as runs_once
from
  -- [standalone]
  jobconfiguration
  -- [/standalone]
  -- [attached]
  orderly.job
  -- [/attached]
  as job
union all
select
  -run.run_id, run.uid, null, run.queued_at::timestamp, coalesce(run.finished_at, run.started_at, run.queued_at)::timestamp, userinfo.userinfoid, run.name,
  null, run.type, run.state in ('queued', 'running'), nullif(run.parameters, '{}'), null, null, null, run.requested_by, 'ONCE_ASAP', true
from orderly.job_run as run
left join public.userinfo as userinfo on userinfo.uid = run.requested_by
where run.configuration is null and run.removed_at is null;
