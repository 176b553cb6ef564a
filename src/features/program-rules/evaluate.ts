import type { RuleEffectJs, RuleEnrollmentJs, RuleEventJs } from '@dhis2/rule-engine';
import { ACTION_NUMBER, type Context } from './contexts.js';
import type { RuleEffect, RuleEnrollment, RuleEvent, Values } from './given.js';
import { Memory } from './memory.js';
import type { Surroundings } from './surroundings.js';

type Engine = typeof import('@dhis2/rule-engine');

/** Works out the rules of one target after another. */
export class Evaluation {
  readonly #engine: Engine;
  readonly #surroundings: Surroundings;
  readonly #runner: InstanceType<Engine['RuleEngineJs']>;
  /** When events are made that are not stored yet: one after the other, in the order in which they are sent. */
  readonly #now = Date.now();
  readonly #places = new Map<RuleEvent, number>();
  readonly #memory = new Memory();

  constructor(engine: Engine, surroundings: Surroundings) {
    this.#engine = engine;
    this.#surroundings = surroundings;
    this.#runner = new engine.RuleEngineJs(false);
  }

  ofEnrollment(contexts: readonly Context[], enrollment: RuleEnrollment): readonly RuleEffect[] {
    return inOrder(contexts, (context) => {
      const others = this.#others(context, enrollment);
      const target = { target: 'ENROLLMENT', uid: enrollment.uid } as const;
      return this.#remembered(context, target, others, [null, enrollment], () =>
        this.#runner.evaluateEnrollment(
          this.#enrollment(context, enrollment),
          others.map((event) => this.#event(context, event)),
          context.engine,
        ),
      );
    });
  }

  ofEvent(contexts: readonly Context[], event: RuleEvent, enrollment: RuleEnrollment | null): readonly RuleEffect[] {
    return inOrder(contexts, (context) => {
      const others = enrollment ? this.#others(context, enrollment) : [];
      return this.#remembered(context, { target: 'EVENT', uid: event.uid }, others, [event, enrollment], () =>
        this.#runner.evaluateEvent(
          this.#event(context, event),
          enrollment && this.#enrollment(context, enrollment),
          others.map((other) => this.#event(context, other)),
          context.engine,
        ),
      );
    });
  }

  /** Asks the engine, unless it was asked the same before. */
  #remembered(
    context: Context,
    target: Target,
    others: readonly RuleEvent[],
    sight: readonly [RuleEvent | null, RuleEnrollment | null],
    run: () => readonly RuleEffectJs[],
  ): readonly RuleEffect[] {
    if (others.some((other) => other !== sight[0])) return effects(context, target, run);
    const key = this.#memory.key(context, ...sight);
    const known = this.#memory.get(context, key);
    if (known) return known.map((effect) => ({ ...target, ...effect }));
    const found = effects(context, target, run);
    // What went wrong is told with the uid of the target.
    if (found.every(({ action }) => action !== 'ERROR')) this.#memory.keep(context, key, found);
    return found;
  }

  /** The events of the enrollment that the rules look at, the target among them. */
  #others({ others, fields }: Context, { events }: RuleEnrollment): readonly RuleEvent[] {
    if (others === 'none') return [];
    const [first] = events;
    if (first && !this.#places.has(first))
      for (const [place, event] of events.entries()) this.#places.set(event, place);
    return others === 'all' ? events : events.filter(({ dataValues }) => only(dataValues, fields).length > 0);
  }

  #enrollment({ book, fields }: Context, enrollment: RuleEnrollment): RuleEnrollmentJs {
    const { RuleAttributeValue, RuleEnrollmentJs, RuleEnrollmentStatus } = this.#engine;
    const { uid, orgUnit, enrolledAt, occurredAt, status, attributes } = enrollment;
    return new RuleEnrollmentJs(
      uid,
      book.name,
      day(occurredAt ?? enrolledAt),
      day(enrolledAt),
      RuleEnrollmentStatus.valueOf(status),
      orgUnit,
      this.#surroundings.unitCodes.get(orgUnit) ?? null,
      only(attributes, fields).map(([attribute, value]) => new RuleAttributeValue(attribute, value)),
    );
  }

  #event({ book, fields }: Context, event: RuleEvent): RuleEventJs {
    const { RuleDataValue, RuleEventJs, RuleEventStatus } = this.#engine;
    const { uid, programStage, status, occurredAt, scheduledAt, completedAt, createdAt, orgUnit, dataValues } = event;
    const date = occurredAt ?? scheduledAt;
    return new RuleEventJs(
      uid,
      programStage,
      book.stages.find((stage) => stage.uid === programStage)?.name ?? '',
      RuleEventStatus.valueOf(status),
      date === null ? null : moment(date),
      createdAt === null ? this.#made(event) : moment(createdAt),
      scheduledAt === null ? null : day(scheduledAt),
      completedAt === null ? null : day(completedAt),
      orgUnit,
      this.#surroundings.unitCodes.get(orgUnit) ?? null,
      only(dataValues, fields).map(([dataElement, value]) => new RuleDataValue(dataElement, value)),
    );
  }

  #made(event: RuleEvent): { toEpochMilli(): number } {
    const epochMilli = this.#now + (this.#places.get(event) ?? 0);
    return { toEpochMilli: () => epochMilli };
  }
}

/** Effects of several contexts of one target in the order of the rules. */
function inOrder(
  contexts: readonly Context[],
  find: (context: Context) => readonly RuleEffect[],
): readonly RuleEffect[] {
  const [first] = contexts;
  const found = contexts.flatMap(find);
  if (!first || contexts.length === 1 || found.length < 2) return found;
  const place = ({ rule }: RuleEffect): number => first.places.get(rule) ?? 0;
  return found.sort((one, other) => place(one) - place(other));
}

function only(values: Values, fields: ReadonlySet<string>): readonly (readonly [string, string])[] {
  return Object.entries(values).filter(([field]) => fields.has(field));
}

function day(text: string): { toEpochDay(): number } {
  const epochDay = Date.parse(`${text.slice(0, 10)}T00:00Z`) / 86_400_000;
  return { toEpochDay: () => epochDay };
}

/** A text without zone is local time of the server. */
function moment(text: string): { toEpochMilli(): number } {
  const epochMilli = Date.parse(text.length === 10 ? `${text}T00:00` : text);
  return { toEpochMilli: () => epochMilli };
}

type Target = Pick<RuleEffect, 'target' | 'uid'>;

function effects(context: Context, target: Target, run: () => readonly RuleEffectJs[]): readonly RuleEffect[] {
  const { result, faults } = withFaults(run);
  return [
    ...result.map((effect) => toEffect(context, target, effect)),
    ...faults.map((fault) => toFault(context, target, fault)),
  ];
}

function toEffect(context: Context, target: Target, { ruleId, ruleAction, data }: RuleEffectJs): RuleEffect {
  const action = context.actions[Number(ruleAction.values.get(ACTION_NUMBER))];
  if (!action) throw new Error(`The rule engine gave back an action of rule ${ruleId} that it was not given.`);
  const { type, content, dataElement, attribute, valueType, notificationTemplate } = action;
  return {
    ...target,
    rule: ruleId,
    action: type,
    content,
    data: data === undefined || data === '' ? null : data,
    ...(dataElement === null ? {} : { dataElement }),
    ...(dataElement === null && attribute !== null ? { attribute } : {}),
    ...(valueType === null ? {} : { valueType }),
    ...(notificationTemplate === null ? {} : { notificationTemplate }),
  };
}

/** The engine tells of a rule that it cannot work out in a sentence that has the rule's uid in it. */
function toFault({ book, rules }: Context, { target, uid }: Target, message: string): RuleEffect {
  const rule = rules.find((candidate) => message.includes(` with id ${candidate.uid} executed for ${target}(${uid})`));
  return { target, uid, rule: rule?.uid ?? book.program, action: 'ERROR', content: null, data: message };
}

/**
 * What went wrong with single rules, the engine only prints; its evaluation of one target has no other way to say so. It works without a pause, so
 * nothing of anybody else's is caught here.
 */
function withFaults(run: () => readonly RuleEffectJs[]): {
  result: readonly RuleEffectJs[];
  faults: readonly string[];
} {
  const faults: string[] = [];
  const { console } = globalThis;
  const print = console.error;
  console.error = (message: unknown) => faults.push(String(message));
  try {
    return { result: run(), faults };
  } catch (error) {
    // What is thrown in JavaScript below the engine, such as a stack that overflows, it does not take for an error of the rule.
    return { result: [], faults: [error instanceof Error ? error.message : String(error)] };
  } finally {
    console.error = print;
  }
}
