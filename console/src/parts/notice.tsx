import { NoticeBox } from '@dhis2/ui';
import type { ReactNode } from 'react';

interface NoticeProps {
  readonly kind?: 'info' | 'success' | 'warning' | 'error';
  readonly title?: string;
  readonly children?: ReactNode;
}

/** A box with something to know. Errors are read aloud at once, the rest when there is time. */
export function Notice({ kind = 'info', title, children }: NoticeProps) {
  return (
    <div role={kind === 'error' ? 'alert' : 'status'}>
      <NoticeBox
        {...(title !== undefined && { title })}
        error={kind === 'error'}
        warning={kind === 'warning'}
        valid={kind === 'success'}
      >
        {children}
      </NoticeBox>
    </div>
  );
}
