import { Readable } from 'node:stream';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, answeredSignal, closingSignal } from '../../http/index.js';
import { type Jobs, readProgress } from '../../jobs/index.js';
import { mayFollow, mayReadLogs } from './addressed-job.js';
import { followJob } from './follow.js';
import { progressDocument } from './progress-document.js';

const schema = { params: Type.Object({ uid: Type.String() }) };
const config = { cache: 'no-store' } as const;
const streamed = { ...config, produces: ['events'] } as const;

/** How far a job is, asked for or told as it happens (contract: scheduling.md §3.5, §10.2). */
export function progressRoutes(api: ApiServer, db: Db, jobs: Jobs): void {
  const closing = closingSignal(api);

  api.get('/jobConfigurations/:uid/progress', { config, schema }, async (request) => {
    const { uid } = request.params;
    await mayFollow(db, request, uid);
    const [run] = await readProgress(db, { job: uid });
    return progressDocument(run, mayReadLogs(request));
  });

  api.get('/jobConfigurations/:uid/progress/errors', { config, schema }, async (request) => {
    const { uid } = request.params;
    await mayFollow(db, request, uid);
    const [run] = await readProgress(db, { job: uid });
    return run?.errors ?? [];
  });

  api.get(
    '/jobConfigurations/:uid/progress/stream',
    { config: streamed, schema, compress: false },
    async (request, reply) => {
      const { uid } = request.params;
      await mayFollow(db, request, uid);
      const signal = AbortSignal.any([closing, answeredSignal(reply)]);
      const events = followJob({ db, jobs, uid, withErrors: mayReadLogs(request), signal });
      return await reply
        .type('text/event-stream;charset=UTF-8')
        .header('X-Accel-Buffering', 'no')
        .send(Readable.from(events, { highWaterMark: 1 }));
    },
  );
}
