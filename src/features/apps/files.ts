import { readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { send } from '@fastify/send';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OrderlyError } from '../../kernel/errors/index.js';
import type { Locale } from '../../kernel/locale.js';
import { escapeMarkup } from '../../kernel/markup.js';
import { type App, addressIn, basePath } from './app.js';
import { servedManifest } from './app-json.js';
import { pathParts } from './archive-path.js';
import { MANIFEST_FILE } from './installation.js';

const INDEX_FILE = 'index.html';
/** What servers of the Struts age called the first page. */
const INDEX_ACTION = 'index.action';
/** Larger pages are not looked through for addresses. */
const LARGEST_PAGE = 8 * 1024 * 1024;

/**
 * Answers with a file of an app (contract: data-admin.md §10). A folder without slash is redirected to the one with it, and that to its `index.html`.
 *
 * @param path below the app, without the slash at its end; that is read from the request
 * @throws OrderlyError 404 when there is none
 */
export async function sendAppFile(
  request: FastifyRequest,
  reply: FastifyReply,
  app: App,
  path: string,
  locale: () => Promise<Locale | undefined>,
): Promise<FastifyReply> {
  const parts = pathParts(path);
  if (!parts) throw fileNotFound(app, path);
  const isFolder = pathOf(request).endsWith('/');
  const name = parts.join('/');
  if (name === INDEX_ACTION) return sendToLaunch(request, reply, app);
  if (name === MANIFEST_FILE) return reply.send(servedManifest(app, request.baseUrl, await locale()));
  const found = await look(app, isFolder || name === '' ? join(name, INDEX_FILE) : name);
  if (!found && name === '' && app.manifest.launchPath) return sendToLaunch(request, reply, app);
  if (!found) throw fileNotFound(app, path);
  if (found.isFolder) return reply.redirect(`${request.baseUrl}${pathOf(request)}/${queryOf(request)}`);
  if (/\.html?$/i.test(found.name)) return await sendPage(request, reply, app, found);
  return await sendFile(request, reply, app, found);
}

/** Redirects to the first page of the app, with the query of the request. */
export function sendToLaunch(request: FastifyRequest, reply: FastifyReply, app: App): FastifyReply {
  const target = addressIn(app, request.baseUrl, app.manifest.launchPath ?? '');
  return reply.redirect(target.includes('#') ? target : `${target}${queryOf(request)}`);
}

interface Found {
  /** Path below the folder of the app. */
  readonly name: string;
  readonly file: string;
  readonly isFolder: boolean;
  readonly bytes: number;
  readonly changedMs: number;
}

/** What stands at a path of the app; nothing that a link leads to outside its folder. */
async function look(app: App, name: string): Promise<Found | undefined> {
  try {
    const root = await realpath(app.root);
    const file = await realpath(join(root, name));
    if (file !== root && !file.startsWith(root + sep)) return undefined;
    const found = await stat(file);
    if (!found.isFile() && !found.isDirectory()) return undefined;
    return { name, file, isFolder: found.isDirectory(), bytes: found.size, changedMs: found.mtimeMs };
  } catch (error) {
    const { code } = error as { readonly code?: string };
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ELOOP') return undefined;
    throw error;
  }
}

/** Pages are never kept, so that nobody runs an old version; in them stands where this server is. */
async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  app: App,
  { file, bytes }: Found,
): Promise<FastifyReply> {
  reply.header('Cache-Control', 'no-store').type('text/html');
  if (bytes > LARGEST_PAGE) return await stream(request, reply, file);
  // One character for each byte: what is replaced is ASCII, and everything else stays what it is in any encoding.
  const page = (await readFile(file)).toString('latin1');
  // The host comes from the client, and must not become markup.
  const filled = page
    .replaceAll('__DHIS2_BASE_URL__', escapeMarkup(request.baseUrl))
    .replaceAll('__DHIS2_APP_ROOT_URL__', escapeMarkup(`${request.baseUrl}${basePath(app)}`));
  return reply.send(Buffer.from(filled, 'latin1'));
}

async function sendFile(request: FastifyRequest, reply: FastifyReply, app: App, found: Found): Promise<FastifyReply> {
  // Of an installed app no file changes before the archive does, and the tag is the same on all servers.
  const version = app.digest?.slice(0, 32) ?? `${Math.round(found.changedMs).toString(36)}-${found.bytes.toString(36)}`;
  const tag = `"${version}"`;
  reply.header('Cache-Control', 'no-cache, private').header('ETag', tag);
  const known = request.headers['if-none-match']?.split(',').map((entry) => entry.trim().replace(/^W\//, ''));
  if (known?.some((entry) => entry === tag || entry === '*')) return await reply.code(304).send();
  return await stream(request, reply, found.file);
}

async function stream(request: FastifyRequest, reply: FastifyReply, file: string): Promise<FastifyReply> {
  const result = await send(request.raw, encodeURIComponent(file.slice(file.lastIndexOf(sep) + 1)), {
    root: file.slice(0, file.lastIndexOf(sep)),
    dotfiles: 'allow',
    index: false,
    etag: false,
    lastModified: false,
    cacheControl: false,
    acceptRanges: false,
  });
  if (result.type !== 'file') throw new OrderlyError(404, 'The file is gone.');
  return await reply.headers(result.headers).send(result.stream);
}

const fileNotFound = ({ key }: App, path: string) =>
  new OrderlyError(404, `App '${key}' has no file '${path.slice(0, 200)}'.`);

const pathOf = ({ url }: FastifyRequest): string => url.split('?')[0] ?? '';
const queryOf = ({ url }: FastifyRequest): string => (url.includes('?') ? url.slice(url.indexOf('?')) : '');
