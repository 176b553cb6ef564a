import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { Filters, TextField } from '../../parts/fields';
import { Card } from '../../parts/page-frame';
import { PagedTable, Table } from '../../parts/table';
import { usePage } from '../../parts/use-search';
import { type Rows, type SqlViewDetails, useRows, variablesOf } from './use-sql-views';

/** The rows of a view, a page at a time; of a query with variables once these have values. */
export function RowsCard({ view }: { readonly view: SqlViewDetails }) {
  const names = view.type === 'QUERY' ? variablesOf(view.sqlQuery) : [];
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [asked, ask] = useState<Readonly<Record<string, string>> | undefined>(names.length === 0 ? {} : undefined);
  const [page, setPage] = usePage();
  const rows = useRows(view.id, asked, page);
  return (
    <Card title={i18n.t('Rows')}>
      {names.length > 0 && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setPage(1);
            ask(values);
          }}
        >
          <Filters>
            {names.map((name) => (
              <TextField
                key={name}
                label={name}
                value={values[name] ?? ''}
                onChange={(value) => setValues({ ...values, [name]: value })}
                required
              />
            ))}
            <Button type="submit">{i18n.t('Show rows')}</Button>
          </Filters>
        </form>
      )}
      {asked && (
        <DataState
          query={rows}
          isEmpty={(found) => found === null || found.listGrid.rows.length === 0}
          empty={
            rows.data === null
              ? i18n.t('It does not stand in the database yet. Make it there, then its rows can be read.')
              : i18n.t('It has no rows.')
          }
        >
          {(found) => found && <Grid rows={found} onPage={setPage} />}
        </DataState>
      )}
    </Card>
  );
}

function Grid({ rows: { listGrid, pager }, onPage }: { readonly rows: Rows; readonly onPage: (page: number) => void }) {
  const table = {
    label: i18n.t('Rows'),
    rows: listGrid.rows.map((cells, index) => ({ cells, index })),
    rowKey: ({ index }: { readonly index: number }) => String(index),
    columns: listGrid.headers.map(({ column, name }, index) => ({
      title: column || name,
      cell: ({ cells }: { readonly cells: readonly unknown[] }) => text(cells[index]),
    })),
  };
  return pager ? <PagedTable {...table} pager={pager} onPage={onPage} /> : <Table {...table} />;
}

const text = (value: unknown): string =>
  value === null || value === undefined ? '–' : typeof value === 'object' ? JSON.stringify(value) : String(value);
