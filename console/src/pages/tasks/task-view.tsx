import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useRun } from '../../api/follow-run';
import type { RunDetails } from '../../api/runs';
import { isActive, useRunDetails, useRunMessages } from '../../api/use-runs';
import { i18n } from '../../i18n';
import { CancelRun } from '../../parts/cancel-run';
import { DataState } from '../../parts/data-state';
import { formatConstant, formatTime, runTitle } from '../../parts/format';
import { Json } from '../../parts/json';
import { Notice } from '../../parts/notice';
import { Card, Facts, PageFrame } from '../../parts/page-frame';
import { MessageList, RunProgress, Stages } from '../../parts/run-progress';
import { StateTag } from '../../parts/state-tag';
import { Duration, TimeAgo } from '../../parts/times';

/** One run: live while it goes on, its history after. */
export function Component() {
  const { run = '' } = useParams();
  const details = useRunDetails(run);
  const [isCancelling, setCancelling] = useState(false);
  const data = details.data;
  return (
    <PageFrame
      title={data ? runTitle(data) : i18n.t('Task')}
      up={{ to: '/tasks', title: i18n.t('Tasks') }}
      actions={data && isActive(data) && <Button onClick={() => setCancelling(true)}>{i18n.t('Cancel run')}</Button>}
    >
      <DataState query={details} isEmpty={() => false}>
        {(found) => (
          <>
            <About run={found} />
            {isActive(found) ? <Live run={found} /> : <Past run={found} />}
            {Object.keys(found.parameters).length > 0 && (
              <Card title={i18n.t('Parameters')}>
                <Json value={found.parameters} />
              </Card>
            )}
            {found.summary && (
              <Card title={i18n.t('Report')}>
                <Json value={found.summary} />
              </Card>
            )}
          </>
        )}
      </DataState>
      {isCancelling && data && <CancelRun run={data} onClose={() => setCancelling(false)} />}
    </PageFrame>
  );
}

const About = ({ run }: { readonly run: RunDetails }) => (
  <Card>
    <Facts
      facts={[
        [i18n.t('State'), <StateTag key="state" state={run.interrupted ? 'interrupted' : run.state} />],
        [i18n.t('Type'), formatConstant(run.type)],
        [i18n.t('Job'), run.scheduled && <Link to={`/jobs/${run.job}`}>{run.name}</Link>],
        [i18n.t('Asked for'), <TimeAgo key="queued" time={run.queued} />],
        [i18n.t('Asked for by'), run.requestedBy],
        [i18n.t('Started'), run.started && formatTime(run.started, true)],
        [i18n.t('Duration'), run.started && <Duration from={run.started} to={run.finished} />],
        [i18n.t('Server'), run.node],
        [i18n.t('Attempt'), run.attempt > 1 && run.attempt],
      ]}
    />
  </Card>
);

function Live({ run }: { readonly run: RunDetails }) {
  const followed = useRun(run.job);
  return (
    <Card title={i18n.t('Progress')}>
      {run.state === 'queued' && <Notice>{i18n.t('It waits for its turn.')}</Notice>}
      <RunProgress run={followed} />
    </Card>
  );
}

function Past({ run }: { readonly run: RunDetails }) {
  const messages = useRunMessages(run);
  return (
    <Card title={i18n.t('Progress')}>
      {run.message !== undefined && (
        <Notice kind={run.state === 'failed' ? 'error' : run.state === 'done' ? 'success' : 'info'}>
          {run.message}
        </Notice>
      )}
      <Stages progress={run.progress} />
      <DataState query={messages} empty={i18n.t('Its messages have been removed.')}>
        {(list) => <MessageList messages={list.toReversed()} />}
      </DataState>
    </Card>
  );
}
