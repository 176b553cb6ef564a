import { Command, CommanderError, type Command as CommandType } from 'commander';
import { addClientCommands, EXIT } from './cli/index.js';
import { ConfigError, type ConfigFlags, loadConfig, PROCESS_SETTINGS } from './config/index.js';
import type { Database } from './database/index.js';
import { OrderlyError } from './kernel/errors/index.js';
import { VERSION } from './version.js';

// What the server is made of is loaded by the commands that need it: the others answer at once.

const program = new Command('orderly')
  .description('Administration and maintenance server for health information systems, and its command line')
  .version(VERSION)
  .showHelpAfterError()
  .exitOverride();

withSettings(program.command('serve').description('start the server')).action(async (flags: ConfigFlags) => {
  const { serve } = await import('./serve.js');
  await serve(loadConfig(process.env, flags));
});

withSettings(program.command('migrate').description('bring the database to this version, and stop')).action(
  async (flags: ConfigFlags) => {
    const { migrate } = await import('./database/index.js');
    await withDatabase(flags, async (database) => {
      const ran = await migrate(database.db);
      console.log(ran.length === 0 ? 'The database is up to date.' : `Applied ${ran.join(', ')}.`);
    });
  },
);

const demo = program.command('demo').description('the synthetic demo country');
withSettings(demo.command('load').description('load it into an empty database'))
  .requiredOption('--scale <n>', '1 for the size of the DHIS2 demo; "small" for a moment\'s work')
  .action(async ({ scale, ...flags }: ConfigFlags & { readonly scale: string }) => {
    const [{ migrate }, { loadDemo }] = await Promise.all([import('./database/index.js'), import('./demo/index.js')]);
    await withDatabase(flags, async (database) => {
      await migrate(database.db);
      const { seconds, rows } = await loadDemo(database.pool, { size: demoSize(scale), log: console.log });
      const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
      console.log(`Loaded ${total} rows into ${Object.keys(rows).length} tables in ${seconds.toFixed(1)} s.`);
    });
  });

addClientCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = await report(error);
}

/** Tells what went wrong, unless that was told; gives the exit code. */
async function report(error: unknown): Promise<number> {
  // Help and version end in an error, too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const expected = error instanceof ConfigError || error instanceof OrderlyError || (await isInUse(error));
  console.error(expected ? (error as Error).message : error instanceof Error ? (error.stack ?? error.message) : error);
  return EXIT.failed;
}

async function isInUse(error: unknown): Promise<boolean> {
  const { DataDirectoryInUse } = await import('./database/embedded/index.js');
  return error instanceof DataDirectoryInUse;
}

/** Adds an option for every setting of the process. */
function withSettings(command: CommandType): CommandType {
  for (const { flag, env, description } of Object.values(PROCESS_SETTINGS)) {
    command.option(`${flag} <value>`, `${description} (${env})`);
  }
  return command;
}

async function withDatabase(flags: ConfigFlags, work: (database: Database) => Promise<void>): Promise<void> {
  const [{ openDatabase }, { connect }] = await Promise.all([import('./database/index.js'), import('./serve.js')]);
  const config = loadConfig(process.env, flags);
  const { connection, embedded } = await connect(config, console.log);
  const database = openDatabase({ connection, poolSize: config.poolSize });
  try {
    await work(database);
  } finally {
    await database.close();
    await embedded?.stop();
  }
}

function demoSize(text: string): 'small' | { readonly scale: number } {
  if (text === 'small') return 'small';
  const scale = Number(text);
  if (!(scale > 0 && scale <= 100))
    throw new ConfigError(`--scale = "${text}" is not usable: a number above 0 and up to 100, or "small", is needed.`);
  return { scale };
}
