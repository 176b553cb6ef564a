import type { Resolved } from './text-pattern.js';

/** What is to be made: values of an attribute's pattern, kept until `days` from now. */
export interface Reservation {
  readonly attribute: { readonly id: number; readonly uid: string };
  readonly resolved: Resolved;
  readonly count: number;
  readonly days: number;
}
