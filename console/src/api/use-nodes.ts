import { useQuery } from '@tanstack/react-query';
import { at, get } from './client';

/** A server that is connected to the database. Times are the server's. */
export interface ClusterNode {
  readonly id: string;
  readonly uuid: string;
  readonly started: string;
  readonly lastAlive: string;
  readonly running: number;
  readonly leader: boolean;
  readonly current: boolean;
}

export const useNodes = () =>
  useQuery({
    queryKey: ['cluster-nodes'],
    queryFn: ({ signal }) => get<readonly ClusterNode[]>(at('/api/cluster/nodes'), { signal }),
    refetchInterval: 10_000,
  });
