-- Runs of one type may overlap when their type says so: what excludes what is in `exclusive`, which the claim looks at.
drop index orderly.job_run_one_of_type;
-- The claim looks at the first waiting runs of each type.
drop index orderly.job_run_queue;
create index job_run_waiting on orderly.job_run (type, due_at, run_id) where state = 'queued';

-- A skipped run never was one: it says which times of a schedule were left out, and why.
alter table orderly.job_run drop constraint job_run_state_check;
alter table orderly.job_run
  add constraint job_run_state_check check (state in ('queued', 'running', 'done', 'failed', 'cancelled', 'skipped')),
  -- how often its server died under it
  add column crashes integer not null default 0,
  -- it failed because its server was stopped or died, not by what it did
  add column interrupted boolean not null default false;

-- What becomes of times that were missed: one run makes up for them, or none.
alter table orderly.job_schedule add column misfire text not null default 'once' check (misfire in ('once', 'skip'));
