import { Tag } from '@dhis2/ui';
import { Link } from 'react-router';
import { useAuthority } from '../../api/session';
import { useNodes } from '../../api/use-nodes';
import { useRuns } from '../../api/use-runs';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { formatNumber, runTitle } from '../../parts/format';
import { Card, PageFrame } from '../../parts/page-frame';
import { RowActions, Table } from '../../parts/table';
import { Duration, TimeAgo } from '../../parts/times';
import { SystemNav } from './system-nav';

/** The servers that share the database, and what waits for them. */
export function Component() {
  const nodes = useNodes();
  return (
    <PageFrame
      title={i18n.t('Servers')}
      lead={i18n.t(
        'Servers on one database share its jobs. When one goes away, another one takes over what it did after some seconds.',
      )}
    >
      <SystemNav />
      <DataState query={nodes} empty={i18n.t('No server is connected.')}>
        {(found) => (
          <Table
            label={i18n.t('Servers')}
            rows={found}
            rowKey={({ uuid }) => uuid}
            columns={[
              {
                title: i18n.t('Server'),
                isName: true,
                cell: ({ id, leader, current }) => (
                  <RowActions>
                    <span>{id}</span>
                    {leader && <Tag neutral>{i18n.t('leader')}</Tag>}
                    {current && <Tag>{i18n.t('answers you')}</Tag>}
                  </RowActions>
                ),
              },
              { title: i18n.t('Identifier'), cell: ({ uuid }) => <code>{uuid}</code> },
              { title: i18n.t('Started'), cell: ({ started }) => <TimeAgo time={started} /> },
              { title: i18n.t('Last sign of life'), cell: ({ lastAlive }) => <TimeAgo time={lastAlive} /> },
              { title: i18n.t('Runs now'), isNumber: true, cell: ({ running }) => formatNumber(running) },
            ]}
          />
        )}
      </DataState>
      <WorkCard />
    </PageFrame>
  );
}

const SHOWN = 20;

function WorkCard() {
  const maySchedule = useAuthority('F_SCHEDULING_ADMIN');
  const running = useRuns({ state: ['running'], pageSize: SHOWN });
  const queued = useRuns({ state: ['queued'], pageSize: SHOWN });
  return (
    <>
      <Card title={i18n.t('Being done')} actions={<Link to="/tasks?state=active">{i18n.t('All tasks')}</Link>}>
        <DataState query={running} isEmpty={({ runs }) => runs.length === 0} empty={i18n.t('Nothing runs.')}>
          {({ runs }) => (
            <Table
              label={i18n.t('Being done')}
              rows={runs}
              rowKey={({ id }) => id}
              columns={[
                {
                  title: i18n.t('Task'),
                  isName: true,
                  cell: (run) => <Link to={`/tasks/${run.id}`}>{runTitle(run)}</Link>,
                },
                { title: i18n.t('Server'), cell: ({ node }) => node },
                { title: i18n.t('For'), cell: ({ started }) => <Duration from={started} to={undefined} /> },
              ]}
            />
          )}
        </DataState>
      </Card>
      <Card title={i18n.t('Queue')} actions={maySchedule && <Link to="/jobs/queues">{i18n.t('Queues of jobs')}</Link>}>
        <DataState query={queued} isEmpty={({ runs }) => runs.length === 0} empty={i18n.t('Nothing waits.')}>
          {({ runs, pager }) => (
            <>
              <Table
                label={i18n.t('Queue')}
                rows={runs}
                rowKey={({ id }) => id}
                columns={[
                  {
                    title: i18n.t('Task'),
                    isName: true,
                    cell: (run) => <Link to={`/tasks/${run.id}`}>{runTitle(run)}</Link>,
                  },
                  { title: i18n.t('Waits since'), cell: ({ queued: since }) => <TimeAgo time={since} /> },
                  { title: i18n.t('Due'), cell: ({ due }) => <TimeAgo time={due} /> },
                ]}
              />
              {pager.total > runs.length && (
                <p>{i18n.t('and {{more}} more', { more: formatNumber(pager.total - runs.length) })}</p>
              )}
            </>
          )}
        </DataState>
      </Card>
    </>
  );
}
