-- How far runs are and were: stages with their items, and errors of the data. Its size is bounded by the writer.
create table orderly.job_progress (
  run_id bigint primary key references orderly.job_run (run_id) on delete cascade,
  stages jsonb not null,
  errors jsonb not null,
  -- sorted, one blank apart
  error_codes text not null default ''
);
