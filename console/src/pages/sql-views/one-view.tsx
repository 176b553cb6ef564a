import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { i18n } from '../../i18n';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { DataState } from '../../parts/data-state';
import { Notice } from '../../parts/notice';
import { Card, Facts, PageFrame } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { TimeAgo } from '../../parts/times';
import { useAction } from '../../parts/use-action';
import { RowsCard } from './rows-card';
import styles from './sql-views.module.css';
import { deleteView, makeRelation, refreshView, SQL_VIEWS, typeName, useSqlView } from './use-sql-views';

const CHANGED = { changes: [SQL_VIEWS] };

/** One SQL view: its statement, its rows, what may be done with it. */
export function Component() {
  const { uid = '' } = useParams();
  const navigate = useNavigate();
  const view = useSqlView(uid);
  const [said, say] = useState<string>();
  const [isDeleting, setDeleting] = useState(false);
  const make = useAction(() => makeRelation(uid), {
    ...CHANGED,
    onDone: () => say(i18n.t('The view stands in the database.')),
  });
  const refresh = useAction(() => refreshView(uid), {
    ...CHANGED,
    onDone: () => say(i18n.t('The rows were read anew.')),
  });
  const removal = useAction(() => deleteView(uid), {
    changes: [[...SQL_VIEWS, 'list']],
    onDone: () => void navigate('/sql-views'),
  });
  const problem = make.problem ?? refresh.problem;
  const { data } = view;
  return (
    <PageFrame
      title={data?.name ?? i18n.t('SQL view')}
      up={{ to: '/sql-views', title: i18n.t('SQL views') }}
      actions={
        data && (
          <>
            {data.type !== 'QUERY' && (
              <Button loading={make.isRunning} onClick={() => make.run()}>
                {i18n.t('Make in the database')}
              </Button>
            )}
            {data.type === 'MATERIALIZED_VIEW' && (
              <Button primary loading={refresh.isRunning} onClick={() => refresh.run()}>
                {i18n.t('Refresh')}
              </Button>
            )}
            {data.access.update && (
              <Button onClick={() => void navigate(`/sql-views/${uid}/edit`)}>{i18n.t('Edit')}</Button>
            )}
            {data.access.delete && (
              <Button destructive secondary onClick={() => setDeleting(true)}>
                {i18n.t('Delete')}
              </Button>
            )}
          </>
        )
      }
    >
      {problem && <ProblemNotice problem={problem} />}
      {said !== undefined && !problem && <Notice kind="success">{said}</Notice>}
      <DataState query={view} isEmpty={() => false}>
        {(found) => (
          <>
            <Card>
              <div className={styles.about}>
                <Facts
                  facts={[
                    [i18n.t('Type'), typeName(found.type)],
                    [i18n.t('Description'), found.description],
                    [i18n.t('Changed'), <TimeAgo key="changed" time={found.lastUpdated} />],
                  ]}
                />
                <details>
                  <summary>{i18n.t('Statement')}</summary>
                  <pre className={styles.statement}>{found.sqlQuery}</pre>
                </details>
              </div>
            </Card>
            <RowsCard key={`${found.id} ${found.lastUpdated}`} view={found} />
          </>
        )}
      </DataState>
      {isDeleting && data && (
        <ConfirmDialog
          title={i18n.t('Delete SQL view {{name}}?', { name: data.name })}
          action={i18n.t('Delete SQL view')}
          onConfirm={() => removal.runAndWait()}
          onClose={() => setDeleting(false)}
        >
          <p>
            {data.type === 'QUERY'
              ? i18n.t('Its statement goes. No data go with it.')
              : i18n.t('Its statement and its view in the database go. The data that it reads stay.')}
          </p>
        </ConfirmDialog>
      )}
    </PageFrame>
  );
}
