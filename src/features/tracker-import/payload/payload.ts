/**
 * What `POST /api/tracker` takes (contract: imports.md §7.1), nested or flat. Members that are not named here are passed over, as they are by the peer: what is exported can be sent
 * back. Names of metadata are in the id schemes of the import, moments are ISO 8601, a moment without zone is in the zone of the server.
 */
export interface TrackerPayload {
  readonly trackedEntities?: readonly TrackedEntityInput[] | null;
  readonly enrollments?: readonly EnrollmentInput[] | null;
  readonly events?: readonly EventInput[] | null;
  readonly relationships?: readonly RelationshipInput[] | null;
}

type Text = string | null | undefined;
type Flag = boolean | null | undefined;
type Geometry = Readonly<Record<string, unknown>> | null | undefined;

interface Client {
  readonly createdAtClient?: Text;
  readonly updatedAtClient?: Text;
  readonly storedBy?: Text;
}

export interface TrackedEntityInput extends Client {
  readonly trackedEntity?: Text;
  readonly trackedEntityType?: Text;
  readonly orgUnit?: Text;
  readonly inactive?: Flag;
  readonly potentialDuplicate?: Flag;
  readonly geometry?: Geometry;
  readonly attributes?: readonly AttributeInput[] | null;
  readonly enrollments?: readonly EnrollmentInput[] | null;
  readonly relationships?: readonly RelationshipInput[] | null;
}

export interface AttributeInput {
  readonly attribute?: Text;
  /** Null or empty takes the stored value away. */
  readonly value?: Text;
  readonly storedBy?: Text;
}

export interface EnrollmentInput extends Client {
  readonly enrollment?: Text;
  readonly trackedEntity?: Text;
  readonly program?: Text;
  readonly orgUnit?: Text;
  readonly enrolledAt?: Text;
  readonly occurredAt?: Text;
  readonly completedAt?: Text;
  readonly completedBy?: Text;
  /** `ACTIVE` unless given. */
  readonly status?: Text;
  readonly followUp?: Flag;
  readonly geometry?: Geometry;
  readonly attributes?: readonly AttributeInput[] | null;
  readonly events?: readonly EventInput[] | null;
  readonly relationships?: readonly RelationshipInput[] | null;
  readonly notes?: readonly NoteInput[] | null;
}

export interface EventInput extends Client {
  readonly event?: Text;
  readonly enrollment?: Text;
  readonly program?: Text;
  readonly programStage?: Text;
  readonly orgUnit?: Text;
  /** `ACTIVE` unless given. */
  readonly status?: Text;
  readonly occurredAt?: Text;
  readonly scheduledAt?: Text;
  readonly completedAt?: Text;
  readonly completedBy?: Text;
  readonly attributeOptionCombo?: Text;
  /** Names of category options, separated by semicolons (commas are taken, too). */
  readonly attributeCategoryOptions?: Text;
  readonly assignedUser?: { readonly uid?: Text; readonly username?: Text } | null;
  readonly geometry?: Geometry;
  readonly dataValues?: readonly DataValueInput[] | null;
  readonly notes?: readonly NoteInput[] | null;
  readonly relationships?: readonly RelationshipInput[] | null;
}

export interface DataValueInput {
  readonly dataElement?: Text;
  /** Null or empty takes the stored value away. */
  readonly value?: Text;
  readonly providedElsewhere?: Flag;
  readonly storedBy?: Text;
}

export interface NoteInput {
  readonly note?: Text;
  readonly value?: Text;
  readonly storedBy?: Text;
}

export interface RelationshipInput {
  readonly relationship?: Text;
  readonly relationshipType?: Text;
  readonly createdAtClient?: Text;
  readonly from?: RelationshipItemInput | null;
  readonly to?: RelationshipItemInput | null;
}

export interface RelationshipItemInput {
  readonly trackedEntity?: { readonly trackedEntity?: Text } | null;
  readonly enrollment?: { readonly enrollment?: Text } | null;
  readonly event?: { readonly event?: Text } | null;
}
