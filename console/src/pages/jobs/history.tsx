import { Link } from 'react-router';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { Card } from '../../parts/page-frame';
import { StateTag } from '../../parts/state-tag';
import { PagedTable } from '../../parts/table';
import { Duration, TimeAgo } from '../../parts/times';
import { usePage } from '../../parts/use-search';
import { Timeline } from './timeline';
import { useHistory } from './use-jobs';

const TRIGGERS: Readonly<Record<string, () => string>> = {
  schedule: () => i18n.t('Schedule'),
  request: () => i18n.t('Person'),
  queue: () => i18n.t('Queue'),
};

/** What a job has done, the latest first. */
export function History({ uid }: { readonly uid: string }) {
  const [page, setPage] = usePage();
  const history = useHistory(uid, page);
  return (
    <Card title={i18n.t('History')}>
      <DataState query={history} isEmpty={({ pager }) => pager.total === 0} empty={i18n.t('It has not run yet.')}>
        {({ runs, pager }) => (
          <>
            <Timeline runs={runs} />
            <PagedTable
              label={i18n.t('History')}
              rows={runs}
              rowKey={({ id }) => id}
              pager={pager}
              onPage={setPage}
              columns={[
                {
                  title: i18n.t('Run'),
                  isName: true,
                  cell: ({ id, started, due }) => (
                    <Link to={`/tasks/${id}`}>
                      <TimeAgo time={started ?? due} />
                    </Link>
                  ),
                },
                {
                  title: i18n.t('Outcome'),
                  cell: ({ state, outcome, message }) => (
                    <>
                      <StateTag state={outcome === 'INTERRUPTED' ? 'interrupted' : state} />
                      {message !== null && state !== 'done' && <div>{message}</div>}
                    </>
                  ),
                },
                {
                  title: i18n.t('Duration'),
                  cell: ({ started, finished }) => <Duration from={started} to={finished} />,
                },
                { title: i18n.t('Started by'), cell: ({ trigger }) => TRIGGERS[trigger]?.() ?? trigger },
                { title: i18n.t('Server'), cell: ({ node }) => node ?? '–' },
              ]}
            />
          </>
        )}
      </DataState>
    </Card>
  );
}
