import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { send } from '@fastify/send';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROJECT } from '../../files.js';
import type { ApiServer } from '../../http/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { escapeMarkup } from '../../kernel/markup.js';
import type { Feature, Services } from '../feature.js';
import { pageWithoutConsole } from './page-without-console.js';

/** What `scripts/build.mjs` made of the folder `console`. */
const BUILT = fileURLToPath(new URL('console/dist/', PROJECT));

/** Names of these files change with what is in them. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** The console asks nobody but its own server. Styles of its components are written into the page as it runs. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'self';";

/**
 * The web console: one page at the root, and where DHIS2 has its login page. Both are open to everybody: the console asks who is there, and shows its own login
 * (contract: clients.md §2.2).
 */
export function createConsole({ config: { contextPath } }: Services): Feature {
  const config = { anonymous: true, produces: [] } as const;

  const page = async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const built = await readIfThere(join(BUILT, 'index.html'));
    const html = built ?? pageWithoutConsole;
    return await reply
      .header('Cache-Control', 'no-store')
      .header('Content-Security-Policy', POLICY)
      .type('text/html;charset=UTF-8')
      .send(html.replaceAll('__ORDERLY_BASE__', escapeMarkup(contextPath)));
  };

  return {
    name: 'console',
    routes: () => undefined,
    pages(server: ApiServer) {
      for (const path of ['/', '/dhis-web-login/', '/login/']) server.get(path, { config }, page);
      server.get('/console/*', { config }, async (request, reply) => {
        const { '*': name } = request.params as { readonly '*': string };
        const file = await send(request.raw, `/${name}`, {
          root: join(BUILT, 'console'),
          index: false,
          cacheControl: false,
          acceptRanges: false,
        });
        if (file.type !== 'file') throw notFound(`The console has no file '${name.slice(0, 200)}'.`);
        return await reply.headers(file.headers).header('Cache-Control', FOR_EVER).send(file.stream);
      });
    },
  };
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as { readonly code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
}
