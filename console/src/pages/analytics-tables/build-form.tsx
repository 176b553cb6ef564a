import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { CheckField, CheckList, Fields, SelectField, TextField } from '../../parts/fields';
import { Card } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { useAction } from '../../parts/use-action';
import { SKIP_NAMES } from './type-names';
import { buildTables, CHANGED, type Options, SKIPS, usePrograms } from './use-analytics-tables';

type Span = 'all' | 'last' | 'latest';
const MOST_YEARS = 1_000;

/** Starts a run with all that it can be told. */
export function BuildForm({ onStart }: { readonly onStart: (run: string) => void }) {
  const [span, setSpan] = useState<Span>('all');
  const [years, setYears] = useState('3');
  const [options, setOptions] = useState<Omit<Options, 'lastYears'>>({
    skips: [],
    skipPrograms: [],
    skipResourceTables: false,
    skipOutliers: false,
  });
  const build = useAction(async (wanted: Options) => onStart(await buildTables(wanted)), { changes: CHANGED });

  const count = Number(years);
  const problem =
    span === 'last' && !(Number.isInteger(count) && count >= 1 && count <= MOST_YEARS)
      ? i18n.t('A whole number from 1 to {{most}}', { most: MOST_YEARS })
      : undefined;
  const lastYears = span === 'all' ? undefined : span === 'latest' ? 0 : count;

  return (
    <Card title={i18n.t('Build')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === undefined) build.run({ ...options, lastYears });
        }}
      >
        <Fields>
          {build.problem && <ProblemNotice problem={build.problem} />}
          <SelectField
            label={i18n.t('What')}
            value={span}
            onChange={(value) => setSpan(value as Span)}
            choices={[
              { value: 'all', label: i18n.t('All years') },
              { value: 'last', label: i18n.t('The last years') },
              { value: 'latest', label: i18n.t('What has changed since the last run') },
            ]}
            help={HELP[span]()}
          />
          {span === 'last' && (
            <TextField
              label={i18n.t('Number of years')}
              type="number"
              min={1}
              max={MOST_YEARS}
              value={years}
              onChange={setYears}
              problem={problem}
              required
            />
          )}
          <details>
            <summary>{i18n.t('Options')}</summary>
            <Fields>
              <CheckList
                label={i18n.t('Leave out these tables')}
                value={options.skips}
                onChange={(skips) => setOptions({ ...options, skips })}
                choices={SKIPS.map((value) => ({ value, label: SKIP_NAMES[value]() }))}
              />
              <Programs
                value={options.skipPrograms}
                onChange={(skipPrograms) => setOptions({ ...options, skipPrograms })}
              />
              <CheckField
                label={i18n.t('Leave resource tables as they are')}
                help={i18n.t('Saves time when the metadata have not changed.')}
                checked={options.skipResourceTables}
                onChange={(skipResourceTables) => setOptions({ ...options, skipResourceTables })}
              />
              <CheckField
                label={i18n.t('Without statistics for outlier detection')}
                checked={options.skipOutliers}
                onChange={(skipOutliers) => setOptions({ ...options, skipOutliers })}
              />
            </Fields>
          </details>
          <div>
            <Button primary type="submit" loading={build.isRunning} disabled={problem !== undefined}>
              {i18n.t('Build analytics tables')}
            </Button>
          </div>
        </Fields>
      </form>
    </Card>
  );
}

const HELP: Readonly<Record<Span, () => string>> = {
  all: () => i18n.t('Everything is built anew.'),
  last: () => i18n.t('These years are built anew, this one included; the tables of years before stay.'),
  latest: () =>
    i18n.t('Changes are merged into the tables as they stand, which takes seconds. It needs a full update before.'),
};

function Programs({ value, onChange }: Pick<Parameters<typeof CheckList>[0], 'value' | 'onChange'>) {
  const programs = usePrograms();
  return (
    <DataState query={programs} empty={i18n.t('There are no programs to leave out.')}>
      {(list) => (
        <CheckList
          label={i18n.t('Leave out these programs')}
          value={value}
          onChange={onChange}
          choices={list.map(({ id, displayName }) => ({ value: id, label: displayName }))}
        />
      )}
    </DataState>
  );
}
