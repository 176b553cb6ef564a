import type { DataSummary } from '../../api/data-summary';
import { i18n } from '../../i18n';
import { type Change, ChangedLately } from '../../parts/changed-lately';
import { formatNumber } from '../../parts/format';
import { Card, Cards } from '../../parts/page-frame';
import styles from './data-statistics.module.css';
import { OBJECT_GROUPS, otherKinds } from './names';

/** For users the spans begin with a day. */
const LOGIN_SPANS: readonly (readonly [key: string, title: () => string])[] = [
  ['0', () => i18n.t('Last hour')],
  ['1', () => i18n.t('Today')],
  ['2', () => i18n.t('Since yesterday')],
  ['7', () => i18n.t('Last 7 days')],
  ['30', () => i18n.t('Last 30 days')],
];

/** The figures of DHIS2's data statistics: objects, and what was done lately. */
export function SummaryCards({ summary }: { readonly summary: DataSummary }) {
  const { objectCounts, objectCountsEstimated = [], activeUsers, userInvitations } = summary;
  const others = otherKinds(objectCounts);
  const countOf = (kind: string): string | undefined => {
    const count = objectCounts[kind];
    if (count === undefined) return undefined;
    const number = formatNumber(count);
    return objectCountsEstimated.includes(kind) ? i18n.t('about {{number}}', { number }) : number;
  };
  return (
    <>
      <Card title={i18n.t('Changed lately')}>
        <ChangedLately changes={changesOf(summary)} />
      </Card>
      <Cards>
        {activeUsers && (
          <Card title={i18n.t('Users logged in')}>
            <Numbers
              numbers={LOGIN_SPANS.map(([key, title]) => {
                const count = activeUsers[key];
                return [title(), count === undefined ? undefined : formatNumber(count)];
              })}
            />
          </Card>
        )}
        <Card title={i18n.t('Users')}>
          <Numbers
            numbers={[
              [i18n.t('Users'), countOf('user')],
              [i18n.t('User groups'), countOf('userGroup')],
              ...(userInvitations
                ? [
                    [i18n.t('Invitations not accepted yet'), formatNumber(userInvitations.all)] as const,
                    [i18n.t('Of these, expired'), formatNumber(userInvitations.expired)] as const,
                  ]
                : []),
            ]}
          />
        </Card>
        {OBJECT_GROUPS.map(({ title, names }) => (
          <Card key={title()} title={title()}>
            <Numbers numbers={Object.entries(names).map(([kind, name]) => [name(), countOf(kind)])} />
          </Card>
        ))}
        {others.length > 0 && (
          <Card title={i18n.t('Other objects')}>
            <Numbers numbers={others.map(([kind, name]) => [name, countOf(kind)])} />
          </Card>
        )}
      </Cards>
    </>
  );
}

interface NumbersProps {
  /** Those without a value are left out: the server does not count them. */
  readonly numbers: readonly (readonly [name: string, number: string | undefined])[];
}

const Numbers = ({ numbers }: NumbersProps) => (
  <dl className={styles.numbers}>
    {numbers
      .filter(([, number]) => number !== undefined)
      .map(([name, number]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{number}</dd>
        </div>
      ))}
  </dl>
);

const changesOf = (summary: DataSummary): readonly Change[] =>
  [
    { title: i18n.t('Data values'), counts: summary.dataValueCount },
    { title: i18n.t('Enrollments'), counts: summary.enrollmentCount },
    { title: i18n.t('Events'), counts: summary.eventCount },
    { title: i18n.t('Events of enrollments'), counts: summary.trackerEventCount },
    { title: i18n.t('Single events'), counts: summary.singleEventCount },
  ].flatMap(({ title, counts }) => (counts ? [{ title, counts }] : []));
