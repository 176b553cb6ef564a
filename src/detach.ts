import { CommandFailure, canAsk, confirm, EXIT, wrongUse } from './cli/index.js';
import type { ConfigFlags } from './config/index.js';
import { detect } from './database/dhis2/index.js';
import {
  type ConnectionOptions,
  type Db,
  type Detached,
  detach,
  type OwnSchema,
  openDatabase,
  type Place,
  schemasBeside,
  visit,
} from './database/index.js';
import { DatabaseRefused, givenDatabase } from './doctor/index.js';
import { connectedServers } from './jobs/index.js';

export interface DetachFlags extends Pick<ConfigFlags, 'databaseUrl' | 'dhisConf'> {
  readonly yes?: boolean;
}

/** `orderly detach`: looks, asks, and removes Orderly from the database of a DHIS2, whatever became of that. Gives what to tell about it. */
export async function detachFrom({ yes = false, ...flags }: DetachFlags): Promise<string> {
  const { url } = await givenDatabase(flags);
  const connection = { connectionString: url };
  const { schemas, place } = await visit(connection, whatIsThere);
  if (schemas.length === 0)
    return `There is nothing to remove: Orderly is not attached to the database "${place.database}".`;
  if (!yes) await agree(schemas, place);
  return removedLines(await removeFrom(connection)).join('\n');
}

interface Found {
  readonly schemas: readonly OwnSchema[];
  readonly place: Place;
}

/** What detaching would remove. @throws DatabaseRefused when that may not be */
async function whatIsThere(db: Db, place: Place): Promise<Found> {
  const { kind, orderly } = await detect(db);
  if (orderly?.mode === 'standalone')
    throw new DatabaseRefused(
      `The database "${place.database}" is Orderly's own, with all tables and data in it; nothing was removed.`,
    );
  if (kind !== 'dhis2' && orderly === undefined) return { schemas: [], place };
  const schemas = await schemasBeside(db);
  const foreign = schemas.find(({ isOwn }) => !isOwn);
  if (foreign)
    throw new DatabaseRefused(
      `The schema ${foreign.name} belongs to the role ${foreign.owner}; detach as that role, not as ${place.user}.`,
    );
  const servers = await connectedServers(db);
  if (servers > 0)
    throw new DatabaseRefused(
      `${servers} ${servers === 1 ? 'server of Orderly is' : 'servers of Orderly are'} connected to the database "${place.database}"; stop ${servers === 1 ? 'it' : 'them'} first.`,
    );
  return { schemas, place };
}

/** @throws CommandFailure when nobody agrees */
async function agree(schemas: readonly OwnSchema[], { database, host }: Place): Promise<void> {
  if (!canAsk())
    throw wrongUse('Nothing was done: nobody can be asked here. Say --yes if it is to be done without a question.');
  const names = schemas.map(({ name }) => name).join(', ');
  const question = `Remove Orderly from the database "${database}" at ${host} (${names}), with its jobs, runs and roll-ups?`;
  if (!(await confirm(question))) throw new CommandFailure(EXIT.failed, 'Nothing was done.');
}

/** Looks again: a server may have been started while the question stood. */
async function removeFrom(connection: ConnectionOptions): Promise<Detached> {
  await visit(connection, whatIsThere);
  const database = openDatabase({ connection, poolSize: 1, applicationName: 'orderly detach' });
  try {
    return await detach(database.db);
  } finally {
    await database.close();
  }
}

const removedLines = ({ schemas, reader }: Detached): readonly string[] => [
  `Removed ${schemas.map((name) => `schema ${name}`).join(', ')}.`,
  ...(reader ? [readerLine(reader)] : []),
  'Analytics tables, resource tables and SQL views that Orderly made stay in schema public: DHIS2 reads them and replaces them itself.',
];

const readerLine = ({ name, gone }: NonNullable<Detached['reader']>): string =>
  gone
    ? `Removed the role ${name} of SQL views.`
    : `The role ${name} of SQL views is left, because only who may make roles may drop it: drop role ${name};`;
