import { i18n, language } from '../i18n';
import { type Period, periodNamed } from './periods';

/** A period in words of the user's language: `January 2024`, `Week 5: 29 Jan – 4 Feb 2024`. */
export function periodText({ type, number, start, end }: Period): string {
  if (type === 'Daily') return format({ dateStyle: 'medium' }).format(start);
  if (type === 'Yearly') return format({ year: 'numeric' }).format(start);
  if (type.startsWith('Weekly')) return i18n.t('Week {{number}}: {{days}}', { number, days: daysText(start, end) });
  if (type === 'BiWeekly') return i18n.t('Two weeks, no. {{number}}: {{days}}', { number, days: daysText(start, end) });
  return format({ month: 'long', year: 'numeric' }).formatRange(start, end);
}

/** The same of its name for the server; `fallback` for a name that is not known here. */
export function periodNameText(iso: string, fallback = iso): string {
  const period = periodNamed(iso);
  return period ? periodText(period) : fallback;
}

const daysText = (start: Date, end: Date): string =>
  format({ day: 'numeric', month: 'short', year: 'numeric' }).formatRange(start, end);

const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(language(), { ...options, timeZone: 'UTC' });
