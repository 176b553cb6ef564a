import { urlOf } from '../../api/client';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { Card } from '../../parts/page-frame';
import { type Column, PagedTable } from '../../parts/table';
import { TimeAgo } from '../../parts/times';
import { usePage } from '../../parts/use-search';
import styles from './integrity.module.css';
import { type Check, type Issue, useDetails } from './use-integrity';

const PAGE_SIZE = 50;

/** What a check found, one by one. */
export function Issues({ check }: { readonly check: Check }) {
  const details = useDetails(check.name);
  const [page, setPage] = usePage();
  return (
    <Card title={i18n.t('Issues')}>
      <DataState
        query={details}
        isEmpty={(found) => found === null}
        empty={i18n.t('What is wrong was not listed yet. Run this check.')}
      >
        {(found) => {
          if (found === null) return null;
          const { issues, error, finishedTime } = found;
          const when = (
            <p>
              {i18n.t('Listed')} <TimeAgo time={finishedTime} />
            </p>
          );
          if (error !== undefined)
            return (
              <>
                {when}
                <p className={styles.failure}>{error}</p>
              </>
            );
          if (issues.length === 0)
            return (
              <>
                {when}
                <p className={styles.fine}>{i18n.t('Nothing is wrong.')}</p>
              </>
            );
          const pageCount = Math.ceil(issues.length / PAGE_SIZE);
          const shown = Math.min(page, pageCount);
          return (
            <>
              {when}
              <PagedTable
                label={i18n.t('Issues')}
                rows={issues
                  .slice((shown - 1) * PAGE_SIZE, shown * PAGE_SIZE)
                  .map((issue, index) => ({ ...issue, index }))}
                rowKey={({ index }) => String(index)}
                columns={columns(check, issues)}
                pager={{ page: shown, pageSize: PAGE_SIZE, total: issues.length, pageCount }}
                onPage={setPage}
              />
            </>
          );
        }}
      </DataState>
    </Card>
  );
}

/** Columns that all issues of the list leave empty are not shown. */
function columns({ issuesIdType }: Check, all: readonly Issue[]): readonly Column<Issue>[] {
  return [
    {
      title: i18n.t('Object'),
      isName: true,
      cell: ({ id, name }) =>
        id !== undefined && issuesIdType !== undefined && issuesIdType !== 'periods' ? (
          <a href={urlOf(`api/${issuesIdType}/${id}`)} target="_blank" rel="noreferrer">
            {name}
          </a>
        ) : (
          name
        ),
    },
    ...(all.some(({ id }) => id !== undefined)
      ? [{ title: i18n.t('Id'), cell: ({ id }: Issue) => id !== undefined && <code>{id}</code> }]
      : []),
    ...(all.some(({ comment }) => comment !== undefined)
      ? [{ title: i18n.t('Comment'), cell: ({ comment }: Issue) => comment }]
      : []),
    ...(all.some(({ refs = [] }) => refs.length > 0)
      ? [
          {
            title: i18n.t('Concerns'),
            cell: ({ refs = [] }: Issue) => (
              <ul className={styles.refs}>
                {refs.map((ref) => (
                  <li key={ref}>{ref}</li>
                ))}
              </ul>
            ),
          },
        ]
      : []),
  ];
}
