-- A session ends with the password that was good when it began, whoever changes it: beside a DHIS2 nobody tells. SHA-256 of the stored bcrypt hash; null: not compared.

alter table orderly.http_session add column password_hash text;

create function orderly.password_mark(stored text) returns text language sql immutable parallel safe as $$
  select encode(sha256(convert_to(coalesce(stored, ''), 'UTF8')), 'hex')
$$;

update orderly.http_session as session set password_hash = orderly.password_mark(userinfo.password)
from public.userinfo where userinfo.userinfoid = session.user_id;
