import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { type DataSet, useDataSets } from '../../api/data-sets';
import { isWithin } from '../../api/organisation-units';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { CheckField, Fields, SelectField, TextField } from '../../parts/fields';
import { Notice } from '../../parts/notice';
import { OrganisationUnitPicker, type PickedUnit } from '../../parts/organisation-unit-picker';
import { Card, PageFrame } from '../../parts/page-frame';
import { PeriodField } from '../../parts/period-field';
import { periodNameText } from '../../parts/period-text';
import { ProblemNotice } from '../../parts/problem-notice';
import { RowActions } from '../../parts/table';
import { useAction } from '../../parts/use-action';
import { type AssignedUnit, addExceptions, CHANGED, type Draft, useAssignedUnits } from './use-lock-exceptions';

const LONGEST_REASON = 1_000;

/** Lock exceptions to be made for a data set, a period and organisation units. */
export function Component() {
  const dataSets = useDataSets();
  return (
    <PageFrame title={i18n.t('Add lock exceptions')} up={{ to: '/lock-exceptions', title: i18n.t('Lock exceptions') }}>
      <Card>
        <DataState
          query={dataSets}
          isEmpty={(all) => !all.some(({ access }) => access.update)}
          empty={i18n.t('There is no data set that you may change.')}
        >
          {(all) => <Form dataSets={all.filter(({ access }) => access.update)} />}
        </DataState>
      </Card>
    </PageFrame>
  );
}

function Form({ dataSets }: { readonly dataSets: readonly DataSet[] }) {
  const navigate = useNavigate();
  const [uid, setUid] = useState('');
  const [period, setPeriod] = useState('');
  const [picked, setPicked] = useState<readonly PickedUnit[]>([]);
  const [withBelow, setWithBelow] = useState(true);
  const [reason, setReason] = useState('');
  const assigned = useAssignedUnits(uid);
  const add = useAction(async (draft: Draft) => {
    await addExceptions(draft);
    await navigate(`/lock-exceptions?${new URLSearchParams({ dataSet: draft.dataSet }).toString()}`, {
      state: { said: addedText(draft.units.length) },
    });
  }, CHANGED);
  const dataSet = dataSets.find(({ id }) => id === uid);
  const units = targetsOf(assigned.data ?? [], picked, withBelow);
  return (
    <Fields>
      {add.problem && <ProblemNotice problem={add.problem} />}
      <SelectField
        label={i18n.t('Data set')}
        value={uid}
        onChange={(value) => {
          setUid(value);
          setPeriod('');
        }}
        none={i18n.t('Choose a data set')}
        choices={dataSets.map(({ id, displayName }) => ({ value: id, label: displayName }))}
        {...(dataSet && { help: closesText(dataSet) })}
        required
      />
      {dataSet && (
        <>
          <PeriodField key={dataSet.id} type={dataSet.periodType} value={period} onChange={setPeriod} />
          <OrganisationUnitPicker
            label={i18n.t('Organisation units')}
            help={i18n.t('Units that the data set is not assigned to are left out.')}
            value={picked}
            onChange={setPicked}
          />
          <CheckField
            label={i18n.t('With all units below the chosen ones')}
            checked={withBelow}
            onChange={setWithBelow}
          />
          <TextField
            label={i18n.t('Reason')}
            help={i18n.t('Goes into the audit log.')}
            value={reason}
            onChange={setReason}
            maxLength={LONGEST_REASON}
          />
          {picked.length > 0 && (
            <DataState query={assigned} isEmpty={() => false}>
              {() => <Outlook count={units.length} dataSet={dataSet} period={period} />}
            </DataState>
          )}
        </>
      )}
      <RowActions>
        <Button
          primary
          loading={add.isRunning}
          disabled={period === '' || units.length === 0}
          onClick={() => add.run({ dataSet: uid, period, units, reason })}
        >
          {i18n.t('Add')}
        </Button>
        <Button onClick={() => void navigate(-1)}>{i18n.t('Cancel')}</Button>
      </RowActions>
    </Fields>
  );
}

interface OutlookProps {
  readonly count: number;
  readonly dataSet: DataSet;
  readonly period: string;
}

/** What adding would do. */
const Outlook = ({ count, dataSet, period }: OutlookProps) =>
  count === 0 ? (
    <Notice kind="warning">
      {i18n.t('{{dataSet}} is assigned to none of these units. Choose others, or assign it first.', {
        dataSet: dataSet.displayName,
      })}
    </Notice>
  ) : (
    <Notice>
      {period === ''
        ? i18n.t('{{count}} of these organisation units have the data set.', {
            count,
            defaultValue: '{{count}} of these organisation units has the data set.',
            defaultValue_plural: '{{count}} of these organisation units have the data set.',
          })
        : i18n.t('Opens {{dataSet}} for {{period}} in {{count}} organisation units.', {
            count,
            dataSet: dataSet.displayName,
            period: periodNameText(period),
            defaultValue: 'Opens {{dataSet}} for {{period}} in {{count}} organisation unit.',
            defaultValue_plural: 'Opens {{dataSet}} for {{period}} in {{count}} organisation units.',
          })}
    </Notice>
  );

/** uids of the units that have the data set, of those that were picked and, if so wanted, of those below them. */
function targetsOf(
  assigned: readonly AssignedUnit[],
  picked: readonly PickedUnit[],
  withBelow: boolean,
): readonly string[] {
  const uids = new Set(picked.map(({ id }) => id));
  return assigned
    .filter((unit) => uids.has(unit.id) || (withBelow && picked.some((one) => isWithin(unit, one))))
    .map(({ id }) => id);
}

const closesText = ({ expiryDays }: DataSet): string =>
  expiryDays === 0
    ? i18n.t('This data set never closes, so that an exception changes nothing as long as it stays so.')
    : i18n.t('Closes {{count}} days after the end of a period.', {
        count: expiryDays,
        defaultValue: 'Closes {{count}} day after the end of a period.',
        defaultValue_plural: 'Closes {{count}} days after the end of a period.',
      });

const addedText = (count: number): string =>
  i18n.t('Lock exceptions for {{count}} organisation units were added.', {
    count,
    defaultValue: 'A lock exception for {{count}} organisation unit was added.',
    defaultValue_plural: 'Lock exceptions for {{count}} organisation units were added.',
  });
