import { i18n } from '../../i18n';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { formatBytes, formatNumber } from '../../parts/format';
import { useAction } from '../../parts/use-action';
import { type Aggregate, blockAggregate, CHANGED, removeAggregate } from './use-aggregates';

/** Blocked, the definition stays; removed, it goes, too. */
export type Way = 'block' | 'remove';

interface TakeAwayProps {
  readonly aggregate: Aggregate;
  readonly way: Way;
  /** In which its use was counted. */
  readonly days: number;
  /** Told what was done, in words. */
  readonly onDone: (said: string) => void;
  readonly onClose: () => void;
}

/** Asks before an aggregate goes. */
export function TakeAway({ aggregate, way, days, onDone, onClose }: TakeAwayProps) {
  const { name, rows, bytes, queries, status } = aggregate;
  const isBlock = way === 'block';
  const work = useAction(isBlock ? blockAggregate : removeAggregate, {
    changes: CHANGED,
    onDone: () =>
      onDone(isBlock ? i18n.t('{{name}} is blocked.', { name }) : i18n.t('{{name}} was removed.', { name })),
  });
  return (
    <ConfirmDialog
      title={isBlock ? i18n.t('Block {{name}}?', { name }) : i18n.t('Remove {{name}}?', { name })}
      action={isBlock ? i18n.t('Block aggregate') : i18n.t('Remove aggregate')}
      onConfirm={() => work.runAndWait(aggregate)}
      onClose={onClose}
    >
      <p>
        {status === 'active'
          ? i18n.t('Its {{rows}} rows ({{size}}) go. Queries read the analytics tables then, which takes longer.', {
              rows: formatNumber(rows),
              size: formatBytes(bytes),
            })
          : i18n.t('Nothing of it is built, so no rows go.')}{' '}
        {queries > 0 &&
          i18n.t('It answered {{count}} questions in the last {{days}} days.', {
            count: queries,
            days,
            defaultValue: 'It answered one question in the last {{days}} days.',
            defaultValue_plural: 'It answered {{count}} questions in the last {{days}} days.',
          })}
      </p>
      <p>
        {isBlock
          ? i18n.t('It is not built again until somebody unblocks it.')
          : i18n.t('Its definition goes, too. Should it be wanted again, it has to be defined anew.')}
      </p>
    </ConfirmDialog>
  );
}
