import { Button } from '@dhis2/ui';
import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useDataSets } from '../../api/data-sets';
import { i18n } from '../../i18n';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { DataState } from '../../parts/data-state';
import { Filters, SelectField, TextField } from '../../parts/fields';
import { Notice } from '../../parts/notice';
import { PageFrame } from '../../parts/page-frame';
import { periodNameText } from '../../parts/period-text';
import { PagedTable, RowActions } from '../../parts/table';
import { TimeAgo } from '../../parts/times';
import { useAction } from '../../parts/use-action';
import { usePage, useSearchValue } from '../../parts/use-search';
import { CHANGED, deleteExceptions, type LockException, useLockExceptions } from './use-lock-exceptions';

/** All lock exceptions. */
export function Component() {
  const navigate = useNavigate();
  const { pathname, search, state } = useLocation();
  const [text, setText] = useSearchValue('text');
  const [dataSet, setDataSet] = useSearchValue('dataSet');
  const [page, setPage] = usePage();
  const [unwanted, setUnwanted] = useState<LockException>();
  const [said, say] = useState((state as { readonly said?: string } | null)?.said);
  // What is said once is not said again when the page is loaded anew.
  useEffect(() => {
    if (state !== null) void navigate({ pathname, search }, { replace: true, state: null });
  }, [state, navigate, pathname, search]);
  const exceptions = useLockExceptions({ text: text.trim(), dataSet, page });
  const dataSets = useDataSets();
  const removal = useAction(deleteExceptions, {
    ...CHANGED,
    onDone: () => say(i18n.t('The lock exception was deleted.')),
  });
  return (
    <PageFrame
      title={i18n.t('Lock exceptions')}
      lead={i18n.t(
        'A data set closes for data entry some days after the end of a period. A lock exception opens it again for that period and one organisation unit.',
      )}
      actions={
        <>
          <Button onClick={() => void navigate('/lock-exceptions/batch')}>{i18n.t('Delete several')}</Button>
          <Button primary onClick={() => void navigate('/lock-exceptions/new')}>
            {i18n.t('Add lock exceptions')}
          </Button>
        </>
      }
    >
      {said !== undefined && <Notice kind="success">{said}</Notice>}
      <Filters>
        <TextField label={i18n.t('Name contains')} type="search" value={text} onChange={setText} />
        <SelectField
          label={i18n.t('Data set')}
          value={dataSet}
          onChange={setDataSet}
          none={i18n.t('All')}
          choices={(dataSets.data ?? []).map(({ id, displayName }) => ({ value: id, label: displayName }))}
        />
      </Filters>
      <DataState
        query={exceptions}
        isEmpty={({ pager }) => pager.total === 0}
        empty={
          text === '' && dataSet === ''
            ? i18n.t('There is no lock exception: data sets close when they should.')
            : i18n.t('No lock exception is like this.')
        }
      >
        {({ lockExceptions, pager }) => (
          <PagedTable
            label={i18n.t('Lock exceptions')}
            rows={lockExceptions}
            rowKey={({ dataSet, period, organisationUnit }) => `${dataSet.id} ${period.id} ${organisationUnit.id}`}
            pager={pager}
            onPage={setPage}
            columns={[
              {
                title: i18n.t('Organisation unit'),
                isName: true,
                cell: ({ organisationUnit }) => organisationUnit.displayName,
              },
              { title: i18n.t('Data set'), cell: (row) => row.dataSet.displayName },
              { title: i18n.t('Period'), cell: ({ period }) => periodNameText(period.id, period.displayName) },
              { title: i18n.t('Added'), cell: ({ created }) => <TimeAgo time={created} /> },
              {
                title: i18n.t('Action'),
                cell: (exception) =>
                  exception.dataSet.access.delete && (
                    <RowActions>
                      <Button small destructive secondary onClick={() => setUnwanted(exception)}>
                        {i18n.t('Delete')}
                      </Button>
                    </RowActions>
                  ),
              },
            ]}
          />
        )}
      </DataState>
      {unwanted && (
        <ConfirmDialog
          title={i18n.t('Delete this lock exception?')}
          action={i18n.t('Delete lock exception')}
          onConfirm={() => removal.runAndWait(unwanted)}
          onClose={() => setUnwanted(undefined)}
        >
          <p>
            {i18n.t(
              '{{unit}} can then no longer enter data of {{dataSet}} for {{period}} once it has closed. Data that were entered stay.',
              {
                unit: unwanted.organisationUnit.displayName,
                dataSet: unwanted.dataSet.displayName,
                period: periodNameText(unwanted.period.id, unwanted.period.displayName),
              },
            )}
          </p>
        </ConfirmDialog>
      )}
    </PageFrame>
  );
}
