import { Button } from '@dhis2/ui';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { i18n } from '../../i18n';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { DataState } from '../../parts/data-state';
import { Loading } from '../../parts/loading';
import { Notice } from '../../parts/notice';
import { Card } from '../../parts/page-frame';
import { useAction } from '../../parts/use-action';
import { Counts, Effects } from './effects';
import styles from './effects.module.css';
import { isRemoving, labelOf } from './operation-texts';
import { type Asked, CHANGED, type MaintenanceReport, startMaintenance, usePreview } from './use-maintenance';

interface PreviewProps {
  readonly asked: Asked;
  /** The object of an operation on one, which its name has to be typed for. */
  readonly object?: { readonly name: string; readonly isDestructive: boolean };
  readonly onClose: () => void;
}

/** What the operations would do, and the way to do it. */
export function Preview({ asked, object, onClose }: PreviewProps) {
  const navigate = useNavigate();
  const preview = usePreview(asked);
  const [isAsked, setAsked] = useState(false);
  const start = useAction(async () => navigate(`/maintenance/runs/${await startMaintenance(asked)}`), {
    changes: CHANGED,
  });
  const element = useRef<HTMLDivElement>(null);
  // Below a long list of operations it would appear unseen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when it appears, and when it has grown
  useEffect(() => element.current?.scrollIntoView({ block: 'nearest' }), [preview.isPending]);
  return (
    <div ref={element}>
      <Card
        title={i18n.t('What would happen')}
        actions={
          <Button small onClick={onClose}>
            {i18n.t('Close preview')}
          </Button>
        }
      >
        {preview.isPending ? (
          <Loading label={i18n.t('Counting. On a large database this may take minutes.')} />
        ) : (
          <DataState query={preview} isEmpty={() => false}>
            {(report) => (
              <div className={styles.preview}>
                <Effects report={report} label={i18n.t('What would happen')} />
                <p className={styles.act}>
                  <Button destructive={removes(report)} primary={!removes(report)} onClick={() => setAsked(true)}>
                    {i18n.t('Run…')}
                  </Button>
                  <Button disabled={preview.isFetching} onClick={() => void preview.refetch()}>
                    {i18n.t('Count again')}
                  </Button>
                </p>
                {isAsked && (
                  <ConfirmDialog
                    title={question(report, object?.name)}
                    action={i18n.t('Run {{count}} operations', {
                      count: report.operations.length,
                      defaultValue: 'Run {{count}} operation',
                      defaultValue_plural: 'Run {{count}} operations',
                    })}
                    isDestructive={removes(report)}
                    {...(object?.isDestructive && { typed: object.name })}
                    onConfirm={() => start.runAndWait()}
                    onClose={() => setAsked(false)}
                  >
                    <Summary report={report} />
                  </ConfirmDialog>
                )}
              </div>
            )}
          </DataState>
        )}
      </Card>
    </div>
  );
}

const removes = ({ operations }: MaintenanceReport): boolean =>
  operations.some(({ operation, counts }) => isRemoving(operation) && Object.keys(counts).length > 0);

function question({ operations }: MaintenanceReport, object: string | undefined): string {
  const [first] = operations;
  if (first === undefined || operations.length > 1) return i18n.t('Run these operations?');
  const label = labelOf(first.operation);
  return object === undefined
    ? i18n.t('{{label}}?', { label })
    : i18n.t('{{label}}: {{name}}?', { label, name: object });
}

function Summary({ report }: { readonly report: MaintenanceReport }): ReactNode {
  const failed = report.operations.filter(({ status }) => status === 'ERROR');
  return (
    <>
      <ul className={styles.list}>
        {report.operations
          .filter(({ status }) => status !== 'ERROR')
          .map((one) => (
            <li key={one.operation}>
              {labelOf(one.operation)}
              <Counts report={one} />
            </li>
          ))}
      </ul>
      {removes(report) && <p>{i18n.t('What goes cannot be brought back, but from a backup of the database.')}</p>}
      {failed.length > 0 && (
        <Notice kind="warning">
          {i18n.t('Could not be counted, and will probably fail: {{operations}}', {
            operations: failed.map(({ operation }) => labelOf(operation)).join(', '),
          })}
        </Notice>
      )}
    </>
  );
}
