import { QueryClientProvider } from '@tanstack/react-query';
import { queries } from './api/queries';
import { Router } from './shell/router';
import { SessionGate } from './shell/session-gate';

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <SessionGate>
        <Router />
      </SessionGate>
    </QueryClientProvider>
  );
}
