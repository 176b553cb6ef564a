import { Tag } from '@dhis2/ui';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { type ServerInfo, useServerInfo } from '../../api/server';
import { useAuthority } from '../../api/session';
import { useNodes } from '../../api/use-nodes';
import { ACTIVE, useRuns } from '../../api/use-runs';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { formatTime } from '../../parts/format';
import { Card, Cards, Facts, PageFrame } from '../../parts/page-frame';
import { TimeAgo } from '../../parts/times';
import { DataCard } from './data-card';
import { RunLines } from './run-lines';

const DAY_MS = 86_400_000;
const DAYS_OF_FAILURES = 7;
const SHOWN = 5;

/** How the system is, at one look. */
export function Component() {
  const info = useServerInfo();
  const maySeeServers = useAuthority('F_VIEW_SERVER_INFO');
  return (
    <PageFrame title={i18n.t('Overview')}>
      <Cards>
        <RunningCard />
        <FailedCard />
        <Card title={i18n.t('Analytics tables')}>
          <DataState query={info}>{(found) => <Analytics info={found} />}</DataState>
        </Card>
        <Card title={i18n.t('System')}>
          <DataState query={info}>{(found) => <System info={found} />}</DataState>
        </Card>
        {maySeeServers && <ServersCard />}
      </Cards>
      <DataCard />
    </PageFrame>
  );
}

function RunningCard() {
  const runs = useRuns({ state: ACTIVE, pageSize: SHOWN });
  return (
    <Card title={i18n.t('Running now')} actions={<Link to="/tasks?state=active">{i18n.t('All tasks')}</Link>}>
      <DataState query={runs} isEmpty={({ pager }) => pager.total === 0} empty={i18n.t('Nothing runs or waits.')}>
        {({ runs: rows, pager }) => <RunLines runs={rows} total={pager.total} />}
      </DataState>
    </Card>
  );
}

function FailedCard() {
  // A moment that stays the same while the page is open, so that the list is one list.
  const since = useMemo(() => new Date(Date.now() - DAYS_OF_FAILURES * DAY_MS).toISOString(), []);
  const runs = useRuns({ state: ['failed'], since, pageSize: SHOWN });
  return (
    <Card
      title={i18n.t('Failed in the last {{days}} days', { days: DAYS_OF_FAILURES })}
      actions={<Link to="/tasks?state=failed">{i18n.t('All failed')}</Link>}
    >
      <DataState query={runs} isEmpty={({ pager }) => pager.total === 0} empty={i18n.t('Nothing has failed.')}>
        {({ runs: rows, pager }) => <RunLines runs={rows} total={pager.total} />}
      </DataState>
    </Card>
  );
}

const Analytics = ({ info }: { readonly info: ServerInfo }) => (
  <Facts
    facts={[
      [
        i18n.t('Last full update'),
        <TimeAgo key="full" time={info.lastAnalyticsTableSuccess} none={i18n.t('never: build them once')} />,
      ],
      [i18n.t('It took'), clock(info.lastAnalyticsTableRuntime)],
      [
        i18n.t('Last update of the latest data'),
        <TimeAgo key="latest" time={info.lastAnalyticsTablePartitionSuccess} />,
      ],
      [i18n.t('That took'), clock(info.lastAnalyticsTablePartitionRuntime)],
    ]}
  />
);

/** `00:03:10.489` without what nobody reads. */
const clock = (time: string | undefined): string | undefined => time?.replace(/\.\d+$/, '');

const System = ({ info }: { readonly info: ServerInfo }) => (
  <Facts
    facts={[
      [i18n.t('Name'), info.systemName],
      [i18n.t('Orderly'), info.revision],
      [i18n.t('Speaks DHIS2'), info.version],
      [i18n.t('Database'), info.databaseInfo?.databaseVersion],
      [i18n.t('Clock of the server'), `${formatTime(info.serverDate)} (${info.serverTimeZoneId})`],
      [i18n.t('Mail'), info.emailConfigured ? i18n.t('set up') : i18n.t('not set up')],
    ]}
  />
);

function ServersCard() {
  const nodes = useNodes();
  return (
    <Card title={i18n.t('Servers')}>
      <DataState query={nodes}>
        {(list) => (
          <Facts
            facts={list.map(({ id, uuid, started, running, leader, current }) => [
              id,
              <div key={uuid}>
                {leader && <Tag neutral>{i18n.t('leader')}</Tag>} {current && <Tag>{i18n.t('answers you')}</Tag>}
                <div>
                  {runsText(running)}, {i18n.t('started')} <TimeAgo time={started} />
                </div>
              </div>,
            ])}
          />
        )}
      </DataState>
    </Card>
  );
}

const runsText = (count: number): string =>
  i18n.t('{{count}} runs', { count, defaultValue: '{{count}} run', defaultValue_plural: '{{count}} runs' });
