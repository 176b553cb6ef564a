-- How often something was viewed, and what was viewed on a day, without reading all views there ever were.

-- [standalone]
create index datastatisticsevent_favoriteuid_idx on datastatisticsevent (favoriteuid, eventtype);
create index datastatisticsevent_timestamp_idx on datastatisticsevent (timestamp);

-- [/standalone]

-- When a stored violation of a validation rule was last found, unchanged; it was first found when its row was created.

create table orderly.validation_result_seen (
  validationresultid bigint primary key
  -- [standalone]
    references validationresult (validationresultid) on delete cascade
  -- [/standalone]
  ,
  last_seen_at timestamp not null
);
