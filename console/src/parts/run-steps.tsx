import { useRun } from '../api/follow-run';
import type { RunDetails } from '../api/runs';
import { isActive } from '../api/use-runs';
import { i18n } from '../i18n';
import { Notice } from './notice';
import { RunProgress, Stages } from './run-progress';

/** The steps of one run: live while it goes on, as they were after. Give it the answer of `useRunDetails`. */
export const RunSteps = ({ run }: { readonly run: RunDetails }) =>
  isActive(run) ? <Live run={run} /> : <Past run={run} />;

function Live({ run: { job, state } }: { readonly run: RunDetails }) {
  const followed = useRun(job);
  return (
    <>
      {state === 'queued' && <Notice>{i18n.t('It waits for its turn.')}</Notice>}
      <RunProgress run={followed} />
    </>
  );
}

const Past = ({ run: { message, state, progress } }: { readonly run: RunDetails }) => (
  <>
    {message !== undefined && state !== 'done' && (
      <Notice kind={state === 'failed' ? 'error' : 'info'}>{message}</Notice>
    )}
    <Stages progress={progress} />
  </>
);
