import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, hasAnyAuthority } from '../../http/index.js';
import { badRequest, forbidden } from '../../kernel/errors/index.js';
import { objectBody } from '../metadata/index.js';
import { createQueue, deleteQueue, type Queue, queueNames, readQueue, readRounds, updateQueue } from './queues.js';
import type { JobServices } from './service.js';

const NAME = Type.Object({ name: Type.String() });

/** `/api/scheduler/queues` (contract: scheduling.md §5.2). */
export function queueRoutes(api: ApiServer, services: JobServices): void {
  const { db } = services;
  const path = '/scheduler/queues';
  const one = `${path}/:name`;

  api.get(path, async () => await queueNames(db));
  api.get(one, { schema: { params: NAME } }, async (request) => await readQueue(db, request.params.name));

  /** What the rounds of a queue came to; Orderly's own. */
  api.get(`${one}/rounds`, { schema: { params: NAME } }, async (request) => {
    await readQueue(db, request.params.name);
    return { rounds: await readRounds(db, request.params.name) };
  });

  api.post(one, { schema: { params: NAME } }, async (request, reply) => {
    mayChange(request);
    const { name } = request.params;
    if (name.trim() === '') throw badRequest('A queue needs a name.');
    const { cronExpression = '', sequence = [] } = wanted(request.body);
    await createQueue(services, { name, cronExpression, sequence });
    return await reply.code(201).send();
  });

  api.put(one, { schema: { params: NAME } }, async (request, reply) => {
    mayChange(request);
    await updateQueue(services, request.params.name, wanted(request.body));
    return await reply.code(204).send();
  });

  // The app writes names here as they are, slashes and question marks included.
  api.delete(`${path}/*`, async (request, reply) => {
    mayChange(request);
    const { '*': name } = request.params as { readonly '*': string };
    await deleteQueue(services, await addressed(db, name, request.url));
    return await reply.code(204).send();
  });
}

/** The name that is meant: what looks like a query may belong to it. */
async function addressed(db: Db, path: string, url: string): Promise<string> {
  const cut = url.indexOf('?');
  if (cut === -1) return path;
  const whole = `${path}${unescaped(url.slice(cut))}`;
  return (await queueNames(db)).includes(whole) ? whole : path;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function mayChange({ user }: FastifyRequest): void {
  if (!hasAnyAuthority(user, ['F_SCHEDULING_ADMIN']))
    throw forbidden("You don't have the proper permissions to update this object.");
}

function wanted(body: unknown): Partial<Queue> {
  const { name, cronExpression, sequence } = objectBody(body);
  if (sequence !== undefined && !(Array.isArray(sequence) && sequence.every((uid) => typeof uid === 'string')))
    throw badRequest('Property sequence has to be a list of job ids.');
  return {
    ...(typeof name === 'string' && name.trim() !== '' && { name }),
    ...(typeof cronExpression === 'string' && { cronExpression }),
    ...(Array.isArray(sequence) && { sequence: sequence.map(String) }),
  };
}
