-- How far sending changes to a remote server has come, so that a run that was interrupted is continued and not begun again.
create table orderly.sync_progress (
  -- what is sent: data-values or registrations
  subject text primary key,
  -- where to: another server gets everything
  remote text not null,
  -- local time from which on changes are sent
  since timestamp not null,
  -- place of the last row that was sent; null: none yet
  position jsonb,
  -- ranges of places whose rows were refused: [{"after": place or null, "upTo": place}, …]
  refused jsonb not null default '[]',
  updated_at timestamptz not null default now()
);

-- [standalone]
create index completedatasetregistration_changed on completedatasetregistration ((coalesce(lastupdated, date)));
-- [/standalone]
