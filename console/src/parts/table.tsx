import { Button } from '@dhis2/ui';
import type { ReactNode } from 'react';
import { i18n } from '../i18n';
import { formatNumber } from './format';
import styles from './table.module.css';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand at the end. */
  readonly isNumber?: boolean;
  /** The column that names the row. */
  readonly isName?: boolean;
}

interface TableProps<Row> {
  /** What the rows are, for screen readers. */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly columns: readonly Column<Row>[];
}

/** Rows and columns; on a narrow screen each row is a card with the titles of the columns beside the values. */
export function Table<Row>({ label, rows, rowKey, columns }: TableProps<Row>) {
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ title, isNumber }) => (
            <th key={title} scope="col" className={isNumber ? styles.number : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map(({ title, cell, isNumber, isName }) => {
              const props = { className: isNumber ? styles.number : undefined, 'data-title': title };
              return isName ? (
                <th key={title} scope="row" {...props}>
                  <div>{cell(row)}</div>
                </th>
              ) : (
                <td key={title} {...props}>
                  <div>{cell(row)}</div>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A page of a longer list, as the server tells it. */
export interface PagerInfo {
  readonly page: number;
  readonly pageSize: number;
  readonly total: number;
  readonly pageCount: number;
}

interface PagerProps {
  readonly pager: PagerInfo;
  readonly onPage: (page: number) => void;
}

/** Which part of a list is shown, and the way to the others. */
export function Pager({ pager: { page, pageSize, total, pageCount }, onPage }: PagerProps) {
  if (total === 0) return null;
  const first = (page - 1) * pageSize + 1;
  return (
    <nav className={styles.pager} aria-label={i18n.t('Pages of the list')}>
      <span>
        {i18n.t('{{first}} to {{last}} of {{total}}', {
          first: formatNumber(first),
          last: formatNumber(Math.min(total, first + pageSize - 1)),
          total: formatNumber(total),
        })}
      </span>
      {pageCount > 1 && (
        <>
          <Button small disabled={page <= 1} onClick={() => onPage(page - 1)}>
            {i18n.t('Previous')}
          </Button>
          <Button small disabled={page >= pageCount} onClick={() => onPage(page + 1)}>
            {i18n.t('Next')}
          </Button>
        </>
      )}
    </nav>
  );
}

/** A table of one page of a list, with the way to the others. */
export function PagedTable<Row>({ pager, onPage, ...table }: TableProps<Row> & PagerProps) {
  return (
    <>
      <Table {...table} />
      <Pager pager={pager} onPage={onPage} />
    </>
  );
}

/** Buttons of a row. */
export const RowActions = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.rowActions}>{children}</div>
);
