import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { i18n } from '../../i18n';
import { CurrentRun } from '../../parts/current-run';
import { DataState, Empty } from '../../parts/data-state';
import { CheckField, Filters, SelectField, TextField } from '../../parts/fields';
import { formatNumber } from '../../parts/format';
import { Card, PageFrame } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { RunHistory } from '../../parts/run-history';
import { useAction } from '../../parts/use-action';
import { useSearchValue } from '../../parts/use-search';
import { CheckTable } from './check-table';
import styles from './integrity.module.css';
import { severityName } from './severity-tag';
import { CHANGED, type Check, SEVERITIES, startChecks, TYPES, useChecks, useSummaries } from './use-integrity';

/** All checks with what they found last. */
export function Component() {
  const checks = useChecks();
  const [started, setStarted] = useState<string>();
  return (
    <PageFrame
      title={i18n.t('Data integrity')}
      lead={i18n.t('Checks of metadata and data that find what is wrong or will go wrong. They change nothing.')}
    >
      <CurrentRun type={TYPES} started={started} />
      <DataState query={checks} empty={i18n.t('This server has no checks.')}>
        {(list) => <Choice checks={list} onStart={setStarted} />}
      </DataState>
      <RunHistory type={TYPES} />
    </PageFrame>
  );
}

function Choice({ checks, onStart }: { readonly checks: readonly Check[]; readonly onStart: (run: string) => void }) {
  const summaries = useSummaries();
  const [text, setText] = useSearchValue('name');
  const [section, setSection] = useSearchValue('section');
  const [severity, setSeverity] = useSearchValue('severity');
  const [only, setOnly] = useSearchValue('only');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [withDetails, setWithDetails] = useState(false);
  const start = useAction(
    async (names: readonly string[]) => onStart(await startChecks({ checks: names, withDetails })),
    {
      changes: CHANGED,
    },
  );

  const shown = checks.filter(
    (check) =>
      `${check.displayName} ${check.name}`.toLowerCase().includes(text.trim().toLowerCase()) &&
      (section === '' || sectionOf(check) === section) &&
      (severity === '' || check.severity === severity) &&
      (only !== 'issues' || (summaries.data?.[check.name]?.count ?? 0) !== 0) &&
      (only !== 'slow' || check.isSlow),
  );
  const sections = [...new Set(checks.map(sectionOf))].toSorted();
  const choose = (names: readonly string[], isChosen: boolean): void => {
    const next = new Set(chosen);
    for (const name of names)
      if (isChosen) next.add(name);
      else next.delete(name);
    setChosen(next);
  };

  return (
    <>
      <Card title={i18n.t('Run checks')}>
        <div className={styles.run}>
          {start.problem && <ProblemNotice problem={start.problem} />}
          <CheckField
            label={i18n.t('List what is found, not only count it')}
            checked={withDetails}
            onChange={setWithDetails}
          />
          <div className={styles.bar}>
            <Button
              primary
              disabled={chosen.size === 0}
              loading={start.isRunning}
              onClick={() => start.run([...chosen])}
            >
              {i18n.t('Run the chosen ({{total}})', { total: formatNumber(chosen.size) })}
            </Button>
            <Button disabled={start.isRunning} onClick={() => start.run([])}>
              {i18n.t('Run all that are not slow')}
            </Button>
            <Button
              disabled={shown.length === 0}
              onClick={() =>
                choose(
                  shown.map(({ name }) => name),
                  true,
                )
              }
            >
              {i18n.t('Choose all that are shown')}
            </Button>
            <Button disabled={chosen.size === 0} onClick={() => setChosen(new Set())}>
              {i18n.t('Choose none')}
            </Button>
          </div>
        </div>
      </Card>
      <Filters>
        <TextField label={i18n.t('Name contains')} type="search" value={text} onChange={setText} />
        <SelectField
          label={i18n.t('Section')}
          value={section}
          onChange={setSection}
          none={i18n.t('All')}
          choices={sections.map((value) => ({ value, label: value }))}
        />
        <SelectField
          label={i18n.t('Severity')}
          value={severity}
          onChange={setSeverity}
          none={i18n.t('All')}
          choices={SEVERITIES.map((value) => ({ value, label: severityName(value) }))}
        />
        <SelectField
          label={i18n.t('Show')}
          value={only}
          onChange={setOnly}
          none={i18n.t('All')}
          choices={[
            { value: 'issues', label: i18n.t('With issues') },
            { value: 'slow', label: i18n.t('Slow ones') },
          ]}
        />
      </Filters>
      <DataState query={summaries} isEmpty={() => false}>
        {(found) =>
          shown.length === 0 ? (
            <Empty>{i18n.t('No check is like this.')}</Empty>
          ) : (
            sections
              .map((title) => ({ title, members: shown.filter((check) => sectionOf(check) === title) }))
              .filter(({ members }) => members.length > 0)
              .map(({ title, members }) => (
                <Card key={title} title={title}>
                  <div className={styles.checks}>
                    <CheckTable label={title} checks={members} summaries={found} chosen={chosen} onChoose={choose} />
                  </div>
                </Card>
              ))
          )
        }
      </DataState>
    </>
  );
}

/** As the peer has them, the names of sections differ in capitals alone. */
const sectionOf = ({ section }: Check): string => `${section.charAt(0).toUpperCase()}${section.slice(1).toLowerCase()}`;
