import type { Context } from './contexts.js';
import type { RuleEffect, RuleEnrollment, RuleEvent, Values } from './given.js';

type Found = readonly Omit<RuleEffect, 'target' | 'uid'>[];

/** Results of one context that are kept at a time. */
const MOST_KEPT = 10_000;

/** What of an enrollment and an event rules can look at besides values, each with the words that a rule then has in its text. */
const SIGHTS: readonly (readonly [
  words: RegExp,
  sight: (event: RuleEvent | null, enrollment: RuleEnrollment | null) => unknown,
])[] = [
  [/event_id/, (event) => event?.uid],
  [/event_status/, (event) => event?.status],
  [/event_date|lastEventDate/, (event) => event?.occurredAt ?? event?.scheduledAt],
  [/due_date/, (event) => event?.scheduledAt],
  [/completed_date/, (event) => event?.completedAt],
  [/enrollment_id/, (_, enrollment) => enrollment?.uid],
  [/enrollment_status/, (_, enrollment) => enrollment?.status],
  [/enrollment_date|incident_date/, (_, enrollment) => [enrollment?.enrolledAt, enrollment?.occurredAt]],
  [/org_unit|orgunit_code|inOrgUnitGroup/, (event, enrollment) => [event?.orgUnit, enrollment?.orgUnit]],
];

/**
 * Keeps what rules found, because the engine takes long and the few values that a rule looks at come again and again: the same values of the same rules have the
 * same effects. Only good for targets that have no other events to look at.
 */
export class Memory {
  readonly #found = new Map<Context, Map<string, Found>>();
  readonly #sights = new Map<Context, readonly (typeof SIGHTS)[number][1][]>();

  /** All that the rules of the context can look at. */
  key(context: Context, event: RuleEvent | null, enrollment: RuleEnrollment | null): string {
    let sights = this.#sights.get(context);
    if (!sights) {
      sights = SIGHTS.filter(([words]) => words.test(context.text)).map(([, sight]) => sight);
      this.#sights.set(context, sights);
    }
    const values = [event?.dataValues, enrollment?.attributes].map((given) => seen(given, context.fields));
    return JSON.stringify([enrollment === null, ...values, ...sights.map((sight) => sight(event, enrollment))]);
  }

  get(context: Context, key: string): Found | undefined {
    return this.#found.get(context)?.get(key);
  }

  keep(context: Context, key: string, effects: readonly RuleEffect[]): void {
    let kept = this.#found.get(context);
    if (!kept || kept.size >= MOST_KEPT) {
      kept = new Map();
      this.#found.set(context, kept);
    }
    kept.set(
      key,
      effects.map(({ target: _target, uid: _uid, ...effect }) => effect),
    );
  }
}

function seen(values: Values | undefined, fields: ReadonlySet<string>): readonly (string | null)[] {
  return Array.from(fields, (field) => values?.[field] ?? null);
}
