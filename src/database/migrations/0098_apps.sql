-- Installed apps: the database is the truth, so that all servers have the same ones and a backup holds them. Each server unpacks them below its home.
create table orderly.app (
  app_id integer generated always as identity primary key,
  -- the short name, cleaned for use in a path
  key text not null unique,
  manifest jsonb not null,
  translations jsonb not null,
  -- SHA-256 of the zip archive, in hexadecimal digits
  digest text not null,
  archive_bytes bigint not null,
  installed_at timestamptz not null default now(),
  installed_by text
);

-- The zip archives, in pieces that are moved without holding a whole one in memory.
create table orderly.app_piece (
  app_id integer not null references orderly.app (app_id) on delete cascade,
  position integer not null,
  content bytea not null,
  primary key (app_id, position)
);
