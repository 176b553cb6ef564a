import { type DataSummary, useDataSummary } from '../../api/data-summary';
import { useServerInfo } from '../../api/server';
import { useAuthority } from '../../api/session';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { formatNumber } from '../../parts/format';
import { LineChart } from '../../parts/line-chart';
import { Card } from '../../parts/page-frame';
import { Table } from '../../parts/table';
import { useDataGrowth } from './use-overview';

/** Spans that the server counts, by their key. */
const SPANS: readonly (readonly [key: string, title: () => string])[] = [
  ['0', () => i18n.t('Last hour')],
  ['1', () => i18n.t('Last day')],
  ['7', () => i18n.t('Last 7 days')],
  ['30', () => i18n.t('Last 30 days')],
];

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
          <DataState query={summary}>
            {(found) => (
              <Table
                label={i18n.t('Changed lately')}
                rows={rowsOf(found)}
                rowKey={({ title }) => title}
                columns={[
                  { title: i18n.t('Kind'), isName: true, cell: ({ title }) => title },
                  ...SPANS.map(([key, title]) => ({
                    title: title(),
                    isNumber: true,
                    cell: ({ counts }: Row) => formatNumber(counts[key] ?? 0),
                  })),
                ]}
              />
            )}
          </DataState>
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

interface Row {
  readonly title: string;
  readonly counts: Readonly<Record<string, number>>;
}

const rowsOf = ({ dataValueCount = {}, eventCount = {}, activeUsers = {} }: DataSummary): readonly Row[] => [
  { title: i18n.t('Data values'), counts: dataValueCount },
  { title: i18n.t('Events'), counts: eventCount },
  { title: i18n.t('Users logged in'), counts: activeUsers },
];
