import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { problemOf } from '../../api/client';
import { i18n } from '../../i18n';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { DataState, Empty } from '../../parts/data-state';
import { Filters, TextField } from '../../parts/fields';
import { Notice } from '../../parts/notice';
import { PageFrame } from '../../parts/page-frame';
import { periodNameText } from '../../parts/period-text';
import { ProblemNotice } from '../../parts/problem-notice';
import { PagedTable, RowActions } from '../../parts/table';
import { useAction } from '../../parts/use-action';
import { usePage, useSearchValue } from '../../parts/use-search';
import { CHANGED, type Combination, deleteExceptions, useCombinations, useUnitCount } from './use-lock-exceptions';

/** The server sends all combinations at once. */
const PAGE_SIZE = 50;

/** Lock exceptions of all organisation units, deleted by data set and period. */
export function Component() {
  const combinations = useCombinations();
  const [text, setText] = useSearchValue('text');
  const [page, setPage] = usePage();
  const wanted = text.trim().toLowerCase();
  const [unwanted, setUnwanted] = useState<Combination>();
  const [said, say] = useState<string>();
  const count = useUnitCount(unwanted);
  const removal = useAction(deleteExceptions, {
    ...CHANGED,
    onDone: ({ dataSet, period }) =>
      say(
        i18n.t('All lock exceptions of {{dataSet}} for {{period}} were deleted.', {
          dataSet: dataSet.displayName,
          period: periodNameText(period.id, period.displayName),
        }),
      ),
  });
  return (
    <PageFrame
      title={i18n.t('Delete several lock exceptions')}
      up={{ to: '/lock-exceptions', title: i18n.t('Lock exceptions') }}
      lead={i18n.t('Deletes the lock exceptions of all organisation units for a data set and a period at once.')}
    >
      {said !== undefined && <Notice kind="success">{said}</Notice>}
      {unwanted && count.error && (
        <ProblemNotice problem={problemOf(count.error)} onRetry={() => void count.refetch()} />
      )}
      <Filters>
        <TextField label={i18n.t('Name contains')} type="search" value={text} onChange={setText} />
      </Filters>
      <DataState query={combinations} empty={i18n.t('There is no lock exception: data sets close when they should.')}>
        {(all) => {
          const found = all.filter((one) => textOf(one).toLowerCase().includes(wanted));
          const pageCount = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
          const shown = Math.min(page, pageCount);
          if (found.length === 0) return <Empty>{i18n.t('No lock exception is like this.')}</Empty>;
          return (
            <PagedTable
              label={i18n.t('Data sets and periods with lock exceptions')}
              rows={found.slice((shown - 1) * PAGE_SIZE, shown * PAGE_SIZE)}
              rowKey={keyOf}
              pager={{ page: shown, pageSize: PAGE_SIZE, total: found.length, pageCount }}
              onPage={setPage}
              columns={[
                { title: i18n.t('Data set'), isName: true, cell: ({ dataSet }) => dataSet.displayName },
                { title: i18n.t('Period'), cell: ({ period }) => periodNameText(period.id, period.displayName) },
                {
                  title: i18n.t('Action'),
                  cell: (combination) =>
                    combination.dataSet.access.delete && (
                      <RowActions>
                        <Button
                          small
                          destructive
                          secondary
                          loading={unwanted && keyOf(unwanted) === keyOf(combination) && count.isFetching}
                          onClick={() => {
                            say(undefined);
                            setUnwanted(combination);
                          }}
                        >
                          {i18n.t('Delete all…')}
                        </Button>
                      </RowActions>
                    ),
                },
              ]}
            />
          );
        }}
      </DataState>
      {unwanted && count.data !== undefined && (
        <ConfirmDialog
          title={i18n.t('Delete all lock exceptions of {{dataSet}} for {{period}}?', {
            dataSet: unwanted.dataSet.displayName,
            period: periodNameText(unwanted.period.id, unwanted.period.displayName),
          })}
          action={i18n.t('Delete {{count}} lock exceptions', {
            count: count.data,
            defaultValue: 'Delete {{count}} lock exception',
            defaultValue_plural: 'Delete {{count}} lock exceptions',
          })}
          onConfirm={() => removal.runAndWait(unwanted)}
          onClose={() => setUnwanted(undefined)}
        >
          <p>
            {i18n.t('{{count}} organisation units lose their exception. Data that were entered stay.', {
              count: count.data,
              defaultValue: '{{count}} organisation unit loses its exception. Data that were entered stay.',
              defaultValue_plural: '{{count}} organisation units lose their exceptions. Data that were entered stay.',
            })}
          </p>
        </ConfirmDialog>
      )}
    </PageFrame>
  );
}

const textOf = ({ dataSet, period }: Combination): string =>
  `${dataSet.displayName} ${periodNameText(period.id, period.displayName)}`;

const keyOf = ({ dataSet, period }: Combination): string => `${dataSet.id} ${period.id}`;
