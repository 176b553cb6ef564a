import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useServerInfo } from '../../api/server';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { Filters, SelectField, TextField } from '../../parts/fields';
import { formatConstant } from '../../parts/format';
import { Notice } from '../../parts/notice';
import { PageFrame } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { StateTag } from '../../parts/state-tag';
import { type Column, PagedTable, RowActions } from '../../parts/table';
import { TimeAgo } from '../../parts/times';
import { useAction } from '../../parts/use-action';
import { usePage, useSearchValue } from '../../parts/use-search';
import { scheduleText } from './cron-text';
import { CHANGED, type CopiedJobs, copyJobs, type Job, runJob, switchJob, useJobs, useJobTypes } from './use-jobs';

/** All jobs with a schedule. */
export function Component() {
  const navigate = useNavigate();
  const [name, setName] = useSearchValue('name');
  const [type, setType] = useSearchValue('type');
  const [page, setPage] = usePage();
  const [started, setStarted] = useState<Job>();
  const jobs = useJobs({ name, type, page });
  const types = useJobTypes();
  const run = useAction(runJob, { ...CHANGED, onDone: (job) => setStarted(job as Job) });
  const change = useAction(switchJob, CHANGED);
  const { data: server } = useServerInfo();
  const [copies, setCopies] = useState<CopiedJobs>();
  const copy = useAction(async () => setCopies(await copyJobs()), CHANGED);
  const problem = run.problem ?? change.problem ?? copy.problem;

  return (
    <PageFrame
      title={i18n.t('Jobs')}
      lead={i18n.t('What the server does by itself, and when. Times are those of the server.')}
      actions={
        <>
          {server?.besideDhis2 !== undefined && (
            <Button loading={copy.isRunning} onClick={() => copy.run()}>
              {i18n.t('Copy the jobs of DHIS2')}
            </Button>
          )}
          <Button onClick={() => void navigate('/jobs/queues')}>{i18n.t('Queues')}</Button>
          <Button primary onClick={() => void navigate('/jobs/new')}>
            {i18n.t('New job')}
          </Button>
        </>
      }
    >
      <Filters>
        <TextField label={i18n.t('Name contains')} type="search" value={name} onChange={setName} />
        <SelectField
          label={i18n.t('Type')}
          value={type}
          onChange={setType}
          none={i18n.t('All')}
          choices={(types.data ?? []).map((one) => ({ value: one.jobType, label: one.name }))}
        />
      </Filters>
      {problem && <ProblemNotice problem={problem} />}
      {started && (
        <p role="status">
          {i18n.t('{{name}} was started.', { name: started.name })}{' '}
          <Link to={`/jobs/${started.id}`}>{i18n.t('Follow it')}</Link>
        </p>
      )}
      {copies && <Copies {...copies} />}
      <DataState
        query={jobs}
        isEmpty={({ pager }) => pager.total === 0}
        empty={name === '' && type === '' ? i18n.t('There is no job yet.') : i18n.t('No job is like this.')}
      >
        {({ jobConfigurations, pager }) => (
          <PagedTable
            label={i18n.t('Jobs')}
            rows={jobConfigurations}
            rowKey={({ id }) => id}
            columns={columns(run.run, change.run)}
            pager={pager}
            onPage={setPage}
          />
        )}
      </DataState>
    </PageFrame>
  );
}

const Copies = ({ copied, leftOut }: CopiedJobs) => (
  <Notice
    title={i18n.t('{{number}} jobs were copied. They are switched off until you enable them.', {
      number: copied.length,
    })}
  >
    {leftOut.length > 0 && (
      <ul>
        {leftOut.map(({ id, name, reason }) => (
          <li key={id}>
            {name}: {reason}
          </li>
        ))}
      </ul>
    )}
  </Notice>
);

const columns = (run: (job: Job) => void, change: (job: Job) => void): readonly Column<Job>[] => [
  {
    title: i18n.t('Job'),
    isName: true,
    cell: ({ id, name, jobType, configurable }) => (
      <>
        <Link to={`/jobs/${id}`}>{name}</Link>
        <div>
          {formatConstant(jobType)}
          {!configurable && ` · ${i18n.t('of the server')}`}
        </div>
      </>
    ),
  },
  { title: i18n.t('Schedule'), cell: (job) => scheduleText(job) },
  { title: i18n.t('Next run'), cell: ({ nextExecutionTime }) => <TimeAgo time={nextExecutionTime} none="–" /> },
  {
    title: i18n.t('Last run'),
    cell: ({ lastFinished, lastExecutedStatus }) => (
      <>
        <StateTag state={lastExecutedStatus} /> {lastFinished !== undefined && <TimeAgo time={lastFinished} />}
      </>
    ),
  },
  { title: i18n.t('State'), cell: ({ jobStatus }) => <StateTag state={jobStatus} /> },
  {
    title: i18n.t('Action'),
    cell: (job) => (
      <RowActions>
        <Button small disabled={!job.enabled || job.jobStatus === 'RUNNING'} onClick={() => run(job)}>
          {i18n.t('Run now')}
        </Button>
        {job.configurable && (
          <Button small onClick={() => change({ ...job, enabled: !job.enabled })}>
            {job.enabled ? i18n.t('Disable') : i18n.t('Enable')}
          </Button>
        )}
      </RowActions>
    ),
  },
];
