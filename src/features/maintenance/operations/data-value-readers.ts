/** Jobs that read soft-deleted values to tell other servers of them: they must not disappear while one runs. */
export const DATA_VALUE_READERS = ['DATA_SYNC', 'META_DATA_SYNC', 'AGGREGATE_DATA_EXCHANGE'] as const;
