import { useNavigate, useParams } from 'react-router';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { PageFrame } from '../../parts/page-frame';
import { useAction } from '../../parts/use-action';
import { type Draft, SQL_VIEWS, updateView, useSqlView } from './use-sql-views';
import { ViewForm } from './view-form';

/** An SQL view that is changed. */
export function Component() {
  const { uid = '' } = useParams();
  const navigate = useNavigate();
  const view = useSqlView(uid);
  const save = useAction(
    async (draft: Draft) => {
      await updateView(uid, draft);
      await navigate(`/sql-views/${uid}`, { replace: true });
    },
    { changes: [SQL_VIEWS] },
  );
  return (
    <PageFrame
      title={i18n.t('Edit SQL view')}
      up={{ to: `/sql-views/${uid}`, title: view.data?.name ?? i18n.t('SQL view') }}
    >
      <DataState query={view} isEmpty={() => false}>
        {(found) => (
          <ViewForm key={found.id} view={found} isSaving={save.isRunning} problem={save.problem} onSave={save.run} />
        )}
      </DataState>
    </PageFrame>
  );
}
