import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { problemOf } from '../api/problem';
import { i18n } from '../i18n';
import styles from './data-state.module.css';
import { Loading } from './loading';
import { ProblemNotice } from './problem-notice';

interface DataStateProps<Data> {
  readonly query: UseQueryResult<Data>;
  /** Whether there is nothing to show; an empty list unless said otherwise. */
  readonly isEmpty?: (data: Data) => boolean;
  /** What to say when there is nothing, and what to do about it. */
  readonly empty?: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/** The states that every list and object has: on its way, nothing there, failed, and full. What is there stays when reading it again fails. */
export function DataState<Data>({ query, isEmpty = isEmptyList, empty, children }: DataStateProps<Data>) {
  const { data, error, refetch } = query;
  if (data === undefined && !error) return <Loading />;
  const notice = error && <ProblemNotice problem={problemOf(error)} onRetry={() => void refetch()} />;
  if (data === undefined) return notice;
  return (
    <>
      {notice}
      {isEmpty(data) ? <Empty>{empty}</Empty> : children(data)}
    </>
  );
}

const isEmptyList = (data: unknown): boolean => Array.isArray(data) && data.length === 0;

/** Nothing is there, which is no fault. */
export const Empty = ({ children = i18n.t('There is nothing here yet.') }: { readonly children?: ReactNode }) => (
  <div className={styles.empty}>{children}</div>
);
