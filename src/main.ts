import { Command, CommanderError, type Command as CommandType } from 'commander';
import { addClientCommands, CommandFailure, EXIT } from './cli/index.js';
import { ConfigError, type ConfigFlags, loadConfig, PROCESS_SETTINGS } from './config/index.js';
import type { Database } from './database/index.js';
import type { DetachFlags } from './detach.js';
import type { DoctorFlags } from './doctor/index.js';
import { OrderlyError } from './kernel/errors/index.js';
import { VERSION } from './version.js';

// What the server is made of is loaded by the commands that need it: the others answer at once.

const DOCTOR_HELP = `
Reads the catalogue and some tables in one read-only transaction. Exit codes: 0 Orderly can use the database,
1 it cannot, 2 used wrongly, 3 PostgreSQL cannot be reached, 4 it does not let the user in, 5 no such database.`;

const DETACH_HELP = `
Stop all servers first. Removes the schemas of Orderly, with its jobs, runs and roll-ups, and nothing of DHIS2. Exit codes as of
doctor.`;

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
    const [{ migrate }, { lowerUnusedLens }] = await Promise.all([
      import('./database/index.js'),
      import('./lens-of-servers.js'),
    ]);
    await withDatabase(flags, async ({ db, dhis2 }) => {
      // Without the views: an upgrade of DHIS2 may come next.
      const ran = await migrate(db, dhis2 ? 'attached' : 'standalone');
      if (dhis2) await lowerUnusedLens(db);
      const done = ran.length === 0 ? 'The database is up to date.' : `Applied ${ran.join(', ')}.`;
      console.log(dhis2 ? `${done} It is beside DHIS2 ${dhis2.name}, of which nothing was changed.` : done);
    });
  },
);

const demo = program.command('demo').description('the synthetic demo country');
withSettings(demo.command('load').description('load it into an empty database'))
  .requiredOption('--scale <n>', '1 for the size of the DHIS2 demo; "small" for a moment\'s work')
  .action(async ({ scale, ...flags }: ConfigFlags & { readonly scale: string }) => {
    const [{ migrate }, { loadDemo }] = await Promise.all([import('./database/index.js'), import('./demo/index.js')]);
    await withDatabase(flags, async (database) => {
      if (database.dhis2)
        throw new ConfigError(
          'The database is that of a DHIS2, and the demo country is for an empty one: nothing was loaded.',
        );
      await migrate(database.db);
      const { seconds, rows } = await loadDemo(database.pool, { size: demoSize(scale), log: console.log });
      const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
      console.log(`Loaded ${total} rows into ${Object.keys(rows).length} tables in ${seconds.toFixed(1)} s.`);
    });
  });

withSettings(
  program.command('doctor').description('what a database is, and what Orderly could do with it; writes nothing'),
  ['databaseUrl', 'dhisConf'],
)
  .option('--json', 'the result as one JSON document')
  .addHelpText('after', DOCTOR_HELP)
  .action(async (flags: DoctorFlags) => {
    const { doctor } = await import('./doctor/index.js');
    await doctor(flags);
  });

withSettings(program.command('detach').description('remove Orderly from the database of a DHIS2'), [
  'databaseUrl',
  'dhisConf',
])
  .option('--yes', 'do it without a question')
  .addHelpText('after', DETACH_HELP)
  .action(async (flags: DetachFlags) => {
    const { detachFrom } = await import('./detach.js');
    console.log(await detachFrom(flags));
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
  const [{ DatabaseRefused, EXIT_OF }, { DatabaseUnreachable }, { DataDirectoryInUse }] = await Promise.all([
    import('./doctor/index.js'),
    import('./database/index.js'),
    import('./database/embedded/index.js'),
  ]);
  const expected = [
    ConfigError,
    CommandFailure,
    OrderlyError,
    DatabaseRefused,
    DatabaseUnreachable,
    DataDirectoryInUse,
  ].some((kind) => error instanceof kind);
  console.error(expected ? (error as Error).message : error instanceof Error ? (error.stack ?? error.message) : error);
  if (error instanceof CommandFailure) return error.exitCode;
  if (error instanceof ConfigError) return EXIT.usage;
  return error instanceof DatabaseUnreachable ? EXIT_OF[error.kind] : EXIT.failed;
}

type SettingName = keyof typeof PROCESS_SETTINGS;

/** Adds an option for every setting of the process, or for those with the names. */
function withSettings(
  command: CommandType,
  names: readonly SettingName[] = Object.keys(PROCESS_SETTINGS) as readonly SettingName[],
): CommandType {
  for (const name of names) {
    const { flag, env, description } = PROCESS_SETTINGS[name];
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
