import { useServerInfo } from '../../api/server';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { SelectField, TextField } from '../../parts/fields';
import { formatNumber } from '../../parts/format';
import { LineChart } from '../../parts/line-chart';
import { Card } from '../../parts/page-frame';
import { PagedTable } from '../../parts/table';
import { usePage, useSearchValue } from '../../parts/use-search';
import styles from './data-statistics.module.css';
import { FIGURES, INTERVAL_NAMES, SAVED_OBJECTS } from './names';
import { INTERVALS, type Interval, type Usage, useUsage, usualStart } from './use-usage';

const PAGE_SIZE = 12;
const DATE_LENGTH = 10;

/** Use over time: one figure as a line, the main ones as a table. */
export function UsageCard() {
  const { data: info } = useServerInfo();
  const [intervalText, setInterval] = useSearchValue('interval', 'DAY');
  const [figure, setFigure] = useSearchValue('figure', 'totalViews');
  const [from, setFrom] = useSearchValue('from');
  const [to, setTo] = useSearchValue('to');
  const interval = INTERVALS.find((one) => one === intervalText) ?? 'DAY';
  const endDate = to || (info?.serverDate.slice(0, DATE_LENGTH) ?? '');
  const startDate = from || usualStart(interval, endDate);
  const usage = useUsage({ interval, startDate, endDate }, endDate !== '');
  const key = figure in FIGURES ? figure : 'totalViews';
  return (
    <Card title={i18n.t('Use over time')}>
      <div className={styles.usage}>
        <div className={styles.filters}>
          <SelectField
            label={i18n.t('Figure')}
            value={key}
            onChange={setFigure}
            choices={Object.entries(FIGURES).map(([value, name]) => ({ value, label: name() }))}
          />
          <SelectField
            label={i18n.t('Interval')}
            value={interval}
            onChange={setInterval}
            choices={INTERVALS.map((value) => ({ value, label: INTERVAL_NAMES[value]() }))}
          />
          <TextField label={i18n.t('From day')} type="date" value={startDate} onChange={setFrom} />
          <TextField label={i18n.t('To day')} type="date" value={endDate} onChange={setTo} />
        </div>
        <DataState query={usage} empty={i18n.t('There is no snapshot in this time. The server takes one each night.')}>
          {(found) => (
            <>
              <LineChart
                label={FIGURES[key]?.() ?? key}
                points={found.map(({ label, at, numbers }) => ({ label, at, value: numbers[key] ?? 0 }))}
              />
              <Figures usage={found} interval={interval} />
            </>
          )}
        </DataState>
      </div>
    </Card>
  );
}

/** The main figures, the latest first. */
function Figures({ usage, interval }: { readonly usage: readonly Usage[]; readonly interval: Interval }) {
  const [page, setPage] = usePage();
  const pageCount = Math.max(1, Math.ceil(usage.length / PAGE_SIZE));
  const shown = Math.min(page, pageCount);
  const number = (title: string, value: (numbers: Usage['numbers']) => number) => ({
    title,
    isNumber: true,
    cell: ({ numbers }: Usage) => formatNumber(value(numbers)),
  });
  return (
    <PagedTable
      label={i18n.t('Use over time')}
      rows={usage.toReversed().slice((shown - 1) * PAGE_SIZE, shown * PAGE_SIZE)}
      rowKey={({ label }) => label}
      pager={{ page: shown, pageSize: PAGE_SIZE, total: usage.length, pageCount }}
      onPage={setPage}
      columns={[
        { title: INTERVAL_NAMES[interval](), isName: true, cell: ({ label }) => label },
        number(i18n.t('Views'), ({ totalViews = 0 }) => totalViews),
        number(i18n.t('Saved objects'), (numbers) =>
          SAVED_OBJECTS.reduce((sum, name) => sum + (numbers[name] ?? 0), 0),
        ),
        number(i18n.t('Saved data values'), ({ savedDataValues = 0 }) => savedDataValues),
        number(i18n.t('Active users'), ({ activeUsers = 0 }) => activeUsers),
        number(i18n.t('Users'), ({ users = 0 }) => users),
      ]}
    />
  );
}
