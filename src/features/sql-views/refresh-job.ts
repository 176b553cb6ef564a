import { Type } from 'typebox';
import type { JobType } from '../../jobs/index.js';
import { conflict } from '../../kernel/errors/index.js';
import { readSqlViews } from '../../metadata/index.js';
import { refreshRelation } from './refresh-relation.js';

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
          const views = new Map((await readSqlViews(db, sqlViews)).map((view) => [view.uid, view]));
          for (const uid of sqlViews) {
            const view = views.get(uid);
            await stage.item(view?.name ?? uid, async () => {
              if (!view) throw conflict('View does not exist or is not a materialized view.');
              await refreshRelation(db, view);
              signal.throwIfAborted();
              refreshed += 1;
            });
          }
        },
        { items: sqlViews.length, onFailure: 'SKIP_ITEM' },
      );
      return { message: `${refreshed} of ${sqlViews.length} materialized views refreshed` };
    },
  };
}
