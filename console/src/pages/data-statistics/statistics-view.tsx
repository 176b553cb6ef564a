import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { useDataSummary } from '../../api/data-summary';
import { useAuthority } from '../../api/session';
import { i18n } from '../../i18n';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { DataState } from '../../parts/data-state';
import { Notice } from '../../parts/notice';
import { PageFrame } from '../../parts/page-frame';
import { useAction } from '../../parts/use-action';
import { SummaryCards } from './summary-cards';
import { UsageCard } from './usage-card';
import { takeSnapshot, USAGE } from './use-usage';

/** How many objects there are, what was done lately, and how the server is used over time. */
export function Component() {
  const mayCount = useAuthority('F_PERFORM_MAINTENANCE');
  const maySnapshot = useAuthority('ALL');
  const [isAsking, ask] = useState(false);
  const [isTaken, setTaken] = useState(false);
  const summary = useDataSummary(mayCount);
  const snapshot = useAction(takeSnapshot, { changes: [USAGE, ['data-growth']], onDone: () => setTaken(true) });
  return (
    <PageFrame
      title={i18n.t('Data statistics')}
      lead={i18n.t('How much there is, what was done lately, and how the server is used over time.')}
      actions={maySnapshot && <Button onClick={() => ask(true)}>{i18n.t('Take a snapshot now')}</Button>}
    >
      {isTaken && <Notice kind="success">{i18n.t('The snapshot was taken.')}</Notice>}
      <UsageCard />
      {mayCount && <DataState query={summary}>{(found) => <SummaryCards summary={found} />}</DataState>}
      {isAsking && (
        <ConfirmDialog
          title={i18n.t('Take a snapshot now?')}
          action={i18n.t('Take snapshot')}
          isDestructive={false}
          onConfirm={() => snapshot.runAndWait()}
          onClose={() => ask(false)}
        >
          <p>
            {i18n.t(
              'It counts what was viewed and saved in the last 24 hours, and is added to those of the same day. The server takes one by itself each night, so that what was done since then is counted twice.',
            )}
          </p>
        </ConfirmDialog>
      )}
    </PageFrame>
  );
}
