import { Button } from '@dhis2/ui';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Problem } from '../../api/problem';
import { i18n } from '../../i18n';
import { Fields, SelectField, TextField } from '../../parts/fields';
import { Card } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { RowActions } from '../../parts/table';
import { CronField } from './cron-field';
import { ParameterFields, type ParameterValues } from './parameter-fields';
import type { JobDetails, JobDraft, JobTypeSchema } from './use-jobs';

interface JobFormProps {
  readonly types: readonly JobTypeSchema[];
  /** The job as it is; left out for a new one. */
  readonly job?: JobDetails;
  readonly isSaving: boolean;
  readonly problem: Problem | undefined;
  readonly onSave: (draft: JobDraft) => void;
}

/** A job to be made or changed; it knows nothing of the server but what it is given. */
export function JobForm({ types, job, isSaving, problem, onSave }: JobFormProps) {
  const navigate = useNavigate();
  const [name, setName] = useState(job?.name ?? '');
  const [type, setType] = useState(job?.jobType ?? '');
  const [cron, setCron] = useState(job?.cronExpression ?? '');
  const [delay, setDelay] = useState(job?.delay === undefined ? '' : String(job.delay));
  const [parameters, setParameters] = useState<ParameterValues>(job?.jobParameters ?? {});
  const schema = types.find(({ jobType }) => jobType === type);
  const isDelayed = schema?.schedulingType === 'FIXED_DELAY';
  const isInQueue = (job?.queuePosition ?? 0) > 0;
  const problems = problem?.byProperty ?? {};

  const save = (event: FormEvent): void => {
    event.preventDefault();
    const schedule = isDelayed ? { delay: Number(delay) } : isInQueue ? {} : { cronExpression: cron.trim() };
    const isEmpty = schema?.jobParameters.length === 0;
    onSave({ name: name.trim(), jobType: type, ...schedule, ...(!isEmpty && { jobParameters: parameters }) });
  };

  return (
    <Card>
      <form onSubmit={save}>
        <Fields>
          {problem && <ProblemNotice problem={problem} />}
          <TextField
            label={i18n.t('Name')}
            value={name}
            onChange={setName}
            problem={problems.name}
            required
            maxLength={230}
          />
          <SelectField
            label={i18n.t('Type')}
            value={type}
            onChange={(chosen) => {
              setType(chosen);
              setParameters({});
            }}
            choices={types.map((one) => ({ value: one.jobType, label: one.name }))}
            none={i18n.t('Choose a type')}
            problem={problems.jobType}
            disabled={job !== undefined}
            required
          />
          {schema && isDelayed && (
            <TextField
              label={i18n.t('Seconds between runs')}
              type="number"
              min={1}
              value={delay}
              onChange={setDelay}
              problem={problems.delay}
              required
            />
          )}
          {schema && !isDelayed && !isInQueue && (
            <CronField value={cron} onChange={setCron} problem={problems.cronExpression} />
          )}
          {schema && (
            <ParameterFields
              key={type}
              schemas={schema.jobParameters}
              values={parameters}
              onChange={setParameters}
              problems={problems}
            />
          )}
          <RowActions>
            <Button primary type="submit" loading={isSaving} disabled={!schema}>
              {i18n.t('Save')}
            </Button>
            <Button onClick={() => void navigate(-1)}>{i18n.t('Cancel')}</Button>
          </RowActions>
        </Fields>
      </form>
    </Card>
  );
}
