import { Type } from 'typebox';
import { ASSIGNED_USER_MODES } from './assigned-users.js';
import { UNIT_MODES } from './units.js';

/** Parameters with few values; the others are read one by one, because lists of them come in several spellings. */

const EVENT_STATUS = ['ACTIVE', 'COMPLETED', 'VISITED', 'SCHEDULE', 'OVERDUE', 'SKIPPED'] as const;
const ENROLLMENT_STATUS = ['ACTIVE', 'COMPLETED', 'CANCELLED'] as const;
export type EventStatus = (typeof EVENT_STATUS)[number];
export type EnrollmentStatus = (typeof ENROLLMENT_STATUS)[number];

const flag = () => Type.Optional(Type.Boolean());
const eventStatus = () => Type.Optional(Type.Enum([...EVENT_STATUS]));
const enrollmentStatus = () => Type.Optional(Type.Enum([...ENROLLMENT_STATUS]));
const unitMode = () => Type.Optional(Type.Enum([...UNIT_MODES]));
const userMode = () => Type.Optional(Type.Enum([...ASSIGNED_USER_MODES]));

const LIST = {
  page: Type.Optional(Type.Integer()),
  pageSize: Type.Optional(Type.Integer()),
  totalPages: flag(),
  paging: flag(),
  /** The name of old clients. */
  skipPaging: flag(),
  includeDeleted: flag(),
  /** Whether CSV comes without its first line. */
  skipHeader: flag(),
};
const UNITS = { orgUnitMode: unitMode(), ouMode: unitMode() };

export const EVENT_QUERY = Type.Object({
  ...LIST,
  ...UNITS,
  status: eventStatus(),
  enrollmentStatus: enrollmentStatus(),
  programStatus: enrollmentStatus(),
  followUp: flag(),
  assignedUserMode: userMode(),
});

export const ENROLLMENT_QUERY = Type.Object({
  ...LIST,
  ...UNITS,
  status: enrollmentStatus(),
  programStatus: enrollmentStatus(),
  followUp: flag(),
});

export const ENTITY_QUERY = Type.Object({
  ...LIST,
  ...UNITS,
  enrollmentStatus: enrollmentStatus(),
  programStatus: enrollmentStatus(),
  eventStatus: eventStatus(),
  followUp: flag(),
  potentialDuplicate: flag(),
  assignedUserMode: userMode(),
});

export const RELATIONSHIP_QUERY = Type.Object(LIST);

export const SINGLE_QUERY = Type.Object({
  includeDeleted: flag(),
  skipHeader: flag(),
});
