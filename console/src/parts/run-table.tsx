import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Run } from '../api/runs';
import { i18n } from '../i18n';
import styles from './run-table.module.css';
import { StateTag } from './state-tag';
import { type Column, PagedTable, type PagerInfo } from './table';
import { Duration, TimeAgo } from './times';

/** What every list of runs shows of one. */
type ShownRun = Pick<Run, 'id' | 'state' | 'interrupted' | 'due' | 'started' | 'finished' | 'message'>;

interface RunTableProps<Row> {
  readonly runs: readonly Row[];
  readonly pager: PagerInfo;
  readonly onPage: (page: number) => void;
  /** The address of a run; that of the task unless given. */
  readonly to?: ((run: string) => string) | undefined;
  /** What stands below the time of a run. */
  readonly about?: (run: Row) => ReactNode;
  readonly more: readonly Column<Row>[];
}

/** Runs that were: when, what became of them, how long they took, and `more`. */
export function RunTable<Row extends ShownRun>({
  runs,
  pager,
  onPage,
  to = (run) => `/tasks/${run}`,
  about,
  more,
}: RunTableProps<Row>) {
  return (
    <PagedTable
      label={i18n.t('History')}
      rows={runs}
      rowKey={({ id }) => id}
      pager={pager}
      onPage={onPage}
      columns={[
        {
          title: i18n.t('Run'),
          isName: true,
          cell: (run) => (
            <>
              <Link to={to(run.id)}>
                <TimeAgo time={run.started ?? run.due} />
              </Link>
              {about && <div>{about(run)}</div>}
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
        ...more,
      ]}
    />
  );
}
