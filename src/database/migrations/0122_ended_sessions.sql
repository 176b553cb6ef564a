-- The end of a session is news about sessions alone. A client that shows its password with every request begins a session every now and then, and beyond ten of them ends
-- its own oldest one: told as a change of users, that made every server forget the password that was just compared.

create function orderly.notify_session_ended() returns trigger language plpgsql as $$
begin
  perform pg_notify('orderly_users', 'session');
  return null;
end
$$;

create or replace trigger orderly_users_changed
  after delete on orderly.http_session for each row execute function orderly.notify_session_ended();
