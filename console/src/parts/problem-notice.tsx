import { Button } from '@dhis2/ui';
import type { Problem } from '../api/problem';
import { i18n } from '../i18n';
import { Notice } from './notice';
import styles from './problem-notice.module.css';

interface ProblemNoticeProps {
  readonly problem: Problem;
  readonly onRetry?: () => void;
}

/** What went wrong and what to do about it. */
export function ProblemNotice({ problem: { kind, message, advice, details }, onRetry }: ProblemNoticeProps) {
  return (
    <Notice kind={kind === 'offline' ? 'warning' : 'error'} title={message}>
      {details.length > 0 && (
        <ul className={styles.details}>
          {details.map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      )}
      {advice !== '' && <p className={styles.advice}>{advice}</p>}
      {onRetry && (
        <Button small onClick={onRetry}>
          {i18n.t('Try again')}
        </Button>
      )}
    </Notice>
  );
}
