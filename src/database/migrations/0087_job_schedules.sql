-- When scheduled jobs run next. DHIS2's table says what they are; this one is the scheduler's own.

create table orderly.job_schedule (
  -- uid of the row in jobconfiguration; the row here is made and removed with that one
  job_uid text primary key,
  -- null: by its delay once the present run has ended, by hand, or never
  due_at timestamptz,
  -- creation, or when it was last enabled: nothing is missed before that
  active_since timestamptz not null default now(),
  -- the expression that the job had before it joined a queue
  own_cron text
);
create index job_schedule_due on orderly.job_schedule (due_at);
create index job_run_of_configuration on orderly.job_run (configuration, run_id desc) where configuration is not null;

-- Rounds of queues: one member runs after the other, until the last is done or one is not.
create table orderly.job_queue_round (
  round_id bigint generated always as identity primary key,
  queue_name text not null,
  position integer not null default 0,
  -- the run of the member at the position
  run_uid text not null,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  -- why it ended before its last member; null: all are done
  reason text
);
create unique index job_queue_round_open on orderly.job_queue_round (queue_name) where ended_at is null;

-- The parameters of a job as plain JSON. DHIS2 keeps pairs: the class of a Java object or collection, and what is in it.
create function orderly.job_parameters(stored jsonb) returns jsonb language plpgsql immutable parallel safe as $$
begin
  if jsonb_typeof(stored) = 'object' then
    return (
      select coalesce(jsonb_object_agg(member.key, orderly.job_parameters(member.value)), '{}')
      from jsonb_each(stored) as member
      where member.value <> 'null'
    );
  end if;
  if jsonb_typeof(stored) <> 'array' then
    return stored;
  end if;
  if jsonb_array_length(stored) = 2 and jsonb_typeof(stored -> 0) = 'string' and stored ->> 0 ~ '^([a-z][A-Za-z0-9_]*\.)+[A-Z][A-Za-z0-9_$]*$' then
    return orderly.job_parameters(stored -> 1);
  end if;
  return (
    select coalesce(jsonb_agg(orderly.job_parameters(element.value) order by element.place), '[]')
    from jsonb_array_elements(stored) with ordinality as element (value, place)
  );
end
$$;

-- What nodes are told apart by outside the database.
alter table orderly.node add column uuid uuid not null default gen_random_uuid();
