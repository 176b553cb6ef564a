import type { RuleEngineContextJs } from '@dhis2/rule-engine';
import type { EffectAction, RuleEvent } from './given.js';
import type { Rule, RuleAction, RuleBook, RuleVariable, Stage } from './rule-books.js';
import { independentGroups } from './rule-groups.js';
import { type Surroundings, textsOf } from './surroundings.js';
import { valueKind } from './value-kinds.js';

type Engine = typeof import('@dhis2/rule-engine');

/** Rules of a program for one kind of target that know nothing of its other rules, in the engine's own form. */
export interface Context {
  readonly book: RuleBook;
  /** Places of the rules of the whole program. */
  readonly places: ReadonlyMap<string, number>;
  readonly rules: readonly Rule[];
  /** All that the rules say. */
  readonly text: string;
  readonly engine: RuleEngineContextJs;
  /** Found by the number that an effect carries. */
  readonly actions: readonly RuleAction[];
  /** Data elements and attributes that variables of the rules read: the engine is given no others. */
  readonly fields: ReadonlySet<string>;
  /** What of the enrollment's other events the rules look at. */
  readonly others: 'none' | 'withValues' | 'all';
}

/** Under this key an action carries its number in `Context.actions` through the engine. */
export const ACTION_NUMBER = 'number';

const WITHOUT_DATA_VALUES: readonly string[] = ['SCHEDULE', 'SKIPPED', 'OVERDUE'];
const MESSAGES: readonly EffectAction[] = ['SENDMESSAGE', 'SCHEDULEMESSAGE'];
const OF_OTHER_EVENTS: readonly RuleVariable['source'][] = [
  'DATAELEMENT_NEWEST_EVENT_PROGRAM',
  'DATAELEMENT_NEWEST_EVENT_PROGRAM_STAGE',
  'DATAELEMENT_PREVIOUS_EVENT',
];

/**
 * The contexts of a program, made as they are asked for. A target gets only the rules that can do something with it: those of its stage or of none, with
 * an action that fits it. So the engine, which parses a condition each time it works it out, does so as seldom as can be.
 */
export class Contexts {
  readonly #engine: Engine;
  readonly #book: RuleBook;
  readonly #surroundings: Surroundings;
  readonly #stages: ReadonlyMap<string, Stage>;
  readonly #places: ReadonlyMap<string, number>;
  readonly #made = new Map<string, readonly Context[]>();

  constructor(engine: Engine, book: RuleBook, surroundings: Surroundings) {
    this.#engine = engine;
    this.#book = book;
    this.#surroundings = surroundings;
    this.#places = new Map(book.rules.map(({ uid }, place) => [uid, place]));
    this.#stages = new Map(book.stages.map((stage) => [stage.uid, stage]));
  }

  /** For the program's enrollments. */
  ofEnrollments(): readonly Context[] {
    return this.#contexts('', undefined, ({ dataElement }) => dataElement === null);
  }

  /**
   * For an event. Where data values are not checked, because of the status of the event or because
   * the stage checks them on completion only, all that is left is to send messages.
   */
  ofEvent(event: RuleEvent): readonly Context[] {
    const stage = this.#stages.get(event.programStage);
    if (!stage) return [];
    const isChecked =
      !WITHOUT_DATA_VALUES.includes(event.status) && (!stage.isCheckedOnComplete || event.status === 'COMPLETED');
    const ofStage = new Set(stage.dataElements);
    return this.#contexts(`${stage.uid} ${isChecked}`, stage, ({ type, dataElement, attribute }) => {
      if (MESSAGES.includes(type)) return true;
      if (dataElement !== null) return isChecked && ofStage.has(dataElement);
      return attribute === null && (isChecked || type === 'ASSIGN');
    });
  }

  #contexts(key: string, stage: Stage | undefined, does: (action: RuleAction) => boolean): readonly Context[] {
    const made = this.#made.get(key);
    if (made) return made;
    const rules = this.#book.rules
      .filter((rule) => rule.stage === null || rule.stage === stage?.uid)
      .map((rule) => ({ ...rule, actions: rule.actions.filter(does) }))
      .filter(({ actions }) => actions.length > 0);
    const contexts = independentGroups(rules)
      .filter((group) => !group.every(({ actions }) => actions.every(isCalculation)))
      .map((group) => this.#make(group));
    this.#made.set(key, contexts);
    return contexts;
  }

  #make(rules: readonly Rule[]): Context {
    const text = rules.flatMap(textsOf).join('\n');
    const variables = this.#book.variables.filter(({ name }) => text.includes(name));
    const looksBack = variables.some(({ source }) => OF_OTHER_EVENTS.includes(source));
    const { RuleEngineContextJs } = this.#engine;
    return {
      book: this.#book,
      places: this.#places,
      rules,
      text,
      engine: new RuleEngineContextJs(
        this.#rules(rules),
        variables.map((variable) => this.#variable(variable)),
        this.#supplementaryData(text),
        new Map(Array.from(this.#surroundings.constants).filter(([uid]) => text.includes(uid))),
      ),
      actions: rules.flatMap(({ actions }) => actions),
      fields: new Set(variables.map(({ field }) => field)),
      others: text.includes('event_count') ? 'all' : looksBack ? 'withValues' : 'none',
    };
  }

  #supplementaryData(text: string): Map<string, string[]> {
    const { groups, userRoles } = this.#surroundings;
    const data = new Map<string, string[]>([['USER', [...userRoles]]]);
    for (const [group, units] of groups) if (text.includes(group)) data.set(group, [...units]);
    return data;
  }

  #rules(rules: readonly Rule[]) {
    const { RuleActionJs, RuleJs } = this.#engine;
    let number = 0;
    return rules.map(({ condition, actions, uid, name, stage, priority }) => {
      const ruleActions = actions.map(({ type, data, content, dataElement, attribute }) => {
        const values = new Map([['field', dataElement ?? attribute ?? '']]);
        if (content !== null) values.set('content', content);
        values.set(ACTION_NUMBER, String(number));
        number += 1;
        return new RuleActionJs(type === 'SETMANDATORYFIELD' ? null : data, type, values);
      });
      return new RuleJs(condition, ruleActions, uid, name, stage, priority);
    });
  }

  #variable({ name, source, field, valueType, stage, namedBy }: RuleVariable) {
    const { Option, RuleValueType, RuleVariableJs, RuleVariableType } = this.#engine;
    const options = namedBy === null ? undefined : this.#surroundings.optionNames.get(namedBy);
    return new RuleVariableJs(
      RuleVariableType[source],
      name,
      options === undefined,
      Array.from(options ?? [], ([code, optionName]) => new Option(optionName, code)),
      field,
      RuleValueType[valueKind(valueType)],
      stage,
    );
  }
}

/** An assignment to a variable of the rules themselves. */
function isCalculation({ type, dataElement, attribute }: RuleAction): boolean {
  return type === 'ASSIGN' && dataElement === null && attribute === null;
}
