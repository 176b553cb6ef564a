import { QueryClient } from '@tanstack/react-query';
import { connection } from './connection';
import { Problem } from './problem';

const MOST_TRIES = 2;

/** Reads again what may pass by itself; a refusal stays one. */
const tryAgain = (failures: number, error: Error): boolean =>
  failures < MOST_TRIES && error instanceof Problem && (error.kind === 'offline' || error.kind === 'slow');

/** What was read, shared by all pages. What is on the screen is read again when the window is looked at, and when the server is back. */
export const queries = new QueryClient({
  defaultOptions: {
    // The browser may be without network and the server on this very machine.
    queries: { retry: tryAgain, networkMode: 'always', staleTime: 2_000 },
    mutations: { retry: false, networkMode: 'always' },
  },
});

connection.isLost.listen(() => {
  // What is being read already was asked for after the loss.
  if (!connection.isLost.get()) void queries.invalidateQueries({}, { cancelRefetch: false });
});
