import { useRouteError } from 'react-router';
import { problemOf } from '../api/problem';
import { i18n } from '../i18n';
import { PageFrame } from '../parts/page-frame';
import { ProblemNotice } from '../parts/problem-notice';

/** A view that could not be loaded, e.g. after the server was upgraded, or that broke. */
export function ViewFailed() {
  const problem = problemOf(useRouteError());
  return (
    <PageFrame title={i18n.t('This page cannot be shown')}>
      <ProblemNotice problem={problem} onRetry={() => location.reload()} />
    </PageFrame>
  );
}
