import type { Json } from './values.js';

export type Kind = 'TRACKED_ENTITY' | 'ENROLLMENT' | 'EVENT' | 'RELATIONSHIP';

/** One of the resources of the seed era (contract: imports.md §5). */
export interface OldResource {
  readonly kind: Exclude<Kind, 'RELATIONSHIP'>;
  /** Name of the resource and of the list in its payloads. */
  readonly plural: 'trackedEntityInstances' | 'enrollments' | 'events';
  /** Name of an element in XML, and of the key with the uid. */
  readonly one: 'trackedEntityInstance' | 'enrollment' | 'event';
  readonly jobType: 'TEI_IMPORT' | 'ENROLLMENT_IMPORT' | 'EVENT_IMPORT';
  readonly jobLabel: string;
  readonly startMessage: string;
}

export const TRACKED_ENTITY_INSTANCES: OldResource = {
  kind: 'TRACKED_ENTITY',
  plural: 'trackedEntityInstances',
  one: 'trackedEntityInstance',
  jobType: 'TEI_IMPORT',
  jobLabel: 'Tracked entity instance import',
  startMessage: 'Importing tracked entities',
};

export const ENROLLMENTS: OldResource = {
  kind: 'ENROLLMENT',
  plural: 'enrollments',
  one: 'enrollment',
  jobType: 'ENROLLMENT_IMPORT',
  jobLabel: 'Enrollment import',
  startMessage: 'Importing enrollments',
};

export const EVENTS: OldResource = {
  kind: 'EVENT',
  plural: 'events',
  one: 'event',
  jobType: 'EVENT_IMPORT',
  jobLabel: 'Event import',
  startMessage: 'Importing events',
};

export const OLD_RESOURCES = [EVENTS, ENROLLMENTS, TRACKED_ENTITY_INSTANCES] as const;

/** The key that holds the uid of an object of the old form. */
export const ID_KEYS: Readonly<Record<Kind, string>> = {
  TRACKED_ENTITY: 'trackedEntityInstance',
  ENROLLMENT: 'enrollment',
  EVENT: 'event',
  RELATIONSHIP: 'relationship',
};

export const idOf = (kind: Kind, object: Json): unknown => object[ID_KEYS[kind]];
