import { Button } from '@dhis2/ui';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { ACTIVE, isActive, useRunDetails, useRuns } from '../api/use-runs';
import { i18n } from '../i18n';
import { CancelRun } from './cancel-run';
import { DataState } from './data-state';
import { formatConstant } from './format';
import { Card } from './page-frame';
import { RunSteps } from './run-steps';
import { StateTag } from './state-tag';
import { Duration } from './times';

interface CurrentRunProps {
  /** Types of jobs, with commas. */
  readonly type: string;
  /** uid of the run that was started here last. */
  readonly started?: string | undefined;
}

/** What runs of a type, whoever started it: live, with the way to cancel it. It stays after its end, until another runs. */
export function CurrentRun({ type, started }: CurrentRunProps) {
  const runs = useRuns({ type, state: ACTIVE, pageSize: 20 });
  const active = runs.data?.runs.filter(isActive) ?? [];
  const going = (active.find(({ state }) => state === 'running') ?? active.at(-1))?.id;
  const [followed, follow] = useState<string>();
  useEffect(() => {
    if (started !== undefined) follow(started);
  }, [started]);
  useEffect(() => {
    if (going !== undefined) follow(going);
  }, [going]);
  return followed === undefined ? null : <Followed key={followed} uid={followed} waiting={active.length - 1} />;
}

function Followed({ uid, waiting }: { readonly uid: string; readonly waiting: number }) {
  const details = useRunDetails(uid);
  const [isCancelling, setCancelling] = useState(false);
  const { data } = details;
  return (
    <Card
      title={data && !isActive(data) ? i18n.t('Last run') : i18n.t('Running now')}
      actions={
        data &&
        isActive(data) && (
          <Button small onClick={() => setCancelling(true)}>
            {i18n.t('Cancel run')}
          </Button>
        )
      }
    >
      <DataState query={details} isEmpty={() => false}>
        {(run) => (
          <>
            <div>
              <Link to={`/tasks/${run.id}`}>{run.scheduled ? run.name : formatConstant(run.type)}</Link>{' '}
              <StateTag state={run.interrupted ? 'interrupted' : run.state} />{' '}
              <Duration from={run.started} to={run.finished} />
              {waiting > 0 &&
                ` · ${i18n.t('{{count}} more wait', { count: waiting, defaultValue: '{{count}} more waits', defaultValue_plural: '{{count}} more wait' })}`}
            </div>
            <RunSteps run={run} />
          </>
        )}
      </DataState>
      {isCancelling && data && <CancelRun run={data} onClose={() => setCancelling(false)} />}
    </Card>
  );
}
