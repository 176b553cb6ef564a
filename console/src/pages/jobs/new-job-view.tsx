import { useNavigate } from 'react-router';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { PageFrame } from '../../parts/page-frame';
import { useAction } from '../../parts/use-action';
import { JobForm } from './job-form';
import { CHANGED, createJob, type JobDraft, useJobTypes } from './use-jobs';

/** A job that does not exist yet. */
export function Component() {
  const navigate = useNavigate();
  const types = useJobTypes();
  const save = useAction(async (draft: JobDraft) => {
    const uid = await createJob(draft);
    await navigate(`/jobs/${uid}`, { replace: true });
  }, CHANGED);
  return (
    <PageFrame title={i18n.t('New job')} up={{ to: '/jobs', title: i18n.t('Jobs') }}>
      <DataState query={types}>
        {(found) => <JobForm types={found} isSaving={save.isRunning} problem={save.problem} onSave={save.run} />}
      </DataState>
    </PageFrame>
  );
}
