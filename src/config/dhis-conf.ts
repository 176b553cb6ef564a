import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from './config-error.js';

/** A database that is not the embedded one. */
export interface GivenDatabase {
  /** As PostgreSQL's clients write it, password included. */
  readonly url: string;
  /** DHIS2 keeps its analytics tables in another database than its data (`analytics.connection.url`). */
  readonly analyticsElsewhere: boolean;
}

/**
 * The database that the settings name: with its URL, or by the `dhis.conf` of a DHIS2; undefined when they name none.
 *
 * @throws ConfigError as `readDhisConf`
 */
export async function databaseOf(
  { databaseUrl, dhisConf }: { readonly databaseUrl: string | undefined; readonly dhisConf: string | undefined },
  env: NodeJS.ProcessEnv = process.env,
): Promise<GivenDatabase | undefined> {
  if (dhisConf !== undefined) return await readDhisConf(dhisConf, env);
  return databaseUrl === undefined ? undefined : { url: databaseUrl, analyticsElsewhere: false };
}

/**
 * Reads `dhis.conf`, or the one in a folder: a Java properties file in Latin-1, in which `${NAME}` stands for a variable of the environment. The password is in clear text there.
 *
 * @throws ConfigError a sentence that names what is missing; the password is not repeated
 */
export async function readDhisConf(path: string, env: NodeJS.ProcessEnv): Promise<GivenDatabase> {
  const file = (await isFolder(path)) ? join(path, 'dhis.conf') : path;
  const { parse } = await import('dot-properties');
  const properties: unknown = parse(await contentOf(file));
  const value = (key: string): string | undefined => {
    const raw = (properties as Readonly<Record<string, unknown>>)[key];
    const text = typeof raw === 'string' ? substituted(raw, env, `${key} in ${file}`).trim() : '';
    return text === '' ? undefined : text;
  };
  const jdbc = value('connection.url');
  if (jdbc === undefined) throw new ConfigError(`${file} has no connection.url.`);
  return {
    url: urlOf(jdbc, value('connection.username'), value('connection.password'), file),
    analyticsElsewhere: ![undefined, jdbc].includes(value('analytics.connection.url')),
  };
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'latin1');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'you may not read it' : String(code);
    throw new ConfigError(`${file} cannot be read: ${why}.`, { cause: error });
  }
}

/** `${NAME}` and `${NAME:-default}`, as DHIS2 has them. */
function substituted(text: string, env: NodeJS.ProcessEnv, where: string): string {
  return text.replaceAll(/\$\{([^}:]+)(?::-([^}]*))?\}/g, (_all, name: string, fallback: string | undefined) => {
    const found = env[name] ?? fallback;
    if (found === undefined) throw new ConfigError(`${where} names the variable ${name}, which is not set here.`);
    return found;
  });
}

/** `jdbc:postgresql://host:port/database?…`, or without host and port, or the name of the database alone. */
function urlOf(jdbc: string, username: string | undefined, password: string | undefined, file: string): string {
  const [, place, query = ''] = /^jdbc:postgresql:([^?]*)(?:\?(.*))?$/.exec(jdbc) ?? [];
  if (place === undefined)
    throw new ConfigError(`connection.url in ${file} is not of PostgreSQL: it has to begin with jdbc:postgresql:`);
  const [, hosts = '', path = ''] = /^\/\/([^/]*)\/?(.*)$/.exec(place) ?? [undefined, '', place.replace(/^\//, '')];
  if (hosts.includes(',')) {
    throw new ConfigError(
      `connection.url in ${file} names several hosts; give the one that is written to with --database-url.`,
    );
  }
  const parameters = new URLSearchParams(query);
  const user = username ?? parameters.get('user') ?? undefined;
  if (user === undefined) throw new ConfigError(`${file} has no connection.username.`);
  const secret = password ?? parameters.get('password') ?? undefined;
  const credentials = [user, ...(secret === undefined ? [] : [secret])].map(encodeURIComponent).join(':');
  const database = path === '' ? encodeURIComponent(user) : path;
  const url = `postgres://${credentials}@${hosts === '' ? 'localhost' : hosts}/${database}${encryption(parameters)}`;
  if (!URL.canParse(url)) throw new ConfigError(`connection.url in ${file} cannot be read as an address.`);
  return url;
}

/** Java's driver says in other words than others whether a connection is encrypted and whom it trusts. */
function encryption(parameters: URLSearchParams): string {
  const trusting = parameters.get('sslfactory')?.endsWith('NonValidatingFactory') === true;
  const asked = parameters.get('ssl') !== null && parameters.get('ssl') !== 'false' ? 'verify-full' : 'prefer';
  const mode = parameters.get('sslmode') ?? asked;
  if (['disable', 'allow', 'prefer'].includes(mode)) return '';
  if (mode === 'require' || trusting) return '?sslmode=no-verify';
  const authority = parameters.get('sslrootcert');
  return `?sslmode=verify-full${authority === null ? '' : `&sslrootcert=${encodeURIComponent(authority)}`}`;
}
