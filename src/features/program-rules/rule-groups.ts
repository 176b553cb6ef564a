import type { Rule } from './rule-books.js';
import { textsOf } from './surroundings.js';

/**
 * The rules in groups that know nothing of each other: what a rule assigns, to a variable or to a field, another one can see only if its text has that name.
 * The rules of a group keep their order.
 */
export function independentGroups(rules: readonly Rule[]): readonly (readonly Rule[])[] {
  const texts = rules.map((rule) => textsOf(rule).join('\n'));
  const groupOf = rules.map((_, index) => index);
  const join = (one: number, other: number): void => {
    const [from, to] = [groupOf[other], groupOf[one]];
    if (from !== to) for (const [index, group] of groupOf.entries()) if (group === from) groupOf[index] = to ?? one;
  };
  for (const [writer, rule] of rules.entries()) {
    for (const name of assignedBy(rule)) {
      for (const [reader, text] of texts.entries()) if (reader !== writer && text.includes(name)) join(writer, reader);
    }
  }
  const groups = new Map<number, Rule[]>();
  for (const [index, rule] of rules.entries()) {
    const group = groupOf[index] ?? index;
    groups.set(group, [...(groups.get(group) ?? []), rule]);
  }
  return [...groups.values()];
}

function assignedBy(rule: Rule): readonly string[] {
  return rule.actions.flatMap(({ type, content, dataElement, attribute }) => {
    if (type !== 'ASSIGN') return [];
    const field = dataElement ?? attribute;
    if (field !== null) return [field];
    const [, variable] = /^#\{(.*)\}$/s.exec(content ?? '') ?? [];
    return variable === undefined ? [] : [variable];
  });
}
