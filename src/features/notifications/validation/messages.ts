import { type IsoDate, localDate } from '../../../kernel/calendar.js';
import { formatTimestamp } from '../../../kernel/clock.js';
import { periodContaining, periodLabel } from '../../../kernel/periods/index.js';
import { type RenderedMessage, render } from '../render.js';
import type { Finding, Rule, ValidationTemplate } from './findings.js';

/** The longest list that people read; a national run can find a hundred thousand violations. */
export const MOST_LISTED = 500;

const OPERATORS: Readonly<Record<string, string>> = {
  equal_to: '==',
  not_equal_to: '!=',
  greater_than: '>',
  greater_than_or_equal_to: '>=',
  less_than: '<',
  less_than_or_equal_to: '<=',
  compulsory_pair: '[Compulsory pair]',
  exclusive_pair: '[Exclusive pair]',
};

/** What a template says of one violation. */
export function messageOf(
  { name, subject, message }: ValidationTemplate,
  rule: Rule,
  finding: Finding,
  today: IsoDate,
): RenderedMessage {
  return render(
    { name, subject, message, sms: false },
    {
      variables: {
        rule_name: rule.name,
        rule_description: rule.description,
        operator: OPERATORS[rule.operator] ?? rule.operator,
        importance: rule.importance,
        left_side_description: rule.leftDescription,
        right_side_description: rule.rightDescription,
        left_side_value: numberText(finding.leftSideValue),
        right_side_value: numberText(finding.rightSideValue),
        org_unit_name: finding.unitName,
        period: periodLabel(periodContaining(finding.periodType, finding.startDate)),
        current_date: today,
      },
    },
  );
}

/** `10.0`, `12.5`: a value is never a whole number alone, as in the peer. */
const numberText = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value));

/** A violation in a summary. */
export interface Entry {
  readonly importance: Rule['importance'];
  readonly render: (today: IsoDate) => RenderedMessage;
}

/** Many violations in one message (contract: tables.md §6.5). */
export function summaryOf(entries: readonly Entry[], now: Date): RenderedMessage {
  const number = (importance: Rule['importance']): number =>
    entries.filter((entry) => entry.importance === importance).length;
  const listed = entries.slice(0, MOST_LISTED).map(({ render: rendered }) => {
    const { subject, text } = rendered(localDate(now));
    return `${subject}\n${text}`;
  });
  const more = entries.length > MOST_LISTED ? [`And ${entries.length - MOST_LISTED} more.`] : [];
  const counts = `Violations: High ${number('HIGH')}, medium ${number('MEDIUM')}, low ${number('LOW')}`;
  return {
    subject: `Validation violations as of ${formatTimestamp(now).slice(0, 'yyyy-MM-ddTHH:mm:ss'.length)}`,
    text: [counts, ...listed, ...more].join('\n\n'),
  };
}

/** The highest importance among violations, which is the priority of a message about them. */
export function highestOf(importances: readonly Rule['importance'][]): Rule['importance'] {
  if (importances.includes('HIGH')) return 'HIGH';
  return importances.includes('MEDIUM') ? 'MEDIUM' : 'LOW';
}
