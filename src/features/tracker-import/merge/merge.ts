import type { Db } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import type { Outcome, Subject, TrackerType } from '../report.js';
import { authorship, type ToStore } from './accepted.js';
import { storeAttributes } from './attributes.js';
import { storeEnrollments } from './enrollments.js';
import { storeEntities, touchEntities } from './entities.js';
import { storeEvents } from './events.js';
import { storeNotes } from './notes.js';
import { storeRelationships } from './relationships.js';

/**
 * Stores all objects that were not refused, by a few statements for each type; all of it within the transaction of `db`.
 *
 * @param outcomes what is to become of each object, by position
 */
export async function merge(
  db: Db,
  user: CurrentUser,
  now: Date,
  subjects: readonly Subject[],
  outcomes: readonly Outcome[],
): Promise<void> {
  const by = await authorship(db, user, now);
  const { TRACKED_ENTITY, ENROLLMENT, EVENT, RELATIONSHIP } = countsOf(subjects, outcomes);
  await storeEntities(db, by, TRACKED_ENTITY);
  await storeEnrollments(db, by, ENROLLMENT);
  if (any(TRACKED_ENTITY) || any(ENROLLMENT)) await storeAttributes(db, by, TRACKED_ENTITY.create + ENROLLMENT.create);
  if (any(EVENT)) await storeEvents(db, by, EVENT);
  if (any(ENROLLMENT)) await storeNotes(db, by, 'enrollment');
  if (any(EVENT)) await storeNotes(db, by, 'event');
  await storeRelationships(db, by, RELATIONSHIP);
  if (any(ENROLLMENT) || any(EVENT)) await touchEntities(db, by);
}

const any = ({ create, update }: ToStore): boolean => create + update > 0;

function countsOf(subjects: readonly Subject[], outcomes: readonly Outcome[]): Readonly<Record<TrackerType, ToStore>> {
  const none = () => ({ create: 0, update: 0 });
  const counts = { TRACKED_ENTITY: none(), ENROLLMENT: none(), EVENT: none(), RELATIONSHIP: none() };
  for (const [position, { type }] of subjects.entries()) {
    if (outcomes[position] === 'created') counts[type].create += 1;
    if (outcomes[position] === 'updated') counts[type].update += 1;
  }
  return counts;
}
