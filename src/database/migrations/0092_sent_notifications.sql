-- Notifications that went out, so that a run that is repeated or taken over sends none of them twice. Kept for some days.
create table orderly.sent_notification (
  -- what makes it this message and no other, e.g. day, template, what it is about and how it goes
  message text primary key,
  sent_at timestamptz not null default now()
);
create index sent_notification_age on orderly.sent_notification (sent_at);
