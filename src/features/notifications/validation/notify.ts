import { createHash } from 'node:crypto';
import type { Db } from '../../../database/index.js';
import type { Progress } from '../../../jobs/index.js';
import { localDate } from '../../../kernel/calendar.js';
import { Delivery, type Notification } from '../delivery.js';
import { loadGroups, reachOf } from '../receivers.js';
import { audiencesOf, type Circle, readersOf } from './audiences.js';
import {
  type Finding,
  findingsOf,
  markNotified,
  notifiedRules,
  type Rule,
  unsentFindings,
  type ValidationTemplate,
  type Violation,
  validationTemplates,
} from './findings.js';
import { highestOf, messageOf, summaryOf } from './messages.js';

const RESULTS_AT_ONCE = 50_000;

/** What a run gives to work with. */
export interface NotifyContext {
  readonly db: Db;
  readonly progress: Progress;
  readonly now: Date;
  /** uid of the run: violations that are not stored are told once a run. */
  readonly run: string;
}

/**
 * Tells of the given violations of validation rules, by the notification templates of their rules: one message each, or one for all that the same users are told of
 * (contract: tables.md §6.5). Those that are stored are marked as told. Without violations: of all stored ones that nobody has been told of.
 *
 * @returns what became of the messages, e.g. `3 notifications sent`
 */
export async function notifyValidationResults(
  context: NotifyContext,
  violations?: readonly Violation[],
): Promise<string> {
  const { db } = context;
  const delivery = new Delivery(context);
  const desk = await openDesk(context, delivery);
  if (violations) {
    await tell(desk, await findingsOf(db, violations));
    return delivery.outcome();
  }
  for (let after = 0; ; ) {
    const findings = await unsentFindings(db, after, RESULTS_AT_ONCE);
    if (findings.length === 0) return delivery.outcome();
    await tell(desk, findings);
    after = findings.reduce((last, { resultId }) => Math.max(last, resultId ?? 0), after);
  }
}

/** Everything that is the same for all violations. */
interface Desk extends NotifyContext {
  readonly delivery: Delivery;
  readonly templates: ReadonlyMap<number, ValidationTemplate>;
  readonly rules: ReadonlyMap<number, Rule>;
  readonly circles: ReadonlyMap<number, Circle>;
}

async function openDesk(context: NotifyContext, delivery: Delivery): Promise<Desk> {
  const templates = await validationTemplates(context.db);
  const rules = await notifiedRules(context.db);
  const groups = await loadGroups(
    context.db,
    templates.flatMap(({ groupIds }) => groupIds),
  );
  return {
    ...context,
    delivery,
    templates: new Map(templates.map((template) => [template.id, template])),
    rules: new Map(rules.map((rule) => [rule.id, rule])),
    circles: new Map(
      templates.map(({ id, hierarchyOnly, groupIds }) => [
        id,
        { reach: reachOf(hierarchyOnly, null), groups: groupIds.flatMap((group) => groups.get(group) ?? []) },
      ]),
    ),
  };
}

/** A finding with what is known of it. */
interface Case {
  readonly finding: Finding;
  readonly template: ValidationTemplate;
  readonly rule: Rule;
  /** What makes it this finding and no other. */
  readonly key: string;
}

/** A message, and the findings that it tells of. */
interface Letter {
  readonly notification: Notification;
  readonly cases: readonly Case[];
}

async function tell(desk: Desk, findings: readonly Finding[]): Promise<void> {
  const cases = findings.flatMap((finding) => {
    const [template, rule] = [desk.templates.get(finding.templateId), desk.rules.get(finding.ruleId)];
    return template && rule ? [{ finding, template, rule, key: keyOf(desk.run, finding, template, rule) }] : [];
  });
  const singles = cases.filter(({ template }) => template.strategy === 'SINGLE_NOTIFICATION');
  const collected = cases.filter(({ template }) => template.strategy === 'COLLECTIVE_SUMMARY');
  const unsent = [
    ...(await sendLetters(desk, 'Sending single notifications', singleLetters(desk, singles))),
    ...(await sendLetters(desk, 'Sending summaries', summaryLetters(desk, collected))),
  ];
  const untold = new Set(unsent.flatMap((letter) => letter.cases.map(({ finding }) => finding.resultId)));
  const told = new Set(
    cases.flatMap(({ finding: { resultId } }) => (resultId === null || untold.has(resultId) ? [] : resultId)),
  );
  if (told.size > 0) await markNotified(desk.db, [...told]);
}

const keyOf = (run: string, finding: Finding, template: ValidationTemplate, rule: Rule): string =>
  finding.resultId === null
    ? ['violation', run, template.uid, rule.uid, finding.unit, finding.startDate, finding.attributeOptionComboId].join(
        ' ',
      )
    : ['violation', template.uid, finding.resultId].join(' ');

function singleLetters(desk: Desk, cases: readonly Case[]): readonly Letter[] {
  const today = localDate(desk.now);
  return cases.flatMap((of) => {
    const { finding, template, rule, key } = of;
    const users = readersOf(desk.circles.get(template.id) ?? { reach: 'everyone', groups: [] }, finding.path);
    if (users.length === 0) {
      desk.delivery.countWithoutReceiver(1);
      return [];
    }
    const to = { channel: 'USERS', users, type: 'VALIDATION_RESULT', priority: rule.importance } as const;
    const message = messageOf(template, rule, finding, today);
    return [{ notification: { key, name: template.name, ...message, to }, cases: [of] }];
  });
}

function summaryLetters(desk: Desk, cases: readonly Case[]): readonly Letter[] {
  const told = cases.map(({ template, finding }) => ({ templateId: template.id, path: finding.path }));
  return audiencesOf(told, desk.circles).map(({ users, findings }) => {
    const of = findings.flatMap((place) => cases[place] ?? []);
    const entries = of.map(({ template, rule, finding }) => ({
      importance: rule.importance,
      render: (today: string) => messageOf(template, rule, finding, today),
    }));
    const priority = highestOf(of.map(({ rule }) => rule.importance));
    const content = createHash('sha256');
    for (const part of [...users, ...of.map(({ key }) => key)]) content.update(`${part}\n`);
    return {
      notification: {
        key: `violations ${content.digest('hex')}`,
        name: `Summary of ${of.length}`,
        ...summaryOf(entries, desk.now),
        to: { channel: 'USERS', users, type: 'VALIDATION_RESULT', priority },
      },
      cases: of,
    };
  });
}

/** @returns those that are not sent */
async function sendLetters(desk: Desk, name: string, letters: readonly Letter[]): Promise<readonly Letter[]> {
  if (letters.length === 0) return [];
  const notifications = letters.map(({ notification }) => notification);
  const sent = await desk.progress.stage(name, (stage) => desk.delivery.send(stage, notifications), {
    items: letters.length,
    onFailure: 'SKIP_ITEM',
  });
  return letters.filter(({ notification }) => sent?.has(notification.key) !== true);
}
