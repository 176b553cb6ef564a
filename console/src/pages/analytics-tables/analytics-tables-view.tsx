import { Button, Tag } from '@dhis2/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { serverInfo } from '../../api/server';
import { i18n } from '../../i18n';
import { CurrentRun } from '../../parts/current-run';
import { DataState } from '../../parts/data-state';
import { formatBytes, formatNumber } from '../../parts/format';
import { Card, Facts, PageFrame } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { RunHistory } from '../../parts/run-history';
import { Table } from '../../parts/table';
import { TimeAgo } from '../../parts/times';
import { useAction } from '../../parts/use-action';
import styles from './analytics-tables.module.css';
import { BuildForm } from './build-form';
import { typeName } from './type-names';
import { buildResourceTables, CHANGED, type TableType, TYPES, useTableTypes } from './use-analytics-tables';

/** Analytics and resource tables: how they stand, and runs that build them. */
export function Component() {
  const [started, setStarted] = useState<string>();
  return (
    <PageFrame
      title={i18n.t('Analytics tables')}
      lead={i18n.t(
        'Analytics queries read these tables, which are made from the data. Old tables are read until the new ones are complete.',
      )}
    >
      <CurrentRun type={TYPES} started={started} />
      <Standing />
      <BuildForm onStart={setStarted} />
      <ResourceTables onStart={setStarted} />
      <RunHistory type={TYPES} />
    </PageFrame>
  );
}

function Standing() {
  const types = useTableTypes();
  const { data: info } = useQuery({ ...serverInfo, staleTime: 0, refetchInterval: 10_000 });
  return (
    <Card title={i18n.t('Tables')}>
      <DataState query={types}>
        {(list) => (
          <div className={styles.standing}>
            <Facts
              facts={[
                [i18n.t('Last full update'), <TimeAgo key="full" time={info?.lastAnalyticsTableSuccess} />],
                [
                  i18n.t('Last update of the latest data'),
                  <TimeAgo key="latest" time={info?.lastAnalyticsTablePartitionSuccess} />,
                ],
                [i18n.t('Size of all'), formatBytes(list.reduce((sum, { bytes }) => sum + bytes, 0))],
              ]}
            />
            <Table
              label={i18n.t('Tables')}
              rows={list}
              rowKey={({ tableType }) => tableType}
              columns={[
                { title: i18n.t('Type'), isName: true, cell: ({ tableType }) => typeName(tableType) },
                { title: i18n.t('State'), cell: State },
                { title: i18n.t('Data read'), cell: (one) => <Age type={one} /> },
                { title: i18n.t('Rows'), isNumber: true, cell: ({ rows }) => formatNumber(rows) },
                { title: i18n.t('Size'), isNumber: true, cell: ({ bytes }) => formatBytes(bytes) },
                {
                  title: i18n.t('Tables of years'),
                  isNumber: true,
                  cell: ({ partitions }) => formatNumber(partitions),
                },
              ]}
            />
          </div>
        )}
      </DataState>
    </Card>
  );
}

const State = ({ partitions, lost }: TableType) => (
  <Tag positive={lost === 0 && partitions > 0} negative={lost > 0}>
    {lost > 0 ? i18n.t('Lost in a crash, being rebuilt') : partitions > 0 ? i18n.t('Ready') : i18n.t('Not built')}
  </Tag>
);

/** Years that a run left out are older than the others. */
function Age({ type: { oldest, newest } }: { readonly type: TableType }) {
  if (oldest === undefined || newest === undefined) return '–';
  if (oldest.slice(0, 16) === newest.slice(0, 16)) return <TimeAgo time={newest} />;
  return (
    <>
      <TimeAgo time={newest} />{' '}
      <div>
        {i18n.t('oldest years:')} <TimeAgo time={oldest} />
      </div>
    </>
  );
}

function ResourceTables({ onStart }: { readonly onStart: (run: string) => void }) {
  const build = useAction(async () => onStart(await buildResourceTables()), { changes: CHANGED });
  return (
    <Card title={i18n.t('Resource tables')}>
      {build.problem && <ProblemNotice problem={build.problem} />}
      <p>
        {i18n.t(
          'They hold the hierarchy of organisation units, groups, categories and periods in the form that queries need. A run of analytics tables builds them first, unless told not to.',
        )}
      </p>
      <Button loading={build.isRunning} onClick={() => build.run()}>
        {i18n.t('Build resource tables')}
      </Button>
    </Card>
  );
}
