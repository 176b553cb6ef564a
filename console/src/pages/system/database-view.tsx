import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { useAuthority } from '../../api/session';
import { i18n } from '../../i18n';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { DataState } from '../../parts/data-state';
import { formatBytes, formatNumber } from '../../parts/format';
import { Notice } from '../../parts/notice';
import { Card, Cards, Facts, PageFrame } from '../../parts/page-frame';
import { Table } from '../../parts/table';
import { TimeAgo } from '../../parts/times';
import { useAction } from '../../parts/use-action';
import { SystemNav } from './system-nav';
import { clearCaches, type DatabaseReport, useDatabase } from './use-system';

/** The database: what it is, how large it is, and who is connected to it. */
export function Component() {
  const database = useDatabase();
  const mayClear = useAuthority('F_PERFORM_MAINTENANCE');
  const [isAsking, setAsking] = useState(false);
  const [isCleared, setCleared] = useState(false);
  const clearing = useAction(clearCaches, { changes: [], onDone: () => setCleared(true) });
  return (
    <PageFrame
      title={i18n.t('Database')}
      actions={
        <>
          <Button loading={database.isRefetching} onClick={() => void database.refetch()}>
            {i18n.t('Refresh')}
          </Button>
          {mayClear && <Button onClick={() => setAsking(true)}>{i18n.t('Clear caches')}</Button>}
        </>
      }
    >
      <SystemNav />
      {isCleared && (
        <Notice kind="success">{i18n.t('All servers have forgotten what they remembered for speed.')}</Notice>
      )}
      <DataState query={database} isEmpty={() => false}>
        {(found) => (
          <>
            <Cards>
              <About report={found} />
              <Connections report={found} />
              <Extensions report={found} />
            </Cards>
            <Tables report={found} />
          </>
        )}
      </DataState>
      {isAsking && (
        <ConfirmDialog
          title={i18n.t('Clear the caches of all servers?')}
          action={i18n.t('Clear caches')}
          isDestructive={false}
          onConfirm={() => clearing.runAndWait()}
          onClose={() => setAsking(false)}
        >
          <p>
            {i18n.t(
              'Every server forgets which passwords and tokens it has just checked, and checks them anew. Nobody is logged out, and no data go.',
            )}
          </p>
        </ConfirmDialog>
      )}
    </PageFrame>
  );
}

interface ReportProps {
  readonly report: DatabaseReport;
}

const About = ({ report }: ReportProps) => (
  <Card title={i18n.t('Database')}>
    <Facts
      facts={[
        [i18n.t('Name'), report.name],
        [i18n.t('Version'), report.version],
        [i18n.t('Size'), formatBytes(report.bytes)],
        [i18n.t('Started'), <TimeAgo key="started" time={report.started} />],
      ]}
    />
  </Card>
);

const Connections = ({ report: { connections, pool } }: ReportProps) => (
  <Card title={i18n.t('Connections')}>
    <Facts
      facts={[
        [
          i18n.t('To this database'),
          i18n.t('{{open}} of {{limit}} that the database server takes', {
            open: formatNumber(connections.open),
            limit: formatNumber(connections.limit),
          }),
        ],
        [i18n.t('At work'), formatNumber(connections.active)],
        [i18n.t('Idle in a transaction'), formatNumber(connections.idleInTransaction)],
        [
          i18n.t('Of this server'),
          i18n.t('{{open}} of at most {{limit}}, {{idle}} of them idle', {
            open: formatNumber(pool.open),
            limit: formatNumber(pool.limit),
            idle: formatNumber(pool.idle),
          }),
        ],
        [i18n.t('Waiting for one'), formatNumber(pool.waiting)],
      ]}
    />
  </Card>
);

const Extensions = ({ report: { extensions } }: ReportProps) => (
  <Card title={i18n.t('Extensions')}>
    <Facts facts={extensions.map(({ name, version }) => [name, version])} />
  </Card>
);

const Tables = ({ report: { tables, bytes } }: ReportProps) => (
  <Card title={i18n.t('Largest tables')}>
    <Table
      label={i18n.t('Largest tables')}
      rows={tables}
      rowKey={({ schema, name }) => `${schema}.${name}`}
      columns={[
        {
          title: i18n.t('Table'),
          isName: true,
          cell: ({ schema, name, partitions }) => (
            <>
              {schema === 'public' ? name : `${schema}.${name}`}
              {partitions > 0 && (
                <div>
                  {i18n.t('{{count}} parts', {
                    count: partitions,
                    defaultValue: 'with {{count}} part',
                    defaultValue_plural: 'with {{count}} parts',
                  })}
                </div>
              )}
            </>
          ),
        },
        { title: i18n.t('Rows, about'), isNumber: true, cell: ({ rows }) => formatNumber(rows) },
        { title: i18n.t('Size'), isNumber: true, cell: (table) => formatBytes(table.bytes) },
        { title: i18n.t('Of it indexes'), isNumber: true, cell: ({ indexBytes }) => formatBytes(indexBytes) },
        {
          title: i18n.t('Share of the database'),
          isNumber: true,
          cell: (table) => `${formatNumber(Math.round((table.bytes / bytes) * 1_000) / 10)} %`,
        },
      ]}
    />
  </Card>
);
