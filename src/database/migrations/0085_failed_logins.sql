-- Logins that failed lately, shared by all nodes, for locking accounts (system setting keyLockMultipleFailedLogins).

create table orderly.failed_login (
  -- SHA-256 of the name in lower case: people type passwords where names belong
  account_hash text primary key,
  -- failures within the time that counts; five of them lock the account
  failed_at timestamptz[] not null,
  -- when the failures are forgotten and a lock ends
  expires_at timestamptz not null
);

create index failed_login_expiry on orderly.failed_login (expires_at);
