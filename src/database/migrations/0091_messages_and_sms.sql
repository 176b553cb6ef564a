-- Where SMS go out. DHIS2 keeps its gateways in keyjsonvalue, with passwords encrypted by a key that only its own process has; these are this server's.

create table orderly.sms_gateway (
  uid text primary key,
  -- http, bulksms or clickatell
  type text not null,
  name text not null,
  is_default boolean not null default false,
  -- everything else, passwords included, as checked when it was written
  config jsonb not null,
  created_at timestamptz not null default now()
);
create unique index sms_gateway_default on orderly.sms_gateway (is_default) where is_default;

-- Failures of some types of jobs are told to those who run the server, once, by whichever node comes first.
alter table orderly.job_run add column failure_told_at timestamptz;
update orderly.job_run set failure_told_at = finished_at where state = 'failed';
create index job_run_untold on orderly.job_run (finished_at) where state = 'failed' and failure_told_at is null;

-- [standalone]
-- Who an SMS goes to, for lists of them.
create index outbound_sms_recipients_of_sms on outbound_sms_recipients (outbound_sms_id);
-- [/standalone]
