-- A job that runs once is a run that no schedule asked for.

alter table orderly.job_run
  -- uid by which its job is addressed: of the scheduled job, or its own
  add column job_uid text not null generated always as (coalesce(configuration, uid)) stored,
  -- when its job was taken off the list; the history stays
  add column removed_at timestamptz;
create index job_run_of_job on orderly.job_run (job_uid, run_id desc);

-- Every job that clients may address: those with a schedule, and those that run once, which DHIS2 keeps in the same table.
create view orderly.job_configuration as
select
  job.jobconfigurationid, job.uid, job.code, job.created, job.lastupdated, job.lastupdatedby, job.name, job.cronexpression, job.jobtype, job.enabled,
  job.jsonbjobparameters, job.delay, job.queuename, job.queueposition, job.executedby, job.schedulingtype, false as runs_once
from jobconfiguration as job
union all
select
  -run.run_id, run.uid, null, run.queued_at::timestamp, coalesce(run.finished_at, run.started_at, run.queued_at)::timestamp, userinfo.userinfoid, run.name,
  null, run.type, run.state in ('queued', 'running'), nullif(run.parameters, '{}'), null, null, null, run.requested_by, 'ONCE_ASAP', true
from orderly.job_run as run
left join userinfo on userinfo.uid = run.requested_by
where run.configuration is null and run.removed_at is null;
