import type { testServer } from './server.js';

// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
type Any = any;

const NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  event: { occurredAt: 'eventDate', scheduledAt: 'dueDate', trackedEntity: 'trackedEntityInstance' },
  enrollment: { occurredAt: 'incidentDate', enrolledAt: 'enrollmentDate', trackedEntity: 'trackedEntityInstance' },
  trackedEntity: { trackedEntity: 'trackedEntityInstance' },
  relationship: { trackedEntity: 'trackedEntityInstance' },
};
const KINDS: Readonly<Record<string, string>> = {
  events: 'event',
  enrollments: 'enrollment',
  trackedEntities: 'trackedEntity',
  relationships: 'relationship',
};

/** A payload of `/api/tracker` as clients of the old resources wrote it. */
export function asOld(value: Any, kind = ''): Any {
  if (Array.isArray(value)) return value.map((one) => asOld(one, kind));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name === 'trackedEntities' ? 'trackedEntityInstances' : (NAMES[kind]?.[name] ?? name),
      asOld(member, KINDS[name] ?? kind),
    ]),
  );
}

type Server = ReturnType<typeof testServer>;

/** The old resources of a server. */
export const oldTracker = (server: Server) => ({
  post: (resource: string, body: unknown, query = '') =>
    server.request(`/api/${resource}${query}`, { method: 'POST', body }),
  put: (path: string, body: unknown) => server.request(`/api/${path}`, { method: 'PUT', body }),
  remove: (path: string) => server.request(`/api/${path}`, { method: 'DELETE' }),
});
