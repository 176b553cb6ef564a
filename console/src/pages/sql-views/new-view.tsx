import { useNavigate } from 'react-router';
import { i18n } from '../../i18n';
import { PageFrame } from '../../parts/page-frame';
import { useAction } from '../../parts/use-action';
import { createView, type Draft, SQL_VIEWS } from './use-sql-views';
import { ViewForm } from './view-form';

/** An SQL view that does not exist yet. */
export function Component() {
  const navigate = useNavigate();
  const save = useAction(async (draft: Draft) => navigate(`/sql-views/${await createView(draft)}`, { replace: true }), {
    changes: [SQL_VIEWS],
  });
  return (
    <PageFrame title={i18n.t('New SQL view')} up={{ to: '/sql-views', title: i18n.t('SQL views') }}>
      <ViewForm isSaving={save.isRunning} problem={save.problem} onSave={save.run} />
    </PageFrame>
  );
}
