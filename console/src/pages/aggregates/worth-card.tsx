import type { ReactNode } from 'react';
import { i18n, language } from '../../i18n';
import { SelectField } from '../../parts/fields';
import { formatBytes, formatDuration, formatNumber } from '../../parts/format';
import { Card, Facts } from '../../parts/page-frame';
import styles from './aggregates.module.css';
import type { Overview, Use } from './use-aggregates';

const SPANS = ['1', '7', '30', '90'];

interface WorthCardProps {
  readonly overview: Overview;
  readonly days: string;
  readonly onDays: (days: string) => void;
}

/** How many questions the aggregates answered, and the space that they take. */
export function WorthCard({ overview: { use, tables, aggregates, leftover }, days, onDays }: WorthCardProps) {
  const bytes = sum(aggregates.map((one) => one.bytes));
  const tableBytes = sum(tables.map((one) => one.bytes));
  return (
    <Card title={i18n.t('Worth')}>
      <div className={styles.worth}>
        <SelectField
          label={i18n.t('Questions of the last')}
          value={days}
          onChange={onDays}
          choices={[...new Set([...SPANS, days])].map((span) => ({
            value: span,
            label: i18n.t('{{count}} days', {
              count: Number(span),
              defaultValue: '{{count}} day',
              defaultValue_plural: '{{count}} days',
            }),
          }))}
        />
        <Facts
          facts={[
            [i18n.t('Answered from aggregates'), <HitRate key="rate" use={use} />],
            [i18n.t('Time of a question'), timesOf(use)],
            [i18n.t('Size of aggregates'), sizeOf(bytes, tableBytes)],
            [
              i18n.t('Analytics tables'),
              tables.length === 0
                ? i18n.t('Not built yet. Aggregates are made from them.')
                : i18n.t('{{rows}} rows, {{size}}', {
                    rows: formatNumber(sum(tables.map((one) => one.rows))),
                    size: formatBytes(tableBytes),
                  }),
            ],
            [
              i18n.t('Waiting to be dropped'),
              leftover.tables > 0 &&
                i18n.t('{{count}} old tables, {{size}}. Maintenance drops them when no query can be reading them.', {
                  count: leftover.tables,
                  size: formatBytes(leftover.bytes),
                  defaultValue: 'One old table, {{size}}. Maintenance drops it when no query can be reading it.',
                  defaultValue_plural:
                    '{{count}} old tables, {{size}}. Maintenance drops them when no query can be reading them.',
                }),
            ],
          ]}
        />
        <p className={styles.note}>
          {i18n.t('One query is one question or more: each statement that reads an analytics table counts.')}
        </p>
      </div>
    </Card>
  );
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

export const formatShare = (share: number): string =>
  new Intl.NumberFormat(language(), { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(share);

function HitRate({ use: { hitRate, answered, questions } }: { readonly use: Use }): ReactNode {
  if (hitRate === null) return i18n.t('Nothing was asked.');
  return (
    <>
      <strong className={styles.rate}>{formatShare(hitRate)}</strong>
      <meter className={styles.meter} min={0} max={1} value={hitRate} aria-label={i18n.t('Answered from aggregates')} />
      <span className={styles.count}>
        {i18n.t('{{answered}} of {{questions}} questions', {
          answered: formatNumber(answered),
          questions: formatNumber(questions),
        })}
      </span>
    </>
  );
}

/** Undefined when nothing was asked. */
function timesOf({ aggregateMs, tableMs }: Use): string | undefined {
  const parts = [
    aggregateMs !== null && i18n.t('{{time}} from aggregates', { time: formatDuration(aggregateMs) }),
    tableMs !== null && i18n.t('{{time}} from analytics tables', { time: formatDuration(tableMs) }),
  ].filter((part) => part !== false);
  return parts.length === 0 ? undefined : parts.join(', ');
}

const sizeOf = (bytes: number, tableBytes: number): string =>
  tableBytes === 0
    ? formatBytes(bytes)
    : i18n.t('{{size}}, {{share}} of the analytics tables', {
        size: formatBytes(bytes),
        share: formatShare(bytes / tableBytes),
      });
