import cronstrue from 'cronstrue';
import 'cronstrue/locales/fr';
import { i18n, language } from '../../i18n';

/** A schedule in words: `At 03:00, only on Monday`. An expression that has none stays as it is: the server says what is wrong with it. */
export function cronText(expression: string): string {
  try {
    return cronstrue.toString(expression, {
      locale: language(),
      use24HourTimeFormat: true,
      // The quartz dialect that Spring speaks counts weekdays from Sunday, 0 or 7.
      dayOfWeekStartIndexZero: true,
    });
  } catch {
    return expression;
  }
}

/** When a job runs, in words. */
export function scheduleText({
  cronExpression,
  delay,
  queueName,
  queuePosition = 0,
}: {
  readonly cronExpression?: string;
  readonly delay?: number;
  readonly queueName?: string;
  readonly queuePosition?: number;
}): string {
  if (queueName !== undefined && queuePosition > 0) return i18n.t('In queue {{queue}}', { queue: queueName });
  if (cronExpression !== undefined) return cronText(cronExpression);
  if (delay !== undefined) return i18n.t('{{seconds}} seconds after its last run', { seconds: delay });
  return i18n.t('Only when asked');
}
