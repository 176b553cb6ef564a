import type { Db } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { authorship } from './accepted.js';
import { storeAttributes } from './attributes.js';
import { storeEnrollments } from './enrollments.js';
import { storeEntities, touchEntities } from './entities.js';
import { storeEvents } from './events.js';
import { storeNotes } from './notes.js';
import { storeRelationships } from './relationships.js';

/** Stores all objects that were not refused, by a few statements for each type; all of it within the transaction of `db`. */
export async function merge(db: Db, user: CurrentUser, now: Date): Promise<void> {
  const by = await authorship(db, user, now);
  await storeEntities(db, by);
  await storeEnrollments(db, by);
  await storeAttributes(db, by);
  await storeEvents(db, by);
  await storeNotes(db, by);
  await storeRelationships(db, by);
  await touchEntities(db, by);
}
