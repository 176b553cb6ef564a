import { type DataSummary, useDataSummary } from '../../api/data-summary';
import { useServerInfo } from '../../api/server';
import { useAuthority } from '../../api/session';
import { i18n } from '../../i18n';
import { type Change, ChangedLately } from '../../parts/changed-lately';
import { DataState } from '../../parts/data-state';
import { LineChart } from '../../parts/line-chart';
import { Card } from '../../parts/page-frame';
import { useDataGrowth } from './use-overview';

/** How the data grows. */
export function DataCard() {
  const { data: info } = useServerInfo();
  const mayCount = useAuthority('F_PERFORM_MAINTENANCE');
  const summary = useDataSummary(mayCount);
  const growth = useDataGrowth(info?.serverDate);
  return (
    <>
      {mayCount && (
        <Card title={i18n.t('Changed lately')}>
          <DataState query={summary}>{(found) => <ChangedLately changes={changesOf(found)} />}</DataState>
        </Card>
      )}
      <Card title={i18n.t('Data values saved each day')}>
        <DataState
          query={growth}
          empty={i18n.t('The server counts them once a day; the first count comes with the next night.')}
        >
          {(points) => <LineChart label={i18n.t('Data values')} points={points} />}
        </DataState>
      </Card>
    </>
  );
}

const changesOf = ({ dataValueCount = {}, eventCount = {} }: DataSummary): readonly Change[] => [
  { title: i18n.t('Data values'), counts: dataValueCount },
  { title: i18n.t('Events'), counts: eventCount },
];
