import { i18n } from '../../i18n';
import { formatNumber } from '../../parts/format';
import styles from './integrity.module.css';
import type { Summary } from './use-integrity';

/** How many issues a check found, or why it found nothing out. */
export function Found({
  summary,
}: {
  readonly summary: Pick<Summary, 'error' | 'percentage'> & { readonly count?: number };
}) {
  const { count = 0, percentage, error } = summary;
  if (error !== undefined) return <span className={styles.failure}>{error}</span>;
  if (count === 0) return <span className={styles.fine}>{i18n.t('None')}</span>;
  return (
    <span>
      <strong>{formatNumber(count)}</strong>
      {percentage !== undefined && ` (${formatNumber(Math.round(percentage * 10) / 10)} %)`}
    </span>
  );
}
