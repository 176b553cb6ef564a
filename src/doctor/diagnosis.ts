import { type Detection, detect, readShape } from '../database/dhis2/index.js';
import { readReader } from '../database/guard/index.js';
import { type ConnectionOptions, type Db, newestMigration, type Place, visit } from '../database/index.js';
import { type Ability, judgeAbilities } from './abilities.js';
import { type Activity, readActivity } from './activity.js';
import { compareZones, type ZoneFinding } from './clock.js';
import { findLeftOverTables, findOrphans, type Orphans } from './orphans.js';
import { largestTables, type Relations, readReferrers, readRelations, type TableSize } from './relations.js';
import { readServerFacts, type ServerFacts } from './server-facts.js';
import { findStrangers, type Strangers } from './strangers.js';

/** Whether Orderly can work with a database, and all that speaks for and against it. */
export interface Fitness {
  readonly place: Place;
  readonly server: ServerFacts;
  readonly detection: Detection;
  /** The newest migration that this Orderly has, e.g. `0123_geometries`. */
  readonly newestMigration: string;
  readonly relations: Relations;
  readonly activity: Activity;
  /** The rest is about a DHIS2, and empty without one. */
  readonly zone: ZoneFinding | undefined;
  readonly abilities: readonly Ability[];
}

/** What there is besides, for people. */
export interface Diagnosis extends Fitness {
  readonly largest: readonly TableSize[] | undefined;
  readonly orphans: readonly Orphans[];
  readonly leftOverTables: readonly string[];
  readonly strangers: Strangers;
}

/** What decides whether a server may start on the database. @throws DatabaseUnreachable */
export const examine = async (connection: ConnectionOptions): Promise<Fitness> => await visit(connection, fitness);

/** Everything that the doctor tells. Writes nothing. @throws DatabaseUnreachable */
export async function diagnose(connection: ConnectionOptions): Promise<Diagnosis> {
  return await visit(connection, async (db, place) => {
    const found = await fitness(db, place);
    const isDhis2 = found.detection.kind === 'dhis2' && found.server.role.mayUsePublic;
    return {
      ...found,
      largest: await largestTables(db, LARGEST),
      orphans: isDhis2 ? await findOrphans(db, found.relations) : [],
      leftOverTables: isDhis2 ? await findLeftOverTables(db, found.relations) : [],
      strangers: isDhis2 ? await findStrangers(db, found.relations) : { tables: [], references: [] },
    };
  });
}

const LARGEST = 10;

async function fitness(db: Db, place: Place): Promise<Fitness> {
  const server = await readServerFacts(db);
  const detection = await detect(db);
  const relations = await readRelations(db);
  // Where a schema may not be used its tables cannot be read, whatever rights there are on them.
  const readable = server.role.mayUsePublic ? relations : new Map<string, never>();
  const activity = await readActivity(db, readable);
  const isDhis2 = detection.kind === 'dhis2';
  const known = Object.keys(await readShape());
  const reader = await readReader(db);
  const referrers = isDhis2 ? await readReferrers(db, relations) : new Map<string, never>();
  return {
    place,
    server,
    detection,
    newestMigration: await newestMigration(),
    relations,
    activity,
    zone: isDhis2 ? await compareZones(db, readable, activity.javaSessions > 0) : undefined,
    abilities: isDhis2
      ? judgeAbilities({ relations, referrers, server, databaseName: place.database, known, reader })
      : [],
  };
}
