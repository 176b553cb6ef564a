import { Link } from 'react-router';
import type { Run } from '../../api/runs';
import { i18n } from '../../i18n';
import { formatNumber, runTitle } from '../../parts/format';
import { StateTag } from '../../parts/state-tag';
import { Duration, TimeAgo } from '../../parts/times';
import styles from './run-lines.module.css';

/** A few runs in few words. */
export const RunLines = ({ runs, total }: { readonly runs: readonly Run[]; readonly total: number }) => (
  <ul className={styles.lines}>
    {runs.map((run) => {
      const { id, state, interrupted, started, finished, message } = run;
      return (
        <li key={id}>
          <div className={styles.line}>
            <Link to={`/tasks/${id}`}>{runTitle(run)}</Link>
            <StateTag state={interrupted ? 'interrupted' : state} />
            <span className={styles.time}>
              {finished === undefined ? <Duration from={started} to={undefined} /> : <TimeAgo time={finished} />}
            </span>
          </div>
          {state === 'failed' && message !== undefined && <div className={styles.message}>{message}</div>}
        </li>
      );
    })}
    {total > runs.length && <li>{i18n.t('and {{more}} more', { more: formatNumber(total - runs.length) })}</li>}
  </ul>
);
