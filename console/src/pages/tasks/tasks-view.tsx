import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Run, RunState } from '../../api/runs';
import { ACTIVE, isActive, useRuns } from '../../api/use-runs';
import { i18n } from '../../i18n';
import { CancelRun } from '../../parts/cancel-run';
import { DataState } from '../../parts/data-state';
import { Filters, SelectField } from '../../parts/fields';
import { formatConstant, runTitle } from '../../parts/format';
import { PageFrame } from '../../parts/page-frame';
import { StateTag } from '../../parts/state-tag';
import { type Column, PagedTable } from '../../parts/table';
import { Duration, TimeAgo } from '../../parts/times';
import { usePage, useSearchValue } from '../../parts/use-search';

const STATES: readonly (readonly [value: string, states: readonly RunState[], label: () => string])[] = [
  ['active', ACTIVE, () => i18n.t('Running and waiting')],
  ['done', ['done'], () => i18n.t('Done')],
  ['failed', ['failed'], () => i18n.t('Failed')],
  ['cancelled', ['cancelled'], () => i18n.t('Cancelled')],
];

/** Everything that runs and ran, whoever asked for it. */
export function Component() {
  const [filter, setFilter] = useSearchValue('state');
  const [page, setPage] = usePage();
  const states = STATES.find(([value]) => value === filter)?.[1];
  const runs = useRuns({ page, ...(states && { state: states }) });
  const [cancelled, setCancelled] = useState<Run>();

  return (
    <PageFrame
      title={i18n.t('Tasks')}
      lead={i18n.t(
        'Everything that takes time: what runs now, what waits, and what became of it. The list keeps itself up to date.',
      )}
    >
      <Filters>
        <SelectField
          label={i18n.t('State')}
          value={filter}
          onChange={setFilter}
          none={i18n.t('All')}
          choices={STATES.map(([value, , label]) => ({ value, label: label() }))}
        />
      </Filters>
      <DataState
        query={runs}
        isEmpty={({ pager }) => pager.total === 0}
        empty={filter === '' ? i18n.t('Nothing has run yet.') : i18n.t('No run is in this state.')}
      >
        {({ runs: rows, pager }) => (
          <PagedTable
            label={i18n.t('Tasks')}
            rows={rows}
            rowKey={({ id }) => id}
            columns={columns(setCancelled)}
            pager={pager}
            onPage={setPage}
          />
        )}
      </DataState>
      {cancelled && <CancelRun run={cancelled} onClose={() => setCancelled(undefined)} />}
    </PageFrame>
  );
}

const columns = (cancel: (run: Run) => void): readonly Column<Run>[] => [
  {
    title: i18n.t('Task'),
    isName: true,
    cell: (run) => (
      <>
        <Link to={`/tasks/${run.id}`}>{runTitle(run)}</Link>
        {runTitle(run) !== formatConstant(run.type) && <div>{formatConstant(run.type)}</div>}
      </>
    ),
  },
  {
    title: i18n.t('State'),
    cell: ({ state, interrupted, message }) => (
      <>
        <StateTag state={interrupted ? 'interrupted' : state} />
        {state === 'failed' && message !== undefined && <div>{message}</div>}
      </>
    ),
  },
  { title: i18n.t('Started'), cell: ({ started }) => <TimeAgo time={started} none={i18n.t('not yet')} /> },
  { title: i18n.t('Duration'), cell: ({ started, finished }) => <Duration from={started} to={finished} /> },
  {
    title: i18n.t('Asked for by'),
    cell: ({ requestedBy, scheduled }) => requestedBy ?? (scheduled ? i18n.t('Schedule') : i18n.t('Server')),
  },
  {
    title: i18n.t('Action'),
    cell: (run) =>
      isActive(run) && (
        <Button small onClick={() => cancel(run)}>
          {i18n.t('Cancel run')}
        </Button>
      ),
  },
];
