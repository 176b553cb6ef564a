import { Link } from 'react-router';
import { parseTime } from '../../api/server';
import { i18n } from '../../i18n';
import { formatDuration, formatTime } from '../../parts/format';
import styles from './timeline.module.css';
import type { PastRun } from './use-jobs';

const LOOKS: Readonly<Record<string, string | undefined>> = {
  done: styles.done,
  failed: styles.failed,
  running: styles.running,
};
const SHORTEST_PERCENT = 4;

/** Runs as bars side by side, the oldest first: how long they took, and which failed. The table below says the same in words. */
export function Timeline({ runs }: { readonly runs: readonly PastRun[] }) {
  const begun = runs.filter(({ started, finished }) => started !== undefined && finished !== undefined).toReversed();
  if (begun.length < 2) return null;
  const longest = Math.max(...begun.map(tookMs), 1);
  return (
    <figure className={styles.figure}>
      <div className={styles.bars} aria-hidden="true">
        {begun.map((run) => (
          <Link
            key={run.id}
            to={`/tasks/${run.id}`}
            tabIndex={-1}
            className={styles.column}
            title={`${formatTime(run.started ?? run.due)}: ${formatDuration(tookMs(run))}`}
          >
            <span
              className={LOOKS[run.state] ?? styles.other}
              style={{ height: `${Math.max(SHORTEST_PERCENT, (tookMs(run) / longest) * 100)}%` }}
            />
          </Link>
        ))}
      </div>
      <figcaption className={styles.caption}>
        {i18n.t('The longest of these {{number}} runs took {{duration}}.', {
          number: begun.length,
          duration: formatDuration(longest),
        })}
      </figcaption>
    </figure>
  );
}

const tookMs = ({ started = '', finished = '' }: PastRun): number => parseTime(finished) - parseTime(started);
