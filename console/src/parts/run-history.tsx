import { useRuns } from '../api/use-runs';
import { i18n } from '../i18n';
import { DataState } from './data-state';
import { formatConstant } from './format';
import { Card } from './page-frame';
import { RunTable } from './run-table';
import { usePage } from './use-search';

interface RunHistoryProps {
  /** Types of jobs, with commas. */
  readonly type: string;
  /** The address of a run; that of the task unless given. */
  readonly to?: (run: string) => string;
}

/** The runs of a type, the latest first. */
export function RunHistory({ type, to }: RunHistoryProps) {
  const [page, setPage] = usePage();
  const runs = useRuns({ type, page, pageSize: 10 });
  return (
    <Card title={i18n.t('History')}>
      <DataState query={runs} isEmpty={({ pager }) => pager.total === 0} empty={i18n.t('Nothing has run yet.')}>
        {({ runs: rows, pager }) => (
          <RunTable
            runs={rows}
            pager={pager}
            onPage={setPage}
            to={to}
            about={({ scheduled, name, type: kind }) => (scheduled ? name : formatConstant(kind))}
            more={[
              {
                title: i18n.t('Asked for by'),
                cell: ({ requestedBy, scheduled }) =>
                  requestedBy ?? (scheduled ? i18n.t('Schedule') : i18n.t('Server')),
              },
            ]}
          />
        )}
      </DataState>
    </Card>
  );
}
