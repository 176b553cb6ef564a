import type { ReactNode } from 'react';
import { useAuthority } from '../api/session';
import { i18n } from '../i18n';
import { Notice } from '../parts/notice';
import { PageFrame } from '../parts/page-frame';

interface NeedsAuthorityProps {
  readonly authorities: readonly string[];
  readonly children: ReactNode;
}

/** Shows its children to those who have one of the authorities, and tells all others which they lack. */
export function NeedsAuthority({ authorities, children }: NeedsAuthorityProps) {
  if (useAuthority(...authorities)) return children;
  return (
    <PageFrame title={i18n.t('You may not open this page')}>
      <Notice kind="warning">
        {i18n.t('It needs one of these authorities: {{authorities}}. Ask an administrator for it.', {
          authorities: authorities.join(', '),
        })}
      </Notice>
    </PageFrame>
  );
}
