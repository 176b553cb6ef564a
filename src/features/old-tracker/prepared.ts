import { isUid } from '../../kernel/uid.js';
import type { ImportOptions } from '../imports/index.js';
import type { OldProblem } from './conflicts.js';
import { defined, type Json, objectsOf } from './values.js';

/** How the objects are taken: the strategy of the payload, and whether it is about one that has to be there (`PUT`). */
export interface Rules {
  readonly options: ImportOptions;
  readonly mustExist?: boolean;
  /** `PUT /events/{uid}/{dataElement}`: this one value is changed and nothing else. */
  readonly singleValue?: string | undefined;
  /** Name of a program whose attributes are taken away from a tracked entity where they are not sent. */
  readonly program?: string | undefined;
}

/** An object made ready for the import, or why it cannot be. */
export interface Prepared {
  readonly payload: Json;
  readonly problem?: OldProblem | undefined;
  readonly warning?: string | undefined;
}

/** What was sent, and what is stored where nothing was. */
export const merged = (stored: Json | undefined, sent: Json): Json => ({
  ...Object.fromEntries(Object.entries(stored ?? {}).filter(([, value]) => value !== null)),
  ...sent,
});

export const without = (payload: Json, key: string): Json => defined({ ...payload, [key]: undefined });

/** Notes with a uid of their own only where it can be one: old clients numbered theirs. */
export const withOwnNotes = (payload: Json): Json => ({
  ...payload,
  notes: objectsOf(payload.notes).map((note) =>
    typeof note.note === 'string' && isUid(note.note) ? note : without(note, 'note'),
  ),
});
