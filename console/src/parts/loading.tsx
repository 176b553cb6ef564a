import { CircularLoader } from '@dhis2/ui';
import { useEffect, useState } from 'react';
import { i18n } from '../i18n';
import styles from './loading.module.css';

/** What is quick needs no sign that it is slow. */
const SHOWN_AFTER_MS = 200;

/** Something is on its way. */
export function Loading({ label = i18n.t('Loading') }: { readonly label?: string }) {
  const [isShown, show] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => show(true), SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" className={styles.loading}>
      {isShown && (
        <>
          <CircularLoader small aria-label={label} />
          <span>{label}</span>
        </>
      )}
    </div>
  );
}
