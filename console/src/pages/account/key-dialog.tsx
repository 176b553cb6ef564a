import { Button } from '@dhis2/ui';
import { useRef, useState } from 'react';
import { i18n } from '../../i18n';
import { Dialog } from '../../parts/dialog';
import styles from './key-dialog.module.css';

interface KeyDialogProps {
  readonly name: string;
  readonly value: string;
  readonly onClose: () => void;
}

/** The key of a new token. Escape does not close it: the key would be lost. */
export function KeyDialog({ name, value, onClose }: KeyDialogProps) {
  const shown = useRef<HTMLDivElement>(null);
  const [said, say] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      say(i18n.t('It is copied.'));
    } catch {
      // Browsers give the clipboard to pages of https only, and when the user lets them.
      if (shown.current) getSelection()?.selectAllChildren(shown.current);
      say(i18n.t('The browser does not let this page copy. The key is marked: copy it with the keyboard.'));
    }
  };
  return (
    <Dialog
      title={i18n.t('Token {{name}} is made', { name })}
      onClose={() => undefined}
      actions={
        <>
          <Button onClick={() => void copy()}>{i18n.t('Copy')}</Button>
          <Button primary onClick={onClose}>
            {i18n.t('I have kept it')}
          </Button>
        </>
      }
    >
      <p>{i18n.t('This is its key. It is shown only now: keep it where secrets are kept.')}</p>
      <div ref={shown} className={styles.key}>
        {value}
      </div>
      <p>{i18n.t('Programs send it in this header:')}</p>
      <div className={styles.key}>Authorization: ApiToken …</div>
      <p role="status">{said}</p>
    </Dialog>
  );
}
