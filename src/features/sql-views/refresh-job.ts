import { sql } from 'kysely';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import type { JobType } from '../../jobs/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { viewName } from './view-name.js';

const PARAMETERS = Type.Object({ sqlViews: Type.Array(Type.String(), { default: [] }) });

/** `MATERIALIZED_SQL_VIEW_UPDATE`: reads materialized views anew (contract: job-types.md §3.1). One that cannot be read leaves its old rows and does not keep the others. */
export function refreshViewsJob(): JobType<typeof PARAMETERS> {
  return {
    type: 'MATERIALIZED_SQL_VIEW_UPDATE',
    label: 'Materialized sql view update',
    parameters: PARAMETERS,
    takeOver: 'restart',
    startMessage: 'SQL View update',
    async run({ db, parameters: { sqlViews }, progress, signal }) {
      let refreshed = 0;
      await progress.stage(
        'Refreshing materialized views',
        async (stage) => {
          for (const view of await storedViews(db, sqlViews))
            await stage.item(view.name ?? view.uid, async () => {
              if (view.name === null || !view.present)
                throw conflict('View does not exist or is not a materialized view.');
              await refresh(db, viewName(view.name));
              signal.throwIfAborted();
              refreshed += 1;
            });
        },
        { items: sqlViews.length, onFailure: 'SKIP_ITEM' },
      );
      return { message: `${refreshed} of ${sqlViews.length} materialized views refreshed` };
    },
  };
}

interface NamedView {
  readonly uid: string;
  /** Null for one that is not there, or of another type. */
  readonly name: string | null;
  readonly present: boolean;
}

/** The views in the order given, and whether the relation of each is there and materialized. */
async function storedViews(db: Db, uids: readonly string[]): Promise<readonly NamedView[]> {
  const { rows } = await sql<{ uid: string; name: string | null }>`
    select named.uid, view.name
    from unnest(${[...uids]}::text[]) with ordinality as named (uid, position)
    left join sqlview as view on view.uid = named.uid and view.type = 'MATERIALIZED_VIEW'
    order by named.position
  `.execute(db);
  const relations = rows.flatMap(({ name }) => (name === null ? [] : [viewName(name)]));
  const found = await sql<{ name: string }>`
    select pg_matviews.matviewname as name from pg_matviews
    where pg_matviews.schemaname = 'public' and pg_matviews.matviewname = any (${relations}::text[])
  `.execute(db);
  const present = new Set(found.rows.map(({ name }) => name));
  return rows.map(({ uid, name }) => ({ uid, name, present: name !== null && present.has(viewName(name)) }));
}

async function refresh(db: Db, relation: string): Promise<void> {
  await sql`refresh materialized view ${sql.id('public', relation)}`.execute(db);
}
