/** Texts of uids: of attributes or of data elements. */
export type Values = Readonly<Record<string, string>>;

/** What a payload itself says of values; `null` deletes one. */
export type SentValues = Readonly<Record<string, string | null>>;

/**
 * What the rules are asked about. All dates are local times of the server as the database has them (`2024-01-31`, `2024-01-31T08:00:00.000`);
 * every identifier is a uid.
 */
export interface RuleInput {
  /** Who imports; the roles are what `d2:hasUserRole` looks at. */
  readonly user: string | null;
  readonly enrollments: readonly RuleEnrollment[];
  /** Events of programs without registration. */
  readonly events: readonly RuleEvent[];
}

export interface RuleEnrollment {
  readonly uid: string;
  readonly program: string;
  readonly trackedEntity: string;
  readonly orgUnit: string;
  readonly enrolledAt: string;
  readonly occurredAt: string | null;
  readonly status: 'ACTIVE' | 'COMPLETED' | 'CANCELLED';
  /** As they will be: what is stored with what is sent upon it. */
  readonly attributes: Values;
  /** What is sent of them, of the enrollment and of its tracked entity; null if the enrollment itself is not sent and only frames its events. */
  readonly sent: SentValues | null;
  readonly events: readonly RuleEvent[];
}

export interface RuleEvent {
  readonly uid: string;
  readonly program: string;
  readonly programStage: string;
  readonly orgUnit: string;
  readonly occurredAt: string | null;
  readonly scheduledAt: string | null;
  readonly completedAt: string | null;
  /** Null for an event that is not stored yet. */
  readonly createdAt: string | null;
  readonly status: 'ACTIVE' | 'COMPLETED' | 'SCHEDULE' | 'SKIPPED' | 'VISITED' | 'OVERDUE';
  /** As they will be: what is stored with what is sent upon it. */
  readonly dataValues: Values;
  /** What is sent of them; null if the event is not sent and only tells other events about the past. */
  readonly sent: SentValues | null;
}

export type TargetType = 'ENROLLMENT' | 'EVENT';

/** Actions of rules that an import takes note of (contract: imports.md §7.4). `ERROR` is a rule that could not be evaluated. */
export type EffectAction =
  | 'ASSIGN'
  | 'SHOWWARNING'
  | 'WARNINGONCOMPLETE'
  | 'SHOWERROR'
  | 'ERRORONCOMPLETE'
  | 'SETMANDATORYFIELD'
  | 'SENDMESSAGE'
  | 'SCHEDULEMESSAGE'
  | 'ERROR';

/** What a rule wants with an enrollment or event of the payload. */
export interface RuleEffect {
  readonly target: TargetType;
  readonly uid: string;
  readonly rule: string;
  readonly action: EffectAction;
  /** The text of the action. */
  readonly content: string | null;
  /** The worked-out value of the action; for `ERROR` what went wrong. */
  readonly data: string | null;
  readonly dataElement?: string;
  readonly attribute?: string;
  /** Of the data element or attribute. */
  readonly valueType?: string;
  /** An `ASSIGN` whose value is no code of the option set of its data element or attribute. */
  readonly isUnknownOption?: boolean;
  /** Of the two messages. */
  readonly notificationTemplate?: string;
}
