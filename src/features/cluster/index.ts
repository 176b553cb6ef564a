import { type ApiServer, hasAnyAuthority } from '../../http/index.js';
import { connectedNodes } from '../../jobs/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import { forbidden } from '../../kernel/errors/index.js';
import type { Feature, Services } from '../feature.js';

/** `/api/cluster/leader` (contract: data-admin.md §6), and all servers in `/api/cluster/nodes`, which is Orderly's own. */
export function createCluster({ database, jobs }: Services): Feature {
  const config = { cache: 'no-store', produces: ['json', 'xml'], xmlRoot: 'LeaderNodeInfo' } as const;
  const routes = (api: ApiServer): void => {
    api.get('/cluster/leader', { config }, async ({ user }) => {
      if (!hasAnyAuthority(user, ['F_VIEW_SERVER_INFO'])) throw forbidden('Access is denied');
      const nodes = await connectedNodes(database.db);
      const [leader] = nodes;
      const current = nodes.find(({ nodeId }) => nodeId === jobs.nodeId());
      return {
        leaderNodeId: leader?.name ?? '',
        leaderNodeUuid: leader?.uuid ?? '',
        currentNodeId: current?.name ?? '',
        currentNodeUuid: current?.uuid ?? '',
        leader: current !== undefined && current === leader,
      };
    });

    api.get('/cluster/nodes', { config: { cache: 'no-store' } }, async ({ user }) => {
      if (!hasAnyAuthority(user, ['F_VIEW_SERVER_INFO'])) throw forbidden('Access is denied');
      const nodes = await connectedNodes(database.db);
      return nodes.map(({ nodeId, name, uuid, startedAt, aliveAt, running }, index) => ({
        id: name,
        uuid,
        started: formatTimestamp(startedAt),
        lastAlive: formatTimestamp(aliveAt),
        running,
        leader: index === 0,
        current: nodeId === jobs.nodeId(),
      }));
    });
  };
  return { name: 'cluster', routes };
}
