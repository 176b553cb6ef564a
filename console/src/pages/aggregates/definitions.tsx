import { Button, Tag } from '@dhis2/ui';
import { useState } from 'react';
import { i18n } from '../../i18n';
import { Empty } from '../../parts/data-state';
import { formatBytes, formatNumber } from '../../parts/format';
import { Notice } from '../../parts/notice';
import { Card } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { type Column, RowActions, Table } from '../../parts/table';
import { TimeAgo } from '../../parts/times';
import { useAction } from '../../parts/use-action';
import styles from './aggregates.module.css';
import { dimensionNames } from './dimension-names';
import { TakeAway, type Way } from './take-away';
import { type Aggregate, CHANGED, type Overview, unblockAggregate } from './use-aggregates';
import { formatShare } from './worth-card';

interface DefinitionsProps {
  readonly overview: Overview;
  readonly mayManage: boolean;
}

/** Every aggregate: what it is, how it stands, what it holds and how much it is used. */
export function Definitions({ overview, mayManage }: DefinitionsProps) {
  const [leaving, setLeaving] = useState<{ readonly aggregate: Aggregate; readonly way: Way }>();
  const [said, say] = useState<string>();
  const release = useAction(unblockAggregate, {
    changes: CHANGED,
    onDone: ({ kind, name }: Aggregate) => say(released(kind, name)),
  });
  const { aggregates, use } = overview;
  return (
    <Card title={i18n.t('Definitions')}>
      <div className={styles.definitions}>
        {release.problem && <ProblemNotice problem={release.problem} />}
        {said !== undefined && !release.problem && <Notice kind="success">{said}</Notice>}
        {aggregates.length === 0 ? (
          <Empty>
            {i18n.t('There is no aggregate yet. Maintenance chooses some when there are analytics tables.')}
          </Empty>
        ) : (
          <Table
            label={i18n.t('Definitions')}
            rows={aggregates}
            rowKey={({ id }) => id}
            columns={[
              ...columnsOf(overview),
              ...(mayManage
                ? [
                    {
                      title: i18n.t('Actions'),
                      cell: (one: Aggregate) => (
                        <Actions
                          aggregate={one}
                          onTakeAway={(way) => setLeaving({ aggregate: one, way })}
                          onRelease={() => release.run(one)}
                        />
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
      </div>
      {leaving && <TakeAway {...leaving} days={use.days} onDone={say} onClose={() => setLeaving(undefined)} />}
    </Card>
  );
}

const released = (kind: Aggregate['kind'], name: string): string =>
  kind === 'user_defined'
    ? i18n.t('{{name}} may be built again; the next run does it.', { name })
    : i18n.t('{{name}} may be built again; maintenance chooses it if it is worth its space.', { name });

const KINDS: Readonly<Record<Aggregate['subtype'], () => string>> = {
  manual: () => i18n.t('Defined by a person'),
  demand_defined: () => i18n.t('Chosen for what was asked'),
  prediction_defined: () => i18n.t('Chosen for what is usually asked'),
};

function columnsOf({ organizations, tables, columnNames, use }: Overview): readonly Column<Aggregate>[] {
  const rowsOf = (cube: string): number => tables.find((table) => table.cube === cube)?.rows ?? 0;
  const bytesOf = (cube: string): number => tables.find((table) => table.cube === cube)?.bytes ?? 0;
  const nameOf = (id: string): string => organizations.find((one) => one.id === id)?.name ?? id;
  return [
    {
      title: i18n.t('Aggregate'),
      isName: true,
      cell: ({ name, subtype, notes, organization }) => (
        <>
          <strong>{name}</strong>
          <div className={styles.minor}>
            {[KINDS[subtype](), ...(organizations.length > 1 ? [nameOf(organization)] : [])].join(' · ')}
          </div>
          {notes !== null && notes !== '' && <div className={styles.minor}>{notes}</div>}
        </>
      ),
    },
    { title: i18n.t('State'), cell: (one) => <State aggregate={one} /> },
    {
      title: i18n.t('Dimensions'),
      cell: ({ columns, elements }) => (
        <>
          {dimensionNames(columns, columnNames).join(', ')}
          {elements > 0 && (
            <div className={styles.minor}>
              {i18n.t('of {{count}} data elements only', {
                count: elements,
                defaultValue: 'of one data element only',
                defaultValue_plural: 'of {{count}} data elements only',
              })}
            </div>
          )}
        </>
      ),
    },
    {
      title: i18n.t('Rows'),
      isNumber: true,
      cell: ({ rows, cube, status }) =>
        status === 'active' && (
          <>
            <span className={styles.whole}>{formatNumber(rows)}</span>
            {rows > 0 && rowsOf(cube) > 2 * rows && (
              <div className={styles.minor}>
                {i18n.t('{{number}} times fewer', { number: formatNumber(Math.round(rowsOf(cube) / rows)) })}
              </div>
            )}
          </>
        ),
    },
    {
      title: i18n.t('Size'),
      isNumber: true,
      cell: ({ bytes, cube, status }) =>
        status === 'active' && (
          <>
            <span className={styles.whole}>{formatBytes(bytes)}</span>
            {bytesOf(cube) > 0 && (
              <div className={styles.minor}>
                {i18n.t('{{share}} of the table', { share: formatShare(bytes / bytesOf(cube)) })}
              </div>
            )}
          </>
        ),
    },
    {
      title: i18n.t('Use in {{count}} days', {
        count: use.days,
        defaultValue: 'Use in {{count}} day',
        defaultValue_plural: 'Use in {{count}} days',
      }),
      isNumber: true,
      cell: ({ queries, lastUsed }) => (
        <>
          {formatNumber(queries)}
          {lastUsed !== null && (
            <div className={styles.minor}>
              <TimeAgo time={lastUsed} />
            </div>
          )}
        </>
      ),
    },
  ];
}

function State({ aggregate }: { readonly aggregate: Aggregate }) {
  const { blocked, status, yearsBehind, failures, message, built } = aggregate;
  if (blocked) return <Tag>{i18n.t('Blocked')}</Tag>;
  if (status === 'invalid')
    return (
      <>
        <Tag negative>{i18n.t('Failed')}</Tag>
        {message !== '' && <div>{message}</div>}
      </>
    );
  if (status !== 'active') return <Tag neutral>{i18n.t('Waits to be built')}</Tag>;
  return (
    <>
      {yearsBehind === 0 ? (
        <Tag positive>{i18n.t('Up to date')}</Tag>
      ) : (
        <Tag neutral>
          {i18n.t('{{count}} years behind', {
            count: yearsBehind,
            defaultValue: 'One year behind',
            defaultValue_plural: '{{count}} years behind',
          })}
        </Tag>
      )}
      {built !== null && (
        <div className={styles.minor}>
          {i18n.t('built')} <TimeAgo time={built} />
        </div>
      )}
      {failures > 0 && (
        <div>
          {i18n.t('{{count}} builds failed since', {
            count: failures,
            defaultValue: 'One build failed since',
            defaultValue_plural: '{{count}} builds failed since',
          })}
        </div>
      )}
    </>
  );
}

interface ActionsProps {
  readonly aggregate: Aggregate;
  readonly onTakeAway: (way: Way) => void;
  readonly onRelease: () => void;
}

const Actions = ({ aggregate: { blocked, kind }, onTakeAway, onRelease }: ActionsProps) => (
  <RowActions>
    {blocked ? (
      <Button small onClick={onRelease}>
        {i18n.t('Unblock')}
      </Button>
    ) : (
      <Button small onClick={() => onTakeAway('block')}>
        {i18n.t('Block')}
      </Button>
    )}
    {kind === 'user_defined' && (
      <Button small destructive secondary onClick={() => onTakeAway('remove')}>
        {i18n.t('Remove')}
      </Button>
    )}
  </RowActions>
);
