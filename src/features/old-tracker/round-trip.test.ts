import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  enrollmentFromTracker,
  eventFromTracker,
  relationshipFromTracker,
  trackedEntityFromTracker,
} from './from-tracker.js';
import { enrollmentToTracker, eventToTracker, relationshipToTracker, trackedEntityToTracker } from './to-tracker.js';
import type { Json } from './values.js';

const word = fc.stringMatching(/^[a-zA-Z0-9]{1,12}$/);
const time = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 23));
const some = (members: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Json> =>
  fc.record(members, { requiredKeys: [] }) as fc.Arbitrary<Json>;
const point = fc
  .tuple(fc.integer({ min: -180, max: 180 }), fc.integer({ min: -90, max: 90 }))
  .map((coordinates) => ({ type: 'Point', coordinates }));
const userInfo = some({ uid: word, username: word, firstName: word, surname: word });

const dataValue = some({
  ...{ dataElement: word, value: word, providedElsewhere: fc.boolean(), storedBy: word },
  ...{ createdAt: time, updatedAt: time, createdBy: userInfo },
});
const note = some({ note: word, value: word, storedBy: word, storedAt: time });
const attribute = some({
  attribute: word,
  value: word,
  displayName: word,
  valueType: word,
  code: word,
  createdAt: time,
});
const times = { createdAt: time, updatedAt: time, createdAtClient: time, updatedAtClient: time, storedBy: word };

const event = fc
  .tuple(
    some({
      ...{ event: word, status: fc.constantFrom('ACTIVE', 'COMPLETED', 'SCHEDULE', 'OVERDUE', 'SKIPPED') },
      ...{ program: word, programStage: word, enrollment: word, orgUnit: word, trackedEntity: word },
      ...{ occurredAt: time, scheduledAt: time, completedAt: time, completedBy: word, attributeOptionCombo: word },
      ...{ attributeCategoryOptions: fc.array(word, { minLength: 1 }).map((list) => list.join(';')) },
      ...{ followUp: fc.boolean(), deleted: fc.boolean(), assignedUser: some({ uid: word, username: word }) },
      ...{ geometry: point, ...times },
    }),
    fc.record({ dataValues: fc.array(dataValue), notes: fc.array(note) }),
  )
  .map(([one, lists]): Json => ({ ...one, ...lists }))
  .filter(({ assignedUser }) => assignedUser === undefined || Object.keys(assignedUser as Json).length > 0);

const enrollment = fc
  .tuple(
    some({
      ...{ enrollment: word, trackedEntity: word, trackedEntityType: word, program: word, orgUnit: word },
      ...{ status: fc.constantFrom('ACTIVE', 'COMPLETED', 'CANCELLED'), enrolledAt: time, occurredAt: time },
      ...{
        completedAt: time,
        completedBy: word,
        followUp: fc.boolean(),
        deleted: fc.boolean(),
        geometry: point,
        ...times,
      },
    }),
    fc.record({ attributes: fc.array(attribute), notes: fc.array(note) }),
  )
  .map(([one, lists]): Json => ({ ...one, ...lists }));

const trackedEntity = fc
  .tuple(
    some({
      ...{ trackedEntity: word, trackedEntityType: word, orgUnit: word, inactive: fc.boolean(), deleted: fc.boolean() },
      ...{ potentialDuplicate: fc.boolean(), geometry: point, ...times },
    }),
    fc.record({ attributes: fc.array(attribute) }),
  )
  .map(([one, lists]): Json => ({ ...one, ...lists }));

const end = fc.oneof(
  word.map((uid) => ({ trackedEntity: { trackedEntity: uid } })),
  word.map((uid) => ({ enrollment: { enrollment: uid } })),
  word.map((uid) => ({ event: { event: uid } })),
);
const relationship = some({ relationship: word, relationshipType: word, from: end, to: end, createdAt: time });

/** An object that was read in the old form and is sent back in it is what it was. */
const comesBack = (objects: fc.Arbitrary<Json>, toOld: (now: Json) => Json, toNew: (old: Json) => Json): void => {
  fc.assert(
    fc.property(objects, (object) => {
      expect(toNew(toOld(object))).toEqual(object);
    }),
  );
};

it('is the same event, there and back', () => comesBack(event, eventFromTracker, eventToTracker));
it('is the same enrollment, there and back', () => comesBack(enrollment, enrollmentFromTracker, enrollmentToTracker));
it('is the same tracked entity, there and back', () =>
  comesBack(trackedEntity, trackedEntityFromTracker, trackedEntityToTracker));
it('is the same relationship, there and back', () =>
  comesBack(relationship, relationshipFromTracker, relationshipToTracker));
