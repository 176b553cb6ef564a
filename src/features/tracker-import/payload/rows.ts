/** Rows of the staging tables, as they come out of a payload: names of metadata as they were given, moments as local time of the server. */

interface Common {
  /** Number of the object in the payload, over all types. */
  readonly position: number;
  readonly uid: string;
  /** GeoJSON. */
  readonly geometry: string | null;
  readonly createdAtClient: string | null;
  readonly updatedAtClient: string | null;
  readonly storedBy: string | null;
}

export interface EntityRow extends Common {
  readonly type: string | null;
  readonly unit: string | null;
  readonly inactive: boolean;
  readonly potentialDuplicate: boolean;
}

export interface EnrollmentRow extends Common {
  readonly entity: string | null;
  readonly program: string | null;
  readonly unit: string | null;
  readonly enrolledAt: string | null;
  readonly occurredAt: string | null;
  readonly completedAt: string | null;
  readonly completedBy: string | null;
  readonly status: 'ACTIVE' | 'COMPLETED' | 'CANCELLED';
  readonly followUp: boolean;
}

export interface EventRow extends Common {
  readonly enrollment: string | null;
  readonly program: string | null;
  readonly stage: string | null;
  readonly unit: string | null;
  readonly status: 'ACTIVE' | 'COMPLETED' | 'SCHEDULE' | 'OVERDUE' | 'SKIPPED';
  readonly occurredAt: string | null;
  readonly scheduledAt: string | null;
  readonly completedAt: string | null;
  readonly completedBy: string | null;
  readonly optionCombo: string | null;
  /** Names of category options, separated by semicolons. */
  readonly options: string | null;
  readonly assignedUid: string | null;
  readonly assignedName: string | null;
}

export type EndKind = 'TRACKED_ENTITY' | 'ENROLLMENT' | 'EVENT';

export interface RelationshipRow {
  readonly position: number;
  readonly uid: string;
  readonly type: string | null;
  readonly createdAtClient: string | null;
  /** How many objects an end names; null when there is no such end. */
  readonly fromItems: number | null;
  readonly fromKind: EndKind | null;
  readonly from: string | null;
  readonly toItems: number | null;
  readonly toKind: EndKind | null;
  readonly to: string | null;
}

/** An attribute value of a tracked entity, which the object at `position`, itself or an enrollment of it, has brought. */
export interface AttributeRow {
  readonly position: number;
  /** Place in the object's list. */
  readonly ordinal: number;
  /** uid of the tracked entity. */
  readonly entity: string | null;
  readonly attribute: string | null;
  readonly value: string | null;
  readonly storedBy: string | null;
}

export interface DataValueRow {
  readonly position: number;
  readonly ordinal: number;
  readonly element: string | null;
  readonly value: string | null;
  readonly providedElsewhere: boolean;
  readonly storedBy: string | null;
}

export interface NoteRow {
  readonly position: number;
  readonly ordinal: number;
  readonly uid: string;
  readonly value: string;
  readonly storedBy: string | null;
}
