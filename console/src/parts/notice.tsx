import { NoticeBox } from '@dhis2/ui';
import type { ReactNode } from 'react';
import styles from './notice.module.css';

interface NoticeProps {
  readonly kind?: 'info' | 'success' | 'warning' | 'error';
  readonly title?: string;
  readonly children?: ReactNode;
}

/** A box with something to know. Errors are read aloud at once, the rest when there is time. */
export function Notice({ kind = 'info', title, children }: NoticeProps) {
  return (
    <div role={kind === 'error' ? 'alert' : 'status'}>
      <NoticeBox error={kind === 'error'} warning={kind === 'warning'} valid={kind === 'success'}>
        {/* The title of the box would be a heading of the sixth level, wherever it stands. */}
        {title !== undefined && <strong className={styles.title}>{title}</strong>}
        {children}
      </NoticeBox>
    </div>
  );
}
