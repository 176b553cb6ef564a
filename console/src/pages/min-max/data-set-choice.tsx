import { useState } from 'react';
import type { DataSet } from '../../api/data-sets';
import { i18n } from '../../i18n';
import { Empty } from '../../parts/data-state';
import { CheckList, Fields, TextField } from '../../parts/fields';

/** More than these are searched for. */
const MANY = 10;

interface DataSetChoiceProps {
  readonly dataSets: readonly DataSet[];
  /** uids */
  readonly value: readonly string[];
  readonly onChange: (uids: readonly string[]) => void;
}

/** Data sets, several of them. Those that were chosen stay in sight, whatever is searched for. */
export function DataSetChoice({ dataSets, value, onChange }: DataSetChoiceProps) {
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const shown = dataSets.filter(
    ({ id, displayName }) => value.includes(id) || displayName.toLowerCase().includes(wanted),
  );
  return (
    <Fields>
      {dataSets.length > MANY && (
        <TextField label={i18n.t('Name of the data set contains')} type="search" value={text} onChange={setText} />
      )}
      {shown.length === 0 ? (
        <Empty>{i18n.t('No data set has such a name.')}</Empty>
      ) : (
        <CheckList
          label={i18n.t('Data sets')}
          value={value}
          onChange={onChange}
          choices={shown.map(({ id, displayName }) => ({ value: id, label: displayName }))}
        />
      )}
    </Fields>
  );
}
