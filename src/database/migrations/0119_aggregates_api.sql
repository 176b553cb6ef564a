-- AtScale's API (contract: aggregates.md §1–§3).

-- Keys with which servers sign what they give away and take back; all servers on the database share them.
create table orderly.signing_key (
  purpose text primary key,
  key bytea not null,
  created_at timestamptz not null default clock_timestamp()
);

-- time zone of the job's expression; null: the server's
alter table orderly.job_schedule add column zone text;

-- whether it was given the schedule that every organization begins with, which somebody may have removed since
alter table orderly.aggregate_organization add column is_scheduled boolean not null default false;

-- what the person who made it says of it
alter table orderly.roll_up add column notes text;
