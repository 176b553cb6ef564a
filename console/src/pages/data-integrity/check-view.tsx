import { Button, Tag } from '@dhis2/ui';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { i18n } from '../../i18n';
import { CurrentRun } from '../../parts/current-run';
import { DataState } from '../../parts/data-state';
import { formatDuration } from '../../parts/format';
import { Card, Facts, PageFrame } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { Table } from '../../parts/table';
import { TimeAgo } from '../../parts/times';
import { useAction } from '../../parts/use-action';
import { Found } from './found';
import styles from './integrity.module.css';
import { Issues } from './issues';
import { SeverityTag } from './severity-tag';
import { CHANGED, type Check, startChecks, TYPES, useChecks, usePastResults } from './use-integrity';

/** One check: what it is about, what it found, how that was before. */
export function Component() {
  const { check: name = '' } = useParams();
  const checks = useChecks();
  const [started, setStarted] = useState<string>();
  const start = useAction(async () => setStarted(await startChecks({ checks: [name], withDetails: true })), {
    changes: CHANGED,
  });
  const check = checks.data?.find((one) => one.name === name);
  return (
    <PageFrame
      title={check?.displayName ?? i18n.t('Check')}
      up={{ to: '/data-integrity', title: i18n.t('Data integrity') }}
      actions={
        check && (
          <Button primary loading={start.isRunning} onClick={() => start.run()}>
            {i18n.t('Run this check')}
          </Button>
        )
      }
    >
      {start.problem && <ProblemNotice problem={start.problem} />}
      <DataState query={checks} isEmpty={() => check === undefined} empty={i18n.t('There is no such check.')}>
        {() =>
          check && (
            <>
              <About check={check} />
              <CurrentRun type={TYPES} started={started} />
              <Issues check={check} />
              <Past name={name} />
            </>
          )
        }
      </DataState>
    </PageFrame>
  );
}

const About = ({ check }: { readonly check: Check }) => (
  <Card>
    <Facts
      facts={[
        [i18n.t('Severity'), <SeverityTag key="severity" severity={check.severity} />],
        [i18n.t('Section'), check.section],
        [
          i18n.t('What it finds'),
          <p key="what" className={styles.text}>
            {check.description}
          </p>,
        ],
        [
          i18n.t('Why it matters'),
          <p key="why" className={styles.text}>
            {check.introduction}
          </p>,
        ],
        [
          i18n.t('What to do'),
          <p key="do" className={styles.text}>
            {check.recommendation}
          </p>,
        ],
        [
          i18n.t('It takes'),
          (check.averageExecutionTime !== undefined || check.isSlow) && (
            <>
              {check.averageExecutionTime !== undefined && formatDuration(check.averageExecutionTime)}{' '}
              {check.isSlow && <Tag>{i18n.t('slow')}</Tag>}
            </>
          ),
        ],
        [i18n.t('Name'), <code key="name">{check.name}</code>],
        [i18n.t('Code'), <code key="code">{check.code}</code>],
      ]}
    />
  </Card>
);

function Past({ name }: { readonly name: string }) {
  const results = usePastResults(name);
  return (
    <Card title={i18n.t('Results so far')}>
      <DataState query={results} empty={i18n.t('It has not run yet.')}>
        {(list) => (
          <Table
            label={i18n.t('Results so far')}
            rows={list}
            rowKey={({ run, form }) => `${run} ${form}`}
            columns={[
              {
                title: i18n.t('Run'),
                isName: true,
                cell: ({ run, finishedTime }) => (
                  <Link to={`/tasks/${run}`}>
                    <TimeAgo time={finishedTime} />
                  </Link>
                ),
              },
              { title: i18n.t('Issues'), cell: (result) => <Found summary={result} /> },
              {
                title: i18n.t('Result'),
                cell: ({ form }) => (form === 'details' ? i18n.t('List') : i18n.t('Count')),
              },
            ]}
          />
        )}
      </DataState>
    </Card>
  );
}
