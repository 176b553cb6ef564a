-- The run log: every execution of a job, and its messages. Queue, history, progress and exclusion are this one truth.

create table orderly.node (
  node_id integer generated always as identity primary key,
  name text not null,
  started_at timestamptz not null default now(),
  alive_at timestamptz not null default now()
);

create table orderly.job_run (
  run_id bigint generated always as identity primary key,
  uid text not null unique,
  type text not null,
  name text not null,
  -- uid of the scheduled job, if one asked for the run
  configuration text,
  trigger text not null,
  parameters jsonb not null default '{}',
  -- uid of the user who asked
  requested_by text,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  -- runs that share a class never run at the same time
  exclusive text[] not null,
  node_id integer references orderly.node (node_id),
  attempt integer not null default 0,
  queued_at timestamptz not null default now(),
  due_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  cancel_requested_at timestamptz,
  message text,
  summary jsonb,
  -- when somebody removed its messages from the task list; the history stays
  hidden_at timestamptz
);

create unique index job_run_one_of_type on orderly.job_run (type) where state = 'running';
create unique index job_run_one_of_configuration on orderly.job_run (configuration) where state = 'running';
create index job_run_queue on orderly.job_run (due_at, run_id) where state = 'queued';
create index job_run_running on orderly.job_run (node_id) where state = 'running';
create index job_run_latest on orderly.job_run (type, run_id desc);
create index job_run_finished on orderly.job_run (finished_at);

create table orderly.job_event (
  event_id bigint generated always as identity primary key,
  run_id bigint not null references orderly.job_run (run_id) on delete cascade,
  uid text not null,
  at timestamptz not null default clock_timestamp(),
  level text not null check (level in ('DEBUG', 'LOOP', 'INFO', 'WARN', 'ERROR')),
  message text not null,
  completed boolean not null default false
);

create index job_event_of_run on orderly.job_event (run_id, event_id desc);
