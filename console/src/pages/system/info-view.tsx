import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { formatNumber, formatTime } from '../../parts/format';
import { Card, Cards, Facts, PageFrame } from '../../parts/page-frame';
import { TimeAgo } from '../../parts/times';
import { SystemNav } from './system-nav';
import { type SystemInfo, useSystemInfo } from './use-system';

/** What the server says about itself. */
export function Component() {
  const info = useSystemInfo();
  return (
    <PageFrame title={i18n.t('System')}>
      <SystemNav />
      <DataState query={info} isEmpty={() => false}>
        {(found) => (
          <Cards>
            <About info={found} />
            <Time info={found} />
            <Database info={found} />
            <Machine info={found} />
            <Context info={found} />
          </Cards>
        )}
      </DataState>
    </PageFrame>
  );
}

interface InfoProps {
  readonly info: SystemInfo;
}

const About = ({ info }: InfoProps) => (
  <Card title={i18n.t('Version')}>
    <Facts
      facts={[
        [i18n.t('Name'), info.systemName],
        [i18n.t('Orderly'), info.revision],
        [i18n.t('Speaks DHIS2'), info.version],
        // No build has a time of its own: the server tells when it was started.
        [i18n.t('Started'), <TimeAgo key="started" time={info.buildTime} />],
        [i18n.t('Installation'), info.systemId],
        [i18n.t('Version of the metadata'), info.systemMetadataVersion],
        [
          i18n.t('Last fetch of metadata'),
          info.isMetadataVersionEnabled && <TimeAgo key="fetch" time={info.lastMetadataVersionSyncAttempt} />,
        ],
        [i18n.t('Mail'), info.emailConfigured ? i18n.t('set up') : i18n.t('not set up')],
      ]}
    />
  </Card>
);

const Time = ({ info }: InfoProps) => (
  <Card title={i18n.t('Time')}>
    <Facts
      facts={[
        [i18n.t('Clock of the server'), formatTime(info.serverDate, true)],
        [i18n.t('Time zone'), `${info.serverTimeZoneId} (${info.serverTimeZoneDisplayName})`],
        [i18n.t('Calendar'), info.calendar],
        [i18n.t('Dates are written'), info.dateFormat],
        [
          i18n.t('A session ends after'),
          i18n.t('{{count}} minutes without a request', {
            count: Math.round(info.sessionTimeout / 60),
            defaultValue: '{{count}} minute without a request',
            defaultValue_plural: '{{count}} minutes without a request',
          }),
        ],
        [i18n.t('Analytics tables built'), <TimeAgo key="analytics" time={info.lastAnalyticsTableSuccess} />],
      ]}
    />
  </Card>
);

/** Only super users are told more than that there is one. */
function Database({ info: { databaseInfo } }: InfoProps) {
  if (databaseInfo?.databaseVersion === undefined) return null;
  return (
    <Card title={i18n.t('Database')}>
      <Facts
        facts={[
          [i18n.t('Version'), databaseInfo.databaseVersion],
          [i18n.t('Name'), databaseInfo.name],
          [i18n.t('User'), databaseInfo.user],
          [i18n.t('PostGIS'), databaseInfo.spatialSupport ? i18n.t('there') : i18n.t('not there')],
        ]}
      />
    </Card>
  );
}

function Machine({ info }: InfoProps) {
  if (info.nodeId === undefined) return null;
  return (
    <Card title={i18n.t('This server')}>
      <Facts
        facts={[
          [i18n.t('Name'), info.nodeId],
          [i18n.t('Operating system'), [info.osName, info.osVersion, info.osArchitecture].join(' ')],
          [i18n.t('Processor cores'), info.cpuCores],
          [i18n.t('Memory'), memory(info.memoryInfo)],
          [i18n.t('Runs on'), info.javaVersion],
          [i18n.t('Options'), info.javaOpts],
          [i18n.t('Home folder'), info.externalDirectory],
          [i18n.t('Temporary folder'), info.javaIoTmpDir],
        ]}
      />
    </Card>
  );
}

/** The server words its memory as DHIS2 does: `Mem Total in JVM: 848 Free in JVM: 581 Max Limit: 1333`, in megabytes. */
function memory(text: string | undefined): string | undefined {
  const [total, free, whole] = (text?.match(/\d+/g) ?? []).map(Number);
  if (total === undefined || free === undefined || whole === undefined) return text;
  return i18n.t('{{used}} of {{total}} MB of the heap in use; the process has {{whole}} MB', {
    used: formatNumber(total - free),
    total: formatNumber(total),
    whole: formatNumber(whole),
  });
}

const Context = ({ info }: InfoProps) => (
  <Card title={i18n.t('Addresses')}>
    <Facts
      facts={[
        [i18n.t('You came by'), info.contextPath],
        [i18n.t('Mails link to'), info.instanceBaseUrl ?? i18n.t('the address that the request came by')],
        [i18n.t('Your browser'), info.userAgent],
      ]}
    />
  </Card>
);
