import { Button } from '@dhis2/ui';
import { type ReactNode, useState } from 'react';
import { type Problem, problemOf } from '../api/problem';
import { i18n } from '../i18n';
import { Dialog } from './dialog';
import { TextField } from './fields';
import { ProblemNotice } from './problem-notice';

interface ConfirmDialogProps {
  /** A question, e.g. “Delete job Nightly?” */
  readonly title: string;
  /** What exactly will go or change, with counts where they are known. */
  readonly children: ReactNode;
  /** What the button does, as a verb: “Delete job”, never “OK”. */
  readonly action: string;
  readonly isDestructive?: boolean;
  /** Has to be typed first; for what cannot be brought back and is large. */
  readonly typed?: string;
  /** The work; a problem that it throws is shown and the dialog stays. */
  readonly onConfirm: () => Promise<unknown>;
  /** Closes it, after the work or without. */
  readonly onClose: () => void;
}

/** Asks before something goes. */
export function ConfirmDialog({
  title,
  children,
  action,
  isDestructive = true,
  typed,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  const confirm = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setProblem(problemOf(error));
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{i18n.t('Cancel')}</Button>
          <Button
            destructive={isDestructive}
            primary={!isDestructive}
            loading={busy}
            disabled={typed !== undefined && text !== typed}
            onClick={() => void confirm()}
          >
            {action}
          </Button>
        </>
      }
    >
      {children}
      {typed !== undefined && (
        <TextField
          label={i18n.t('Type {{text}} to go on', { text: typed })}
          value={text}
          onChange={setText}
          autoComplete="off"
        />
      )}
      {problem && <ProblemNotice problem={problem} />}
    </Dialog>
  );
}
