import { Tag } from '@dhis2/ui';
import type { RunState, StepStatus } from '../api/runs';
import { i18n } from '../i18n';

type Look = 'neutral' | 'positive' | 'negative' | 'plain';

const STATES: Readonly<Record<string, readonly [Look, () => string]>> = {
  queued: ['plain', () => i18n.t('Waiting')],
  running: ['neutral', () => i18n.t('Running')],
  done: ['positive', () => i18n.t('Done')],
  failed: ['negative', () => i18n.t('Failed')],
  cancelled: ['plain', () => i18n.t('Cancelled')],
  skipped: ['plain', () => i18n.t('Left out')],
  interrupted: ['negative', () => i18n.t('Interrupted')],
  RUNNING: ['neutral', () => i18n.t('Running')],
  SUCCESS: ['positive', () => i18n.t('Done')],
  ERROR: ['negative', () => i18n.t('Failed')],
  CANCELLED: ['plain', () => i18n.t('Cancelled')],
  SCHEDULED: ['plain', () => i18n.t('Scheduled')],
  DISABLED: ['plain', () => i18n.t('Disabled')],
  NOT_STARTED: ['plain', () => i18n.t('Never ran')],
  COMPLETED: ['positive', () => i18n.t('Done')],
  FAILED: ['negative', () => i18n.t('Failed')],
  STOPPED: ['plain', () => i18n.t('Cancelled')],
};

/** How a run, a step of one, or a job stands. */
export function StateTag({ state }: { readonly state: RunState | StepStatus | string }) {
  const [look, name] = STATES[state] ?? ['plain', () => state];
  return (
    <Tag neutral={look === 'neutral'} positive={look === 'positive'} negative={look === 'negative'}>
      {name()}
    </Tag>
  );
}
