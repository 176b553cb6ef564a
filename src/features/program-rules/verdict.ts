import { isIsoDate } from '../../kernel/calendar.js';
import type { RuleEffect, RuleEnrollment, RuleEvent, RuleInput, SentValues, TargetType, Values } from './given.js';
import { valueKind } from './value-kinds.js';

export interface RuleSettings {
  /** The system setting: may an assignment replace another value that is sent? */
  readonly ruleEngineAssignOverwrite: boolean;
}

export type RuleCode = 'E1300' | 'E1301' | 'E1306' | 'E1307' | 'E1308' | 'E1309' | 'E1310' | 'E1314' | 'E1317';

export interface RuleIssue {
  readonly target: TargetType;
  readonly uid: string;
  readonly code: RuleCode;
  /** For the text of the code; the first is the rule. */
  readonly args: readonly string[];
}

export interface RuleAssignment {
  readonly target: TargetType;
  readonly uid: string;
  /** The data element of an event, the attribute of an enrollment. */
  readonly field: string;
  /** Null takes the value away. */
  readonly value: string | null;
}

export interface RuleMessage {
  readonly target: TargetType;
  readonly uid: string;
  readonly notificationTemplate: string;
  /** The day (`2024-01-31`) of a message to come, null for one to be sent now. */
  readonly scheduledAt: string | null;
}

export interface RulesVerdict {
  readonly errors: readonly RuleIssue[];
  readonly warnings: readonly RuleIssue[];
  readonly assignments: readonly RuleAssignment[];
  readonly messages: readonly RuleMessage[];
}

/**
 * What follows from the effects for the import (contract: imports.md §7.4).
 *
 * - Errors and warnings that are shown: `E1300`, those on completion only if the enrollment or event is completed. A rule that failed is a warning.
 * - A value that a rule assigns is taken, with the warning `E1308` or `E1310`, if no other one is sent or if the setting lets rules overwrite;
 *   else it is the error `E1307` or `E1309`. An event is assigned nothing if the value is no option of the data element.
 * - A field that a rule demands and that is sent empty: `E1314`, `E1317`; that neither is sent nor stored nor assigned by a rule before: `E1301`, `E1306`.
 */
export function rulesVerdict(effects: readonly RuleEffect[], given: RuleInput, settings: RuleSettings): RulesVerdict {
  const sheets = sheetsOf(given);
  const verdict = new Verdict(settings);
  for (const effect of effects) {
    const sheet = sheets.get(`${effect.target} ${effect.uid}`);
    if (sheet) verdict.add(effect, sheet);
  }
  return verdict;
}

/** The values of a target while its effects are gone through. */
interface Sheet {
  readonly isCompleted: boolean;
  /** What stands in the texts for where a value was replaced: the tracked entity or the event. */
  readonly owner: string;
  readonly stored: Values;
  readonly sent: SentValues;
  readonly assigned: Map<string, string | null>;
}

function sheetsOf({ enrollments, events }: RuleInput): ReadonlyMap<string, Sheet> {
  const sheets = new Map<string, Sheet>();
  const addEvent = ({ uid, status, dataValues, sent }: RuleEvent): void => {
    if (!sent) return;
    const isCompleted = status === 'COMPLETED';
    sheets.set(`EVENT ${uid}`, { isCompleted, owner: uid, stored: dataValues, sent, assigned: new Map() });
  };
  const addEnrollment = ({ uid, status, trackedEntity, attributes, sent }: RuleEnrollment): void => {
    if (!sent) return;
    const isCompleted = status === 'COMPLETED';
    sheets.set(`ENROLLMENT ${uid}`, {
      isCompleted,
      owner: trackedEntity,
      stored: attributes,
      sent,
      assigned: new Map(),
    });
  };
  for (const enrollment of enrollments) {
    addEnrollment(enrollment);
    for (const event of enrollment.events) addEvent(event);
  }
  for (const event of events) addEvent(event);
  return sheets;
}

class Verdict implements RulesVerdict {
  readonly errors: RuleIssue[] = [];
  readonly warnings: RuleIssue[] = [];
  readonly assignments: RuleAssignment[] = [];
  readonly messages: RuleMessage[] = [];
  readonly #settings: RuleSettings;

  constructor(settings: RuleSettings) {
    this.#settings = settings;
  }

  add(effect: RuleEffect, sheet: Sheet): void {
    switch (effect.action) {
      case 'SHOWERROR':
        this.#error(effect, 'E1300', shown(effect));
        break;
      case 'ERRORONCOMPLETE':
        if (sheet.isCompleted) this.#error(effect, 'E1300', shown(effect));
        break;
      case 'SHOWWARNING':
      case 'ERROR':
        this.#warn(effect, 'E1300', shown(effect));
        break;
      case 'WARNINGONCOMPLETE':
        if (sheet.isCompleted) this.#warn(effect, 'E1300', shown(effect));
        break;
      case 'SETMANDATORYFIELD':
        this.#demand(effect, sheet);
        break;
      case 'ASSIGN':
        this.#assign(effect, sheet);
        break;
      case 'SENDMESSAGE':
      case 'SCHEDULEMESSAGE':
        this.#message(effect);
        break;
    }
  }

  #error({ target, uid, rule }: RuleEffect, code: RuleCode, ...args: readonly string[]): void {
    this.errors.push({ target, uid, code, args: [rule, ...args] });
  }

  #warn({ target, uid, rule }: RuleEffect, code: RuleCode, ...args: readonly string[]): void {
    this.warnings.push({ target, uid, code, args: [rule, ...args] });
  }

  #demand(effect: RuleEffect, sheet: Sheet): void {
    const field = fieldOf(effect);
    if (field === undefined) return;
    const isOfEvent = effect.target === 'EVENT';
    const said = saidOf(sheet, field);
    if (said === null || said === '') this.#error(effect, isOfEvent ? 'E1314' : 'E1317', field);
    else if (said === undefined && !sheet.stored[field]) this.#error(effect, isOfEvent ? 'E1301' : 'E1306', field);
  }

  #assign(effect: RuleEffect, sheet: Sheet): void {
    const field = fieldOf(effect);
    if (field === undefined) return;
    const { target, uid, data, valueType, isUnknownOption = false } = effect;
    const [refusal, notice] = target === 'EVENT' ? (['E1307', 'E1308'] as const) : (['E1309', 'E1310'] as const);
    const value = isUnknownOption ? null : data;
    const said = saidOf(sheet, field);
    const isOpen = said === undefined || said === null || said === '';
    const isAgreed = !isUnknownOption && !isOpen && isSame(said, value, valueType);
    if (!isOpen && !isAgreed && !this.#settings.ruleEngineAssignOverwrite) {
      this.#error(effect, refusal, field, value ?? '');
      return;
    }
    this.#warn(effect, notice, field, sheet.owner);
    const current = said === undefined ? (sheet.stored[field] ?? null) : said;
    if (current === value || (isUnknownOption && isOpen)) return;
    sheet.assigned.set(field, value);
    this.assignments.push({ target, uid, field, value });
  }

  #message({ target, uid, action, data, notificationTemplate }: RuleEffect): void {
    if (notificationTemplate === undefined) return;
    if (action === 'SENDMESSAGE') {
      this.messages.push({ target, uid, notificationTemplate, scheduledAt: null });
      return;
    }
    const [day] = /^\d{4}-\d{2}-\d{2}/.exec((data ?? '').replace(/^'|'$/g, '')) ?? [];
    if (day !== undefined && isIsoDate(day)) {
      this.messages.push({ target, uid, notificationTemplate, scheduledAt: day });
    }
  }
}

/** What is sent, or has been assigned since; undefined if nothing is said of the field. */
function saidOf({ sent, assigned }: Sheet, field: string): string | null | undefined {
  return assigned.has(field) ? assigned.get(field) : sent[field];
}

function fieldOf({ dataElement, attribute }: RuleEffect): string | undefined {
  return dataElement ?? attribute;
}

/** The text that a user is shown: the words of the action, its value and what it is about. */
function shown(effect: RuleEffect): string {
  const field = fieldOf(effect);
  return [effect.content, effect.data, field && `(${field})`].filter(Boolean).join(' ');
}

function isSame(said: string, value: string | null, valueType = 'TEXT'): boolean {
  if (said === value) return true;
  if (valueKind(valueType) !== 'NUMERIC' || !said.trim() || !value?.trim()) return false;
  return Math.abs(Number(said) - Number(value)) < 1e-6;
}
