import { Button } from '@dhis2/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { problemOf } from '../../api/client';
import { useRun } from '../../api/follow-run';
import { i18n } from '../../i18n';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { Empty } from '../../parts/data-state';
import { formatNumber } from '../../parts/format';
import { Loading } from '../../parts/loading';
import { Notice } from '../../parts/notice';
import type { PickedUnit } from '../../parts/organisation-unit-picker';
import { Card, Facts } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { RunProgress } from '../../parts/run-progress';
import { RowActions, Table } from '../../parts/table';
import { useAction } from '../../parts/use-action';
import styles from './min-max.module.css';
import {
  type Asked,
  CHANGED,
  type Done,
  generate,
  MIN_MAX,
  outermost,
  removeGenerated,
  useCounts,
} from './use-min-max';

interface WorkProps {
  readonly units: readonly PickedUnit[];
  /** uids */
  readonly dataSets: readonly string[];
  /** Names of these data sets. */
  readonly names: readonly string[];
}

/** What there is for the choice, and what may be done with it. */
export function Work({ units, dataSets, names }: WorkProps) {
  const asked: Asked = { units: outermost(units), dataSets };
  const counts = useCounts(asked);
  const [question, ask] = useState<'generate' | 'remove'>();
  const choice = [...dataSets, ...units.map(({ id }) => id)].join(' ');
  const [said, setSaid] = useState<{ readonly of: string; readonly text: string }>();
  const say = (text: string): void => setSaid({ of: choice, text });
  const [jobs, setJobs] = useState<readonly string[]>([]);
  const generation = useAction(async () => {
    const done = await generate(asked);
    setJobs(done.jobs);
    if (done.jobs.length < asked.units.length) say(generatedText(done));
    else setSaid(undefined);
  }, CHANGED);
  const removal = useAction(async () => {
    const { removed, kept } = await removeGenerated(asked);
    setJobs([]);
    say(
      i18n.t('Generated values removed: {{removed}}. Values set by hand that were kept: {{kept}}.', {
        removed: formatNumber(removed),
        kept: formatNumber(kept),
      }),
    );
  }, CHANGED);

  const isChosen = asked.units.length > 0 && dataSets.length > 0;
  const failed = isChosen ? counts.find(({ error }) => error) : undefined;
  const rows = counts.flatMap(({ data }, index) => {
    const unit = asked.units[index];
    return data && unit ? [{ ...data, unit }] : [];
  });
  const isComplete = isChosen && rows.length === asked.units.length;
  const generated = rows.reduce((sum, row) => sum + row.generated, 0);
  const manual = rows.reduce((sum, row) => sum + row.manual, 0);
  const about = [
    [i18n.t('Data sets'), names.join(', ')],
    [
      i18n.t('Organisation units'),
      i18n.t('{{units}} and all below', { units: asked.units.map(({ displayName }) => displayName).join(', ') }),
    ],
  ] as const;
  return (
    <Card title={i18n.t('What there is')}>
      <div className={styles.work}>
        {said?.of === choice && <Notice kind="success">{said.text}</Notice>}
        {jobs.map((job) => (
          <Followed key={job} job={job} />
        ))}
        {!isChosen && <Empty>{i18n.t('Choose data sets and organisation units to see what there is.')}</Empty>}
        {failed?.error && <ProblemNotice problem={problemOf(failed.error)} onRetry={() => void failed.refetch()} />}
        {isChosen && !failed && !isComplete && <Loading />}
        {isComplete && (
          <>
            <Table
              label={i18n.t('What there is')}
              rows={rows}
              rowKey={({ unit }) => unit.id}
              columns={[
                {
                  title: i18n.t('Organisation unit'),
                  isName: true,
                  cell: ({ unit, organisationUnits }) => unitText(unit.displayName, organisationUnits - 1),
                },
                {
                  title: i18n.t('Data elements'),
                  isNumber: true,
                  cell: ({ dataElements }) => formatNumber(dataElements),
                },
                { title: i18n.t('Generated'), isNumber: true, cell: (row) => formatNumber(row.generated) },
                { title: i18n.t('Set by hand'), isNumber: true, cell: (row) => formatNumber(row.manual) },
              ]}
            />
            <RowActions>
              <Button primary onClick={() => ask('generate')}>
                {i18n.t('Generate…')}
              </Button>
              <Button destructive secondary disabled={generated === 0} onClick={() => ask('remove')}>
                {i18n.t('Remove generated…')}
              </Button>
            </RowActions>
          </>
        )}
      </div>
      {question === 'generate' && (
        <ConfirmDialog
          title={i18n.t('Generate min-max values?')}
          action={i18n.t('Generate')}
          isDestructive={generated > 0}
          onConfirm={() => generation.runAndWait()}
          onClose={() => ask(undefined)}
        >
          <Facts
            facts={[
              ...about,
              [i18n.t('Replaced'), valuesText(generated)],
              [i18n.t('Kept, because set by hand'), valuesText(manual)],
            ]}
          />
        </ConfirmDialog>
      )}
      {question === 'remove' && (
        <ConfirmDialog
          title={i18n.t('Remove generated min-max values?')}
          action={i18n.t('Remove {{count}} values', {
            count: generated,
            defaultValue: 'Remove {{count}} value',
            defaultValue_plural: 'Remove {{count}} values',
          })}
          onConfirm={() => removal.runAndWait()}
          onClose={() => ask(undefined)}
        >
          <Facts
            facts={[
              ...about,
              [i18n.t('Removed'), valuesText(generated)],
              [i18n.t('Kept, because set by hand'), valuesText(manual)],
            ]}
          />
          <p>{i18n.t('They can be generated again from the data.')}</p>
        </ConfirmDialog>
      )}
    </Card>
  );
}

const valuesText = (count: number): string =>
  i18n.t('{{count}} values', { count, defaultValue: '{{count}} value', defaultValue_plural: '{{count}} values' });

/** A generation that goes on as a job. */
function Followed({ job }: { readonly job: string }) {
  const client = useQueryClient();
  const run = useRun(job);
  const { isOver } = run;
  useEffect(() => {
    if (isOver) void client.invalidateQueries({ queryKey: MIN_MAX });
  }, [isOver, client]);
  return (
    <>
      {!isOver && (
        <Notice>{i18n.t('This is much, so the server goes on with it as a task; you may leave the page.')}</Notice>
      )}
      <RunProgress run={run} />
    </>
  );
}

const unitText = (name: string, below: number): string =>
  below === 0
    ? name
    : i18n.t('{{name}} and {{count}} units below', {
        name,
        count: below,
        defaultValue: '{{name}} and {{count}} unit below',
        defaultValue_plural: '{{name}} and {{count}} units below',
      });

function generatedText({ generated, kept, removed, ignoredDataValues }: Done): string {
  const text = i18n.t(
    'Values generated: {{generated}}; old ones replaced: {{removed}}; set by hand and kept: {{kept}}.',
    {
      generated: formatNumber(generated),
      removed: formatNumber(removed),
      kept: formatNumber(kept),
    },
  );
  return ignoredDataValues === 0
    ? text
    : `${text} ${i18n.t('Data values that are no numbers were passed over: {{ignored}}.', {
        ignored: formatNumber(ignoredDataValues),
      })}`;
}
