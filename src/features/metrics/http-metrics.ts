import type { Registry } from 'prom-client';
import type { ApiServer } from '../../http/index.js';
import { RequestTimes } from './request-times.js';

/** Seconds. The longest answers are exports. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];
/** The route of everything that no route is for: paths are of the caller's choice, and each would be a metric of its own. */
const NO_ROUTE = 'none';

/** Measures every request. Labels are the route's pattern, never a path, so that there are only so many as there are routes. */
export function watchRequests(server: ApiServer, registry: Registry): void {
  const times = new RequestTimes(
    'orderly_http_request_duration_seconds',
    'Requests answered by this server, from their head to the end of their answer',
    BOUNDS,
  );
  registry.registerMetric(times.asMetric());
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.is404 ? NO_ROUTE : (request.routeOptions.url ?? NO_ROUTE);
    times.observe(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
}
