import { Tag } from '@dhis2/ui';
import { Link } from 'react-router';
import { i18n } from '../../i18n';
import { Table } from '../../parts/table';
import { TimeAgo } from '../../parts/times';
import { Found } from './found';
import styles from './integrity.module.css';
import { SeverityTag } from './severity-tag';
import { type Check, type Summary, useOpenChecks } from './use-integrity';

interface CheckTableProps {
  readonly label: string;
  readonly checks: readonly Check[];
  readonly summaries: Readonly<Record<string, Summary>>;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (names: readonly string[], isChosen: boolean) => void;
}

/** Checks of one section, to be chosen and looked at. */
export function CheckTable({ label, checks, summaries, chosen, onChoose }: CheckTableProps) {
  const { data: open = [] } = useOpenChecks();
  return (
    <Table
      label={label}
      rows={checks}
      rowKey={({ name }) => name}
      columns={[
        {
          title: i18n.t('Check'),
          isName: true,
          cell: ({ name, displayName, isSlow }) => (
            <span className={styles.check}>
              <input
                type="checkbox"
                aria-label={i18n.t('Choose {{check}}', { check: displayName })}
                checked={chosen.has(name)}
                onChange={(event) => onChoose([name], event.target.checked)}
              />
              <span>
                <Link to={`/data-integrity/${name}`}>{displayName}</Link> {isSlow && <Tag>{i18n.t('slow')}</Tag>}
              </span>
            </span>
          ),
        },
        { title: i18n.t('Severity'), cell: SeverityTag },
        {
          title: i18n.t('Issues'),
          cell: ({ name }) => {
            const summary = summaries[name];
            if (open.includes(name)) return <Tag neutral>{i18n.t('Running')}</Tag>;
            return summary ? <Found summary={summary} /> : '–';
          },
        },
        {
          title: i18n.t('Checked'),
          cell: ({ name }) => <TimeAgo time={summaries[name]?.finishedTime} />,
        },
      ]}
    />
  );
}
