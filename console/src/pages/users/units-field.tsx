import { useState } from 'react';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { CheckList, TextField } from '../../parts/fields';
import { type Unit, useUnits } from './use-users';

interface UnitsFieldProps {
  readonly value: readonly Unit[];
  readonly onChange: (value: readonly Unit[]) => void;
}

/** Organisation units, found by their names; those that are chosen stay in the list. */
export function UnitsField({ value, onChange }: UnitsFieldProps) {
  const [name, setName] = useState('');
  const units = useUnits(name.trim());
  return (
    <>
      {/* Enter, which looks for something elsewhere, would send the whole form. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it takes a key from the field only */}
      <div onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}>
        <TextField
          label={i18n.t('Find organisation units')}
          type="search"
          value={name}
          onChange={setName}
          help={i18n.t('A part of the name; the first twenty are shown.')}
        />
      </div>
      <DataState
        query={units}
        isEmpty={(found) => found.length === 0 && value.length === 0}
        empty={
          name === ''
            ? i18n.t('There is no organisation unit yet.')
            : i18n.t('No organisation unit has this in its name.')
        }
      >
        {(found) => {
          const shown = [...value, ...found.filter(({ id }) => !value.some((one) => one.id === id))];
          return (
            <CheckList
              label={i18n.t('Organisation units')}
              help={i18n.t('They enter data for these and look at data of these, with all units below.')}
              value={value.map(({ id }) => id)}
              onChange={(uids) => onChange(shown.filter(({ id }) => uids.includes(id)))}
              choices={shown.map(({ id, displayName, level }) => ({
                value: id,
                label: i18n.t('{{name}} (level {{level}})', { name: displayName, level }),
              }))}
            />
          );
        }}
      </DataState>
    </>
  );
}
