import { wkt } from './wkt.js';

type Json = Readonly<Record<string, unknown>>;

/** A table in which an object has a line for each of its values (contract: imports.md §7; columns of the peer). */
export interface CsvForm {
  readonly header: readonly string[];
  readonly rows: (object: Json) => readonly (readonly string[])[];
}

const cell = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);

const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);

const usernameOf = (user: unknown): unknown => (user as Json | undefined)?.username;

/** The geometry as text, and latitude and longitude of a point. */
function place(geometry: unknown): readonly unknown[] {
  const { type, coordinates } = (geometry ?? {}) as {
    readonly type?: string;
    readonly coordinates?: readonly unknown[];
  };
  if (geometry === undefined) return [undefined, undefined, undefined];
  const [longitude, latitude] = type === 'Point' ? (coordinates ?? []) : [];
  return [wkt(geometry as Json), latitude, longitude];
}

/** A form whose lines are the columns of the object followed by those of one value. */
function form(
  header: readonly string[],
  values: string,
  own: (object: Json) => readonly unknown[],
  each: (object: Json, value: Json) => readonly unknown[],
): CsvForm {
  return {
    header,
    rows(object) {
      const list = listOf(object[values]);
      const begun = own(object);
      return (list.length === 0 ? [{}] : list).map((value) => [...begun, ...each(object, value)].map(cell));
    },
  };
}

export const eventRows: CsvForm = form(
  [
    ...['event', 'status', 'program', 'programStage', 'enrollment', 'orgUnit', 'occurredAt', 'scheduledAt'],
    ...['geometry', 'latitude', 'longitude', 'followUp', 'deleted', 'createdAt', 'createdAtClient', 'updatedAt'],
    ...['updatedAtClient', 'completedBy', 'completedAt', 'updatedBy', 'attributeOptionCombo'],
    ...['attributeCategoryOptions', 'assignedUser', 'dataElement', 'value', 'storedBy', 'providedElsewhere'],
    ...['storedByDataValue', 'updatedAtDataValue', 'createdAtDataValue'],
  ],
  'dataValues',
  (event) => [
    ...[event.event, event.status, event.program, event.programStage, event.enrollment, event.orgUnit],
    ...[event.occurredAt, event.scheduledAt, ...place(event.geometry), event.followUp, event.deleted],
    ...[event.createdAt, event.createdAtClient, event.updatedAt, event.updatedAtClient],
    ...[event.completedBy, event.completedAt, usernameOf(event.updatedBy), event.attributeOptionCombo],
    ...[event.attributeCategoryOptions, usernameOf(event.assignedUser)],
  ],
  (event, value) => [
    ...[value.dataElement, value.value, event.storedBy, value.providedElsewhere],
    ...[value.storedBy, value.updatedAt, value.createdAt],
  ],
);

export const entityRows: CsvForm = form(
  [
    ...['trackedEntity', 'trackedEntityType', 'createdAt', 'createdAtClient', 'updatedAt', 'updatedAtClient'],
    ...['orgUnit', 'inactive', 'deleted', 'potentialDuplicate', 'geometry', 'latitude', 'longitude', 'storedBy'],
    ...['createdBy', 'updatedBy', 'attrCreatedAt', 'attrUpdatedAt', 'attribute', 'displayName', 'value', 'valueType'],
  ],
  'attributes',
  (entity) => [
    ...[entity.trackedEntity, entity.trackedEntityType, entity.createdAt, entity.createdAtClient, entity.updatedAt],
    ...[entity.updatedAtClient, entity.orgUnit, entity.inactive, entity.deleted, entity.potentialDuplicate],
    ...[...place(entity.geometry), entity.storedBy, usernameOf(entity.createdBy), usernameOf(entity.updatedBy)],
  ],
  (_entity, value) => [
    ...[value.createdAt, value.updatedAt, value.attribute, value.displayName, value.value, value.valueType],
  ],
);
