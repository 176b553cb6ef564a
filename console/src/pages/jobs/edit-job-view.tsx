import { Button } from '@dhis2/ui';
import { type FormEvent, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { Fields } from '../../parts/fields';
import { Notice } from '../../parts/notice';
import { Card, PageFrame } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { useAction } from '../../parts/use-action';
import { CronField } from './cron-field';
import { JobForm } from './job-form';
import { CHANGED, changeCron, type JobDetails, type JobDraft, updateJob, useJob, useJobTypes } from './use-jobs';

/** A job to be changed; of a job of the server itself only when it runs. */
export function Component() {
  const { uid = '' } = useParams();
  const job = useJob(uid);
  const { data } = job;
  return (
    <PageFrame
      title={data ? i18n.t('Edit job {{name}}', { name: data.name }) : i18n.t('Edit job')}
      up={{ to: `/jobs/${uid}`, title: data?.name ?? i18n.t('Job') }}
    >
      <DataState query={job} isEmpty={() => false}>
        {(found) => (found.configurable ? <Whole job={found} /> : <OnlyCron job={found} />)}
      </DataState>
    </PageFrame>
  );
}

function Whole({ job }: { readonly job: JobDetails }) {
  const navigate = useNavigate();
  const types = useJobTypes();
  const save = useAction((draft: JobDraft) => updateJob(job.id, draft), {
    ...CHANGED,
    onDone: () => void navigate(`/jobs/${job.id}`, { replace: true }),
  });
  return (
    <DataState query={types}>
      {(found) => (
        <JobForm types={found} job={job} isSaving={save.isRunning} problem={save.problem} onSave={save.run} />
      )}
    </DataState>
  );
}

function OnlyCron({ job }: { readonly job: JobDetails }) {
  const navigate = useNavigate();
  const [cron, setCron] = useState(job.cronExpression ?? '');
  const save = useAction((expression: string) => changeCron(job.id, expression), {
    ...CHANGED,
    onDone: () => void navigate(`/jobs/${job.id}`, { replace: true }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.run(cron.trim());
  };
  return (
    <Card>
      <form onSubmit={submit}>
        <Fields>
          <Notice>
            {i18n.t('This is a job of the server itself: its schedule can be changed, and nothing else.')}
          </Notice>
          {save.problem && <ProblemNotice problem={save.problem} />}
          <CronField value={cron} onChange={setCron} problem={save.problem?.byProperty.cronExpression} />
          <div>
            <Button primary type="submit" loading={save.isRunning}>
              {i18n.t('Save')}
            </Button>
          </div>
        </Fields>
      </form>
    </Card>
  );
}
