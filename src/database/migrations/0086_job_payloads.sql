-- What a request handed over for a run that starts later, e.g. the objects of an import. It goes with the run.
create table orderly.job_payload (
  run_uid text primary key references orderly.job_run (uid) on delete cascade,
  payload json not null
);
