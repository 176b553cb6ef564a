import type { Run } from '../api/runs';
import { ALL_RUNS, cancelRun } from '../api/use-runs';
import { i18n } from '../i18n';
import { ConfirmDialog } from './confirm-dialog';
import { runTitle } from './format';
import { useAction } from './use-action';

/** Asks before a run is ended. */
export function CancelRun({
  run,
  onClose,
}: {
  readonly run: Pick<Run, 'job' | 'name' | 'type'>;
  readonly onClose: () => void;
}) {
  const cancel = useAction(cancelRun, { changes: [ALL_RUNS] });
  return (
    <ConfirmDialog
      title={i18n.t('Cancel this run?')}
      action={i18n.t('Cancel run')}
      onConfirm={() => cancel.runAndWait(run)}
      onClose={onClose}
    >
      <p>
        {i18n.t('{{name}} ends within a few seconds. What it has not finished is undone or left for the next run.', {
          name: runTitle(run),
        })}
      </p>
    </ConfirmDialog>
  );
}
