import { Button } from '@dhis2/ui';
import { Link, useNavigate } from 'react-router';
import { useAuthority } from '../../api/session';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { Filters, TextField } from '../../parts/fields';
import { PageFrame } from '../../parts/page-frame';
import { PagedTable } from '../../parts/table';
import { TimeAgo } from '../../parts/times';
import { usePage, useSearchValue } from '../../parts/use-search';
import { typeName, useSqlViews } from './use-sql-views';

/** All SQL views. */
export function Component() {
  const navigate = useNavigate();
  const mayAdd = useAuthority('F_SQLVIEW_PUBLIC_ADD', 'F_SQLVIEW_PRIVATE_ADD');
  const [name, setName] = useSearchValue('name');
  const [page, setPage] = usePage();
  const views = useSqlViews(name, page);
  return (
    <PageFrame
      title={i18n.t('SQL views')}
      lead={i18n.t('Statements of administrators that others may read the rows of.')}
      actions={
        mayAdd && (
          <Button primary onClick={() => navigate('/sql-views/new')}>
            {i18n.t('New SQL view')}
          </Button>
        )
      }
    >
      <Filters>
        <TextField label={i18n.t('Name contains')} type="search" value={name} onChange={setName} />
      </Filters>
      <DataState
        query={views}
        isEmpty={({ pager }) => pager.total === 0}
        empty={name === '' ? i18n.t('There is no SQL view yet.') : i18n.t('No SQL view is like this.')}
      >
        {({ sqlViews, pager }) => (
          <PagedTable
            label={i18n.t('SQL views')}
            rows={sqlViews}
            rowKey={({ id }) => id}
            pager={pager}
            onPage={setPage}
            columns={[
              {
                title: i18n.t('Name'),
                isName: true,
                cell: (view) => (
                  <>
                    <Link to={`/sql-views/${view.id}`}>{view.name}</Link>
                    {view.description !== undefined && <div>{view.description}</div>}
                  </>
                ),
              },
              { title: i18n.t('Type'), cell: ({ type }) => typeName(type) },
              { title: i18n.t('Changed'), cell: ({ lastUpdated }) => <TimeAgo time={lastUpdated} /> },
            ]}
          />
        )}
      </DataState>
    </PageFrame>
  );
}
