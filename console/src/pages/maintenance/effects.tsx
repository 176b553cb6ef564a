import { Tag } from '@dhis2/ui';
import { i18n } from '../../i18n';
import { formatDuration, formatNumber } from '../../parts/format';
import { Table } from '../../parts/table';
import styles from './effects.module.css';
import { hasRelations, labelOf } from './operation-texts';
import { rowName } from './row-names';
import type { MaintenanceReport, OperationReport, Skipped } from './use-maintenance';

/** What came, or would come, of each operation. */
export const Effects = ({ report, label }: { readonly report: MaintenanceReport; readonly label: string }) => (
  <Table
    label={label}
    rows={report.operations}
    rowKey={({ operation }) => operation}
    columns={[
      {
        title: i18n.t('Operation'),
        isName: true,
        cell: ({ operation }) => labelOf(operation),
      },
      ...(report.dryRun ? [] : [{ title: i18n.t('Outcome'), cell: OutcomeTag }]),
      { title: report.dryRun ? i18n.t('Would change') : i18n.t('Changed'), cell: (one) => <Changes report={one} /> },
      ...(report.dryRun
        ? []
        : [{ title: i18n.t('Duration'), cell: ({ duration }: OperationReport) => formatDuration(duration) }]),
    ]}
  />
);

const OutcomeTag = ({ status }: OperationReport) => (
  <Tag positive={status === 'SUCCESS'} neutral={status === 'WARNING'} negative={status === 'ERROR'}>
    {status === 'SUCCESS' ? i18n.t('Done') : status === 'WARNING' ? i18n.t('Done in part') : i18n.t('Failed')}
  </Tag>
);

/** How much of what, what was left as it is, and what to know besides. */
export function Changes({ report }: { readonly report: OperationReport }) {
  const { status, message, skipped, warnings } = report;
  if (status === 'ERROR') return <span className={styles.failure}>{message}</span>;
  return (
    <div className={styles.changes}>
      <Counts report={report} />
      {skipped.length > 0 && <Left skipped={skipped} />}
      {warnings.length > 0 && (
        <ul className={styles.notes}>
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The numbers alone. */
export function Counts({ report: { operation, counts } }: { readonly report: OperationReport }) {
  const found = Object.entries(counts);
  if (operation === 'appReload' && found.length === 0) return i18n.t('All apps are read again');
  if (operation === 'cacheClear') return i18n.t('All caches of all servers');
  if (found.length === 0) return i18n.t('Nothing to do');
  if (hasRelations(operation)) return <Relations names={found.map(([name]) => name)} />;
  return (
    <ul className={styles.counts}>
      {found.map(([table, count]) => (
        <li key={table}>
          {rowName(table)}: <strong>{formatNumber(count)}</strong>
        </li>
      ))}
    </ul>
  );
}

function Relations({ names }: { readonly names: readonly string[] }) {
  const total = i18n.t('{{count}} tables and views', {
    count: names.length,
    defaultValue: '{{count}} table or view',
    defaultValue_plural: '{{count}} tables and views',
  });
  return (
    <details>
      <summary>{total}</summary>
      <ul className={styles.names}>
        {names.map((name) => (
          <li key={name}>
            <code>{name}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}

const MOST_SHOWN = 50;

const Left = ({ skipped }: { readonly skipped: readonly Skipped[] }) => (
  <details>
    <summary>{i18n.t('Left as they are: {{total}}', { total: formatNumber(skipped.length) })}</summary>
    <ul className={styles.notes}>
      {skipped.slice(0, MOST_SHOWN).map(({ id, name, reason }) => (
        <li key={`${id} ${reason}`}>
          {name ?? id}: {reason}
        </li>
      ))}
      {skipped.length > MOST_SHOWN && (
        <li>{i18n.t('and {{more}} more', { more: formatNumber(skipped.length - MOST_SHOWN) })}</li>
      )}
    </ul>
  </details>
);
