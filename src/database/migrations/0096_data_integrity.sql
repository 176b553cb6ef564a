-- What checks of data integrity found: one row for each check of a run and each form of its result, made when the run begins.
create table orderly.data_integrity_result (
  result_id bigint generated always as identity primary key,
  check_name text not null,
  -- a count, or the issues themselves
  form text not null check (form in ('summary', 'details')),
  run_uid text not null,
  -- null until the check has begun
  started_at timestamptz,
  -- null until it has ended
  finished_at timestamptz,
  issue_count bigint,
  -- share of the objects that have an issue; null where that says nothing
  percentage numeric,
  issues jsonb,
  -- why there is no answer
  error text,
  unique (run_uid, check_name, form)
);
create index data_integrity_result_latest on orderly.data_integrity_result (check_name, form, result_id desc) where finished_at is not null;
create index data_integrity_result_open on orderly.data_integrity_result (run_uid) where finished_at is null;
