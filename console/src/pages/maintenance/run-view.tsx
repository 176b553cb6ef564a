import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { useParams } from 'react-router';
import type { RunDetails } from '../../api/runs';
import { isActive, useRunDetails } from '../../api/use-runs';
import { i18n } from '../../i18n';
import { CancelRun } from '../../parts/cancel-run';
import { DataState } from '../../parts/data-state';
import { formatTime } from '../../parts/format';
import { Card, Facts, PageFrame } from '../../parts/page-frame';
import { RunSteps } from '../../parts/run-steps';
import { StateTag } from '../../parts/state-tag';
import { Duration } from '../../parts/times';
import { Effects } from './effects';
import { labelOf } from './operation-texts';
import type { MaintenanceReport } from './use-maintenance';

/** One run of maintenance: live while it goes on, then what it did. */
export function Component() {
  const { run = '' } = useParams();
  const details = useRunDetails(run);
  const [isCancelling, setCancelling] = useState(false);
  const { data } = details;
  return (
    <PageFrame
      title={i18n.t('Run of maintenance')}
      up={{ to: '/maintenance', title: i18n.t('Maintenance') }}
      actions={data && isActive(data) && <Button onClick={() => setCancelling(true)}>{i18n.t('Cancel run')}</Button>}
    >
      <DataState query={details} isEmpty={() => false}>
        {(found) => (
          <>
            <About run={found} />
            {reportOf(found) && (
              <Card title={i18n.t('Report')}>
                <Effects report={reportOf(found) as MaintenanceReport} label={i18n.t('Report')} />
              </Card>
            )}
            <Card title={i18n.t('Progress')}>
              <RunSteps run={found} />
            </Card>
          </>
        )}
      </DataState>
      {isCancelling && data && <CancelRun run={data} onClose={() => setCancelling(false)} />}
    </PageFrame>
  );
}

const reportOf = ({ summary }: RunDetails): MaintenanceReport | undefined =>
  summary && 'operations' in summary ? (summary as unknown as MaintenanceReport) : undefined;

function About({
  run: { state, interrupted, parameters, requestedBy, started, finished, node },
}: {
  readonly run: RunDetails;
}) {
  const operations = Array.isArray(parameters.operations) ? parameters.operations.map(String) : [];
  return (
    <Card>
      <Facts
        facts={[
          [i18n.t('State'), <StateTag key="state" state={interrupted ? 'interrupted' : state} />],
          [i18n.t('Operations'), operations.map((name) => labelOf(name)).join(', ')],
          [i18n.t('Preview only'), parameters.dryRun === true && i18n.t('yes')],
          [i18n.t('Object'), typeof parameters.target === 'string' && <code>{parameters.target}</code>],
          [i18n.t('Asked for by'), requestedBy],
          [i18n.t('Started'), started && formatTime(started, true)],
          [i18n.t('Duration'), started && <Duration from={started} to={finished} />],
          [i18n.t('Server'), node],
        ]}
      />
    </Card>
  );
}
