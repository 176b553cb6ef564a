import * as engine from '@dhis2/rule-engine';
import type { RuleEffect, RuleEnrollment, RuleEvent, Values } from '../../src/features/program-rules/given.js';
import type { RuleBook } from '../../src/features/program-rules/rule-books.js';
import { valueKind } from '../../src/features/program-rules/value-kinds.js';

type Found = Pick<RuleEffect, 'target' | 'uid' | 'rule' | 'action' | 'data'> & { readonly field: string | null };

const day = (text: string) => ({ toEpochDay: () => Date.parse(`${text.slice(0, 10)}T00:00Z`) / 86_400_000 });
const moment = (text: string) => ({ toEpochMilli: () => Date.parse(text.length === 10 ? `${text}T00:00` : text) });
const pairs = <Pair>(values: Values, make: (field: string, value: string) => Pair): Pair[] =>
  Object.entries(values).map(([field, value]) => make(field, value));

/** What DHIS2 does: hands everything to the engine at once, all rules, all values, all events. */
export function everything(
  book: RuleBook,
  groups: ReadonlyMap<string, readonly string[]>,
  enrollment: RuleEnrollment,
): readonly Found[] {
  const { console } = globalThis;
  const print = console.error;
  console.error = () => undefined;
  try {
    const all = new engine.RuleEngineJs().evaluateAll(
      enrollmentOf(book, enrollment),
      enrollment.events.map((event, place) => eventOf(book, event, place)),
      new engine.RuleEngineContextJs(
        rulesOf(book),
        variablesOf(book),
        new Map([...Array.from(groups, ([name, units]): [string, string[]] => [name, [...units]]), ['USER', []]]),
        new Map(),
      ),
    );
    return all.flatMap(({ trackerObjectType, trackerObjectUid, ruleEffects }) =>
      ruleEffects.map(({ ruleId, ruleAction, data }) => ({
        target: trackerObjectType.name as RuleEffect['target'],
        uid: trackerObjectUid,
        rule: ruleId,
        action: ruleAction.type as RuleEffect['action'],
        data: data === undefined || data === '' ? null : data,
        field: ruleAction.values.get('field') || null,
      })),
    );
  } finally {
    console.error = print;
  }
}

function rulesOf({ rules }: RuleBook): engine.RuleJs[] {
  return rules.map(({ condition, actions, uid, name, stage, priority }) => {
    const own = actions.map(({ type, data, content, dataElement, attribute }) => {
      const values = new Map([['field', dataElement ?? attribute ?? '']]);
      if (content !== null) values.set('content', content);
      values.set('attributeType', dataElement ? 'DATA_ELEMENT' : attribute ? 'TRACKED_ENTITY_ATTRIBUTE' : 'UNKNOWN');
      if (type === 'SENDMESSAGE') values.delete('attributeType');
      return new engine.RuleActionJs(data, type, values);
    });
    return new engine.RuleJs(condition, own, uid, name, stage, priority);
  });
}

function variablesOf({ variables }: RuleBook): engine.RuleVariableJs[] {
  return variables.map(
    ({ name, source, field, valueType, stage }) =>
      new engine.RuleVariableJs(
        engine.RuleVariableType[source],
        name,
        true,
        [],
        field,
        engine.RuleValueType[valueKind(valueType)],
        stage,
      ),
  );
}

const enrollmentOf = ({ name }: RuleBook, given: RuleEnrollment): engine.RuleEnrollmentJs =>
  new engine.RuleEnrollmentJs(
    given.uid,
    name,
    day(given.occurredAt ?? given.enrolledAt),
    day(given.enrolledAt),
    engine.RuleEnrollmentStatus.valueOf(given.status),
    given.orgUnit,
    null,
    pairs(given.attributes, (field, value) => new engine.RuleAttributeValue(field, value)),
  );

function eventOf({ stages }: RuleBook, given: RuleEvent, place: number): engine.RuleEventJs {
  const date = given.occurredAt ?? given.scheduledAt;
  const now = Date.now() + place;
  return new engine.RuleEventJs(
    given.uid,
    given.programStage,
    stages.find(({ uid }) => uid === given.programStage)?.name ?? '',
    engine.RuleEventStatus.valueOf(given.status),
    date === null ? null : moment(date),
    given.createdAt === null ? { toEpochMilli: () => now } : moment(given.createdAt),
    given.scheduledAt === null ? null : day(given.scheduledAt),
    given.completedAt === null ? null : day(given.completedAt),
    given.orgUnit,
    null,
    pairs(given.dataValues, (field, value) => new engine.RuleDataValue(field, value)),
  );
}
