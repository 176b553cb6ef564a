import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { i18n } from '../../i18n';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { SelectField } from '../../parts/fields';
import { formatBytes, formatDuration } from '../../parts/format';
import { Card } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { useAction } from '../../parts/use-action';
import styles from './aggregates.module.css';
import { CHANGED, type Overview, runBatch, runMaintenance } from './use-aggregates';

interface StartCardProps {
  readonly overview: Overview;
  readonly onStart: (run: string) => void;
}

/** Starts the runs that keep the aggregates of an organization. */
export function StartCard({ overview: { organizations, aggregates }, onStart }: StartCardProps) {
  const [chosen, choose] = useState<string>();
  const [isAsking, setAsking] = useState(false);
  const organization = chosen ?? organizations[0]?.id ?? 'default';
  const own = aggregates.filter((one) => one.organization === organization && !one.blocked);
  const maintain = useAction(async () => onStart(await runMaintenance(organization)), { changes: CHANGED });
  const refresh = useAction(async () => onStart(await runBatch(organization, false)), { changes: CHANGED });
  const rebuild = useAction(async () => onStart(await runBatch(organization, true)), { changes: CHANGED });
  const problem = maintain.problem ?? refresh.problem;
  return (
    <Card title={i18n.t('Start a run')}>
      <div className={styles.start}>
        {problem && <ProblemNotice problem={problem} />}
        {organizations.length > 1 && (
          <SelectField
            label={i18n.t('Organization')}
            value={organization}
            onChange={choose}
            choices={organizations.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <dl className={styles.runs}>
          <div>
            <dt>
              <Button primary loading={maintain.isRunning} onClick={() => maintain.run()}>
                {i18n.t('Run maintenance')}
              </Button>
            </dt>
            <dd>
              {i18n.t(
                'Checks all aggregates, chooses new ones by what was asked, builds what is missing or behind, and retires what is of no use. It runs by itself every night.',
              )}
            </dd>
          </div>
          <div>
            <dt>
              <Button loading={refresh.isRunning} onClick={() => refresh.run()}>
                {i18n.t('Build what is behind')}
              </Button>
            </dt>
            <dd>{i18n.t('Builds those that wait, and of the others the years that changed.')}</dd>
          </div>
          <div>
            <dt>
              <Button disabled={own.length === 0} onClick={() => setAsking(true)}>
                {i18n.t('Build all anew…')}
              </Button>
            </dt>
            <dd>
              {i18n.t('For the case that you do not trust what is there. The old ones answer until the new stand.')}
            </dd>
          </div>
        </dl>
      </div>
      {isAsking && (
        <ConfirmDialog
          title={i18n.t('Build {{count}} aggregates anew?', {
            count: own.length,
            defaultValue: 'Build one aggregate anew?',
            defaultValue_plural: 'Build {{count}} aggregates anew?',
          })}
          action={i18n.t('Build all anew')}
          isDestructive={false}
          onConfirm={() => rebuild.runAndWait()}
          onClose={() => setAsking(false)}
        >
          <p>
            {i18n.t(
              'The last builds took {{time}} in all. Old and new tables stand beside each other for a while and take up to {{size}} more.',
              {
                time: formatDuration(own.reduce((sum, { buildMs }) => sum + buildMs, 0)),
                size: formatBytes(own.reduce((sum, { bytes }) => sum + bytes, 0)),
              },
            )}
          </p>
        </ConfirmDialog>
      )}
    </Card>
  );
}
