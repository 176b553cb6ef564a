import type { Feature, Services } from '../feature.js';
import { objectBody } from '../metadata/index.js';
import { readMark, readMarks } from './marks.js';
import { setFollowUp } from './set-follow-up.js';

/** `PUT /api/dataValues/followup` and `/followups`: data values that somebody is to look at again (contract: imports.md §3). */
export function createFollowUp({ database: { db } }: Services): Feature {
  return {
    name: 'follow-up',
    routes(api) {
      api.put('/dataValues/followup', async (request, reply) => {
        await setFollowUp(db, [readMark(objectBody(request.body))], request.user);
        return await reply.code(200).send();
      });
      api.put('/dataValues/followups', async (request, reply) => {
        await setFollowUp(db, readMarks(objectBody(request.body)), request.user);
        return await reply.code(200).send();
      });
    },
  };
}
