import type { Db } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import type { StagedCounts } from '../staging/tables.js';
import { authorship } from './accepted.js';
import { storeAttributes } from './attributes.js';
import { storeEnrollments } from './enrollments.js';
import { storeEntities, touchEntities } from './entities.js';
import { storeEvents } from './events.js';
import { storeNotes } from './notes.js';
import { storeRelationships } from './relationships.js';

/** Stores all objects that were not refused, by a few statements for each type; all of it within the transaction of `db`. */
export async function merge(db: Db, user: CurrentUser, now: Date, counts: StagedCounts): Promise<void> {
  const by = await authorship(db, user, now);
  if (counts.entity > 0) await storeEntities(db, by);
  if (counts.enrollment > 0) await storeEnrollments(db, by);
  if (counts.entity + counts.enrollment > 0) await storeAttributes(db, by);
  if (counts.event > 0) await storeEvents(db, by);
  if (counts.enrollment > 0) await storeNotes(db, by, 'enrollment');
  if (counts.event > 0) await storeNotes(db, by, 'event');
  if (counts.relationship > 0) await storeRelationships(db, by);
  if (counts.enrollment + counts.event > 0) await touchEntities(db, by);
}
