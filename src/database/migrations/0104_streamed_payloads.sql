-- Payloads of imports that are too large to be one value: the bytes as they came, in pieces. They stay as long as their run is listed.

create table orderly.job_payload_piece (
  run_uid  text not null references orderly.job_run (uid) on delete cascade,
  position integer not null,
  bytes    bytea not null,
  primary key (run_uid, position)
);
-- What comes is packed already, or is packed by the column: the least time counts here.
alter table orderly.job_payload_piece alter column bytes set compression pglz;
