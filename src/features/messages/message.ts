/** Kinds of conversations, as in DHIS2 2.42. */
export const MESSAGE_TYPES = ['PRIVATE', 'SYSTEM', 'VALIDATION_RESULT', 'TICKET', 'SYSTEM_VERSION_UPDATE'] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

export const PRIORITIES = ['NONE', 'LOW', 'MEDIUM', 'HIGH'] as const;
export type Priority = (typeof PRIORITIES)[number];

export const STATUSES = ['NONE', 'OPEN', 'PENDING', 'INVALID', 'SOLVED'] as const;
export type Status = (typeof STATUSES)[number];

/** Longest subject that the table holds. */
export const LONGEST_SUBJECT = 255;

/** A message that begins a conversation. */
export interface NewMessage {
  /** Cut where it is longer than {@link LONGEST_SUBJECT}. */
  readonly subject: string;
  readonly text: string;
  readonly type: MessageType;
  /** Uids of users; those that are nobody's are passed over. */
  readonly recipients: readonly string[];
  /** Uid of the user who writes; the server itself when left out. They have the conversation too, and have read it. */
  readonly sender?: string | undefined;
  /** `NONE` unless given. */
  readonly priority?: Priority;
  /** `OPEN` for tickets and validation results, else `NONE`, unless given. */
  readonly status?: Status;
  /** Where the message comes from, e.g. the program with which it was written. */
  readonly metadata?: string | undefined;
  /** A page about it, for those who get the message as mail. */
  readonly link?: string | undefined;
}
