-- Sessions, shared by all nodes and kept over restarts, and the news that a user, role or token changed.

create table orderly.http_session (
  -- SHA-256 of the cookie's value, so that a reader of the table cannot log in with it
  id_hash text primary key,
  user_id bigint not null
  -- [standalone]
    references userinfo (userinfoid) on delete cascade
  -- [/standalone]
  ,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);

create index http_session_user on orderly.http_session (user_id, created_at);

create function orderly.notify_users_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('orderly_users', '');
  return null;
end
$$;

-- [standalone]
-- Only what decides whether and as whom somebody may act; not the time of the last login.
create trigger orderly_users_changed
  after update of username, password, disabled, accountexpiry, twofactortype, secret, externalauth, firstname, surname on userinfo
  for each statement execute function orderly.notify_users_changed();
create trigger orderly_users_removed
  after delete on userinfo for each statement execute function orderly.notify_users_changed();
create trigger orderly_users_changed
  after insert or update or delete on userrolemembers for each statement execute function orderly.notify_users_changed();
create trigger orderly_users_changed
  after insert or update or delete on userroleauthorities for each statement execute function orderly.notify_users_changed();
create trigger orderly_users_changed
  after insert or update or delete on api_token for each statement execute function orderly.notify_users_changed();
-- [/standalone]
-- For each row: every login looks for sessions that are over, and mostly there are none.
create trigger orderly_users_changed
  after delete on orderly.http_session for each row execute function orderly.notify_users_changed();
