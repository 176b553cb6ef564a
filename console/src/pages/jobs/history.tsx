import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { Card } from '../../parts/page-frame';
import { RunTable } from '../../parts/run-table';
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
            <RunTable
              runs={runs}
              pager={pager}
              onPage={setPage}
              more={[
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
