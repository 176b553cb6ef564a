import { sql } from 'kysely';

/** Channel on which nodes tell each other what happens to runs: `queued`, `cancel:<uid>`, `progress:<uid>`, `ended:<uid>:<state>`. */
export const RUNS_CHANNEL = 'orderly_runs';

/** The columns of a `Run`, of `run`. */
export const RUN_COLUMNS = sql`
  run.uid, run.type, run.name, run.trigger, run.parameters, run.requested_by as "requestedBy", run.state, run.attempt,
  run.queued_at as "queuedAt", run.started_at as "startedAt", run.finished_at as "finishedAt", run.message, run.summary
`;
