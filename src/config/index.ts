import { ConfigError } from './config-error.js';
import { InvalidValue } from './readers.js';
import { PROCESS_SETTINGS } from './settings.js';

export { ConfigError } from './config-error.js';
export { databaseOf, type GivenDatabase, readDhisConf } from './dhis-conf.js';
export { PROCESS_SETTINGS, type ProcessSetting } from './settings.js';

type Settings = typeof PROCESS_SETTINGS;

/** The settings of the process, read once at start and frozen. */
export type Config = { readonly [Key in keyof Settings]: ReturnType<Settings[Key]['read']> };

/** What the command line gave, by setting name; wins over the environment. */
export type ConfigFlags = Readonly<Partial<Record<keyof Settings, string>>>;

/**
 * Reads every setting: command line first, then environment, then default.
 *
 * @throws ConfigError one sentence that names the first bad setting and what it must be. Secrets are not repeated.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env, flags: ConfigFlags = {}): Config {
  const unknown = Object.keys(env).find(
    (name) => name.startsWith('ORDERLY_') && !name.startsWith('ORDERLY_TEST_') && !KNOWN_VARIABLES.has(name),
  );
  if (unknown !== undefined) {
    throw new ConfigError(`${unknown} is not a setting of Orderly; "orderly serve --help" lists them all.`);
  }
  const entries = Object.entries(PROCESS_SETTINGS).map(([key, definition]) => {
    const flag = flags[key as keyof Settings];
    const raw = flag ?? env[definition.env];
    if (raw === undefined || (raw === '' && flag === undefined)) return [key, definition.fallback(env)];
    return [key, readChecked(raw, flag === undefined ? definition.env : definition.flag, definition.read)];
  });
  return Object.freeze(withOneDatabase(Object.fromEntries(entries) as Config, flags));
}

/** Only one setting says where the database is. The command line wins over the environment here, too. */
function withOneDatabase(config: Config, flags: ConfigFlags): Config {
  if (config.databaseUrl === undefined || config.dhisConf === undefined) return config;
  if ((flags.databaseUrl === undefined) === (flags.dhisConf === undefined))
    throw new ConfigError('Give either --database-url or --dhis-conf, not both.');
  return { ...config, ...(flags.dhisConf === undefined ? { dhisConf: undefined } : { databaseUrl: undefined }) };
}

/** Variables of the client commands, which whoever starts a server may have set as well (`src/cli/access.ts`). */
const CLIENT_VARIABLES = ['ORDERLY_SERVER', 'ORDERLY_TOKEN', 'ORDERLY_USER'];

const KNOWN_VARIABLES: ReadonlySet<string> = new Set([
  ...Object.values(PROCESS_SETTINGS).map(({ env }) => env),
  ...CLIENT_VARIABLES,
]);

function readChecked(raw: string, name: string, read: (raw: string) => unknown): unknown {
  try {
    return read(raw);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    const secret = /url|password|token/i.test(name);
    throw new ConfigError(`${name}${secret ? '' : ` = "${raw}"`} is not usable: ${error.message}.`, { cause: error });
  }
}
