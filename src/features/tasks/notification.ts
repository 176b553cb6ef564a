import type { RunEvent } from '../../jobs/index.js';
import { formatTimestamp } from '../../kernel/clock.js';

/** A message of a run with what it belongs to. */
export interface TaskMessage extends RunEvent {
  readonly type: string;
  /** Parameters of the run, on its first message only. */
  readonly parameters?: Readonly<Record<string, unknown>> | null;
}

/** A message as the wire has it (contract: system.md §6.2). */
export const notification = ({ uid, level, type, at, message, completed, parameters }: TaskMessage) => ({
  uid,
  level,
  category: type,
  time: formatTimestamp(at),
  message,
  completed,
  ...(parameters && { dataType: 'PARAMETERS', data: parameters }),
  id: uid,
});
