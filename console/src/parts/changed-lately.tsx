import type { ByDays } from '../api/data-summary';
import { i18n } from '../i18n';
import { formatNumber } from './format';
import { Table } from './table';

/** Something of which the server counts what changed. */
export interface Change {
  readonly title: string;
  readonly counts: ByDays;
}

/** Spans that the server counts, by their key. */
const SPANS: readonly (readonly [key: string, title: () => string])[] = [
  ['0', () => i18n.t('Last hour')],
  ['1', () => i18n.t('Last day')],
  ['7', () => i18n.t('Last 7 days')],
  ['30', () => i18n.t('Last 30 days')],
];

/** What was changed within the last hour, day, week and month. */
export const ChangedLately = ({ changes }: { readonly changes: readonly Change[] }) => (
  <Table
    label={i18n.t('Changed lately')}
    rows={changes}
    rowKey={({ title }) => title}
    columns={[
      { title: i18n.t('Kind'), isName: true, cell: ({ title }) => title },
      ...SPANS.map(([key, title]) => ({
        title: title(),
        isNumber: true,
        cell: ({ counts }: Change) => formatNumber(counts[key] ?? 0),
      })),
    ]}
  />
);
