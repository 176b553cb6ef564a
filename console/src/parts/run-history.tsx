import { Link } from 'react-router';
import { useRuns } from '../api/use-runs';
import { i18n } from '../i18n';
import { DataState } from './data-state';
import { formatConstant } from './format';
import { Card } from './page-frame';
import styles from './run-history.module.css';
import { StateTag } from './state-tag';
import { PagedTable } from './table';
import { Duration, TimeAgo } from './times';
import { usePage } from './use-search';

interface RunHistoryProps {
  /** Types of jobs, with commas. */
  readonly type: string;
  /** The address of a run; that of the task unless given. */
  readonly to?: (run: string) => string;
}

/** The runs of a type, the latest first. */
export function RunHistory({ type, to = (run) => `/tasks/${run}` }: RunHistoryProps) {
  const [page, setPage] = usePage();
  const runs = useRuns({ type, page, pageSize: 10 });
  return (
    <Card title={i18n.t('History')}>
      <DataState query={runs} isEmpty={({ pager }) => pager.total === 0} empty={i18n.t('Nothing has run yet.')}>
        {({ runs: rows, pager }) => (
          <PagedTable
            label={i18n.t('History')}
            rows={rows}
            rowKey={({ id }) => id}
            pager={pager}
            onPage={setPage}
            columns={[
              {
                title: i18n.t('Run'),
                isName: true,
                cell: ({ id, name, type: kind, scheduled, started, queued }) => (
                  <>
                    <Link to={to(id)}>
                      <TimeAgo time={started ?? queued} />
                    </Link>
                    <div>{scheduled ? name : formatConstant(kind)}</div>
                  </>
                ),
              },
              {
                title: i18n.t('Outcome'),
                cell: ({ state, interrupted, message }) => (
                  <>
                    <StateTag state={interrupted ? 'interrupted' : state} />
                    {message !== undefined && <div className={styles.message}>{message}</div>}
                  </>
                ),
              },
              { title: i18n.t('Duration'), cell: ({ started, finished }) => <Duration from={started} to={finished} /> },
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
