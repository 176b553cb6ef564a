import { expect, it } from 'vitest';
import { enrollmentToTracker, eventToTracker, relationshipToTracker, trackedEntityToTracker } from './to-tracker.js';

it('gives an event its new names', () => {
  expect(
    eventToTracker({
      event: 'a1234567890',
      status: 'VISITED',
      program: 'p',
      programStage: 's',
      enrollment: 'e',
      orgUnit: 'u',
      trackedEntityInstance: 't',
      eventDate: '2024-01-31',
      dueDate: '2024-02-01',
      completedDate: '2024-02-02',
      attributeCategoryOptions: 'a;b',
      assignedUser: 'x1234567890',
      followup: 'true',
      storedBy: 'jane',
      coordinate: { latitude: 1, longitude: '2' },
      dataValues: [{ dataElement: 'd', value: '1', providedElsewhere: 'false', created: '2024' }],
      notes: [{ note: 'n', value: 'v', storedDate: '2024' }],
      colour: 'red',
    }),
  ).toEqual({
    event: 'a1234567890',
    status: 'ACTIVE',
    program: 'p',
    programStage: 's',
    enrollment: 'e',
    orgUnit: 'u',
    trackedEntity: 't',
    occurredAt: '2024-01-31',
    scheduledAt: '2024-02-01',
    completedAt: '2024-02-02',
    attributeCategoryOptions: 'a;b',
    assignedUser: { uid: 'x1234567890' },
    followUp: true,
    storedBy: 'jane',
    geometry: { type: 'Point', coordinates: [2, 1] },
    dataValues: [{ dataElement: 'd', value: '1', providedElsewhere: false, createdAt: '2024' }],
    notes: [{ note: 'n', value: 'v', storedAt: '2024' }],
  });
});

it('gives enrollments and tracked entities theirs', () => {
  expect(
    enrollmentToTracker({ enrollment: 'e', enrollmentDate: '2024', incidentDate: '2023', status: 'CANCELLED' }),
  ).toEqual({
    enrollment: 'e',
    enrolledAt: '2024',
    occurredAt: '2023',
    status: 'CANCELLED',
    attributes: [],
    notes: [],
  });
  expect(
    trackedEntityToTracker({
      trackedEntityInstance: 't',
      inactive: 'true',
      featureType: 'POLYGON',
      coordinates: '[[[0,0],[1,0],[1,1],[0,0]]]',
      attributes: [{ attribute: 'a', value: null }],
    }),
  ).toEqual({
    trackedEntity: 't',
    inactive: true,
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    },
    attributes: [{ attribute: 'a' }],
  });
});

it('takes the uid of a whole object for an end of a relationship', () => {
  expect(
    relationshipToTracker({
      relationship: 'r',
      relationshipType: 't',
      from: { trackedEntityInstance: { trackedEntityInstance: 'a', orgUnit: 'u' } },
      to: { event: { event: 'b' } },
    }),
  ).toEqual({
    relationship: 'r',
    relationshipType: 't',
    from: { trackedEntity: { trackedEntity: 'a' } },
    to: { event: { event: 'b' } },
  });
});
