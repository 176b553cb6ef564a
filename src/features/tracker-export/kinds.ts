import type { Static } from 'typebox';
import type { Db } from '../../database/index.js';
import { type FieldSelection, parseFields } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import type { Scope } from './access/scope.js';
import { type CsvForm, entityRows, eventRows } from './csv.js';
import { selectEnrollments } from './lists/enrollments.js';
import { selectEvents } from './lists/events.js';
import { selectRelationships } from './lists/relationships.js';
import type { Selection } from './lists/selection.js';
import { selectEntities } from './lists/tracked-entities.js';
import { ENROLLMENT_QUERY, ENTITY_QUERY, EVENT_QUERY, RELATIONSHIP_QUERY } from './parameters/queries.js';
import type { Query } from './parameters/values.js';
import { ENROLLMENT, EVENT, TRACKED_ENTITY } from './shapes/objects.js';
import { RELATIONSHIP } from './shapes/relationship.js';
import type { Shape } from './shapes/shape.js';

/** A kind of object of the tracker that can be read. */
export interface Kind {
  readonly plural: 'trackedEntities' | 'enrollments' | 'events' | 'relationships';
  /** The peer's simple class name. */
  readonly klass: string;
  readonly shape: Shape;
  readonly querySchema: typeof ENTITY_QUERY | typeof ENROLLMENT_QUERY | typeof EVENT_QUERY | typeof RELATIONSHIP_QUERY;
  /** What is sent when the request names no fields. */
  readonly fields: FieldSelection;
  readonly select: (db: Db, scope: Scope, clock: Clock, query: Query) => Promise<Selection>;
  /** The lines of a table for an object; undefined where there is no such form. */
  readonly csv?: CsvForm;
}

const ENDS = 'trackedEntity[trackedEntity],enrollment[enrollment],event[event]';

/** The kinds, with the default fields of the peer (contract: imports.md §7). */
export const KINDS: readonly Kind[] = [
  {
    plural: 'trackedEntities',
    klass: 'TrackedEntity',
    shape: TRACKED_ENTITY,
    querySchema: ENTITY_QUERY,
    fields: parseFields('*,!relationships,!enrollments,!events,!programOwners'),
    select: (db, scope, clock, query) => selectEntities(db, scope, clock, query as Static<typeof ENTITY_QUERY> & Query),
    csv: entityRows,
  },
  {
    plural: 'enrollments',
    klass: 'Enrollment',
    shape: ENROLLMENT,
    querySchema: ENROLLMENT_QUERY,
    fields: parseFields('*,!relationships,!events,!attributes'),
    select: (db, scope, clock, query) =>
      selectEnrollments(db, scope, clock, query as Static<typeof ENROLLMENT_QUERY> & Query),
  },
  {
    plural: 'events',
    klass: 'Event',
    shape: EVENT,
    querySchema: EVENT_QUERY,
    fields: parseFields('*,!relationships'),
    select: (db, scope, clock, query) => selectEvents(db, scope, clock, query as Static<typeof EVENT_QUERY> & Query),
    csv: eventRows,
  },
  {
    plural: 'relationships',
    klass: 'Relationship',
    shape: RELATIONSHIP,
    querySchema: RELATIONSHIP_QUERY,
    fields: parseFields(`relationship,relationshipType,createdAtClient,from[${ENDS}],to[${ENDS}]`),
    select: (db, scope, _clock, query) =>
      selectRelationships(db, scope, query as Static<typeof RELATIONSHIP_QUERY> & Query),
  },
];
