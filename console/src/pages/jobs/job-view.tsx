import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useRun } from '../../api/follow-run';
import { i18n } from '../../i18n';
import { CancelRun } from '../../parts/cancel-run';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { DataState } from '../../parts/data-state';
import { formatConstant, formatTime } from '../../parts/format';
import { Json } from '../../parts/json';
import { Card, Facts, PageFrame } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { RunProgress } from '../../parts/run-progress';
import { StateTag } from '../../parts/state-tag';
import { TimeAgo } from '../../parts/times';
import { useAction } from '../../parts/use-action';
import { NextRuns } from './cron-field';
import { scheduleText } from './cron-text';
import { History } from './history';
import { CHANGED, deleteJob, type JobDetails, runJob, switchJob, useJob } from './use-jobs';

/** One job: its schedule, what it does now, what it did. */
export function Component() {
  const { uid = '' } = useParams();
  const navigate = useNavigate();
  const job = useJob(uid);
  const [runs, setRuns] = useState(0);
  const [asked, setAsked] = useState<'delete' | 'cancel'>();
  const run = useAction(runJob, { ...CHANGED, onDone: () => setRuns(runs + 1) });
  const change = useAction(switchJob, CHANGED);
  const removal = useAction(deleteJob, { ...CHANGED, onDone: () => void navigate('/jobs') });
  const problem = run.problem ?? change.problem;
  const { data } = job;

  return (
    <PageFrame
      title={data?.name ?? i18n.t('Job')}
      up={{ to: '/jobs', title: i18n.t('Jobs') }}
      actions={
        data && (
          <>
            {data.jobStatus === 'RUNNING' ? (
              <Button onClick={() => setAsked('cancel')}>{i18n.t('Cancel run')}</Button>
            ) : (
              <Button primary disabled={!data.enabled} loading={run.isRunning} onClick={() => run.run(data)}>
                {i18n.t('Run now')}
              </Button>
            )}
            <Button onClick={() => void navigate(`/jobs/${uid}/edit`)}>{i18n.t('Edit')}</Button>
            {data.configurable && (
              <>
                <Button onClick={() => change.run({ id: uid, enabled: !data.enabled })}>
                  {data.enabled ? i18n.t('Disable') : i18n.t('Enable')}
                </Button>
                <Button destructive secondary onClick={() => setAsked('delete')}>
                  {i18n.t('Delete')}
                </Button>
              </>
            )}
          </>
        )
      }
    >
      {problem && <ProblemNotice problem={problem} />}
      <DataState query={job} isEmpty={() => false}>
        {(found) => (
          <>
            <About job={found} />
            <Progress key={runs} job={found} generation={runs} />
            <History uid={uid} />
          </>
        )}
      </DataState>
      {asked === 'cancel' && data && (
        <CancelRun run={{ job: uid, name: data.name, type: data.jobType }} onClose={() => setAsked(undefined)} />
      )}
      {asked === 'delete' && data && (
        <ConfirmDialog
          title={i18n.t('Delete job {{name}}?', { name: data.name })}
          action={i18n.t('Delete job')}
          onConfirm={() => removal.runAndWait(data)}
          onClose={() => setAsked(undefined)}
        >
          <p>{i18n.t('Its schedule and its parameters go. What it has done stays in the list of tasks.')}</p>
          {data.jobStatus === 'RUNNING' && <p>{i18n.t('It runs now, and is cancelled first.')}</p>}
          {data.queueName !== undefined && <p>{i18n.t('It leaves queue {{queue}}.', { queue: data.queueName })}</p>}
        </ConfirmDialog>
      )}
    </PageFrame>
  );
}

function About({ job }: { readonly job: JobDetails }) {
  const hasParameters = Object.keys(job.jobParameters ?? {}).length > 0;
  return (
    <Card>
      <Facts
        facts={[
          [i18n.t('State'), <StateTag key="state" state={job.jobStatus} />],
          [i18n.t('Type'), formatConstant(job.jobType)],
          [i18n.t('Schedule'), scheduleText(job)],
          [i18n.t('Cron expression'), job.cronExpression !== undefined && <code>{job.cronExpression}</code>],
          [
            i18n.t('Next run'),
            job.nextExecutionTime !== undefined && (
              <>
                {formatTime(job.nextExecutionTime)} (<TimeAgo time={job.nextExecutionTime} />)
              </>
            ),
          ],
          [i18n.t('Parameters'), hasParameters && <Json value={job.jobParameters} />],
        ]}
      />
      {job.cronExpression !== undefined && (
        <details>
          <summary>{i18n.t('The next ten runs')}</summary>
          <NextRuns expression={job.cronExpression} />
        </details>
      )}
    </Card>
  );
}

function Progress({ job, generation }: { readonly job: JobDetails; readonly generation: number }) {
  const run = useRun(job.id, job.jobStatus === 'RUNNING' ? generation + 1 : generation);
  return (
    <Card title={job.jobStatus === 'RUNNING' ? i18n.t('This run') : i18n.t('Last run')}>
      <RunProgress run={run} />
    </Card>
  );
}
