import { Button } from '@dhis2/ui';
import { useId, useState } from 'react';
import { namesAbove, type OrganisationUnit, useOrganisationUnits } from '../api/organisation-units';
import { i18n } from '../i18n';
import { DataState } from './data-state';
import { TextField } from './fields';
import styles from './organisation-unit-picker.module.css';
import { Pager } from './table';

export type PickedUnit = Pick<OrganisationUnit, 'id' | 'displayName' | 'path'>;

interface OrganisationUnitPickerProps {
  readonly label: string;
  /** One sentence below the label. */
  readonly help?: string;
  readonly value: readonly PickedUnit[];
  readonly onChange: (units: readonly PickedUnit[]) => void;
}

/** Organisation units of the tree: found by name, or by going down from the root, a page at a time. */
export function OrganisationUnitPicker({ label, help, value, onChange }: OrganisationUnitPickerProps) {
  const id = useId();
  const [text, setText] = useState('');
  const [trail, setTrail] = useState<readonly PickedUnit[]>([]);
  const [page, setPage] = useState(1);
  const name = text.trim();
  const units = useOrganisationUnits({ name, below: trail.at(-1)?.id, page });

  const goTo = (units: readonly PickedUnit[]): void => {
    setTrail(units);
    setText('');
    setPage(1);
  };
  const pick = ({ id, displayName, path }: OrganisationUnit, isPicked: boolean): void => {
    const others = value.filter((one) => one.id !== id);
    onChange(isPicked ? [...others, { id, displayName, path }] : others);
  };

  return (
    <fieldset className={styles.picker} {...(help !== undefined && { 'aria-describedby': `${id}-help` })}>
      <legend>{label}</legend>
      {help !== undefined && (
        <div id={`${id}-help`} className={styles.help}>
          {help}
        </div>
      )}
      <Picked units={value} onChange={onChange} />
      <div className={styles.box}>
        <TextField
          label={i18n.t('Name of the organisation unit contains')}
          type="search"
          autoComplete="off"
          // Enter, which looks for something elsewhere, would send the form around it.
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          value={text}
          onChange={(next) => {
            setText(next);
            setPage(1);
          }}
        />
        {name === '' && <Trail units={trail} onGo={goTo} />}
        <DataState
          query={units}
          isEmpty={({ pager }) => pager.total === 0}
          empty={
            name === ''
              ? i18n.t('There is no organisation unit here.')
              : i18n.t('No organisation unit has such a name.')
          }
        >
          {({ organisationUnits, pager }) => (
            <>
              <ul className={styles.units} aria-label={i18n.t('Organisation units')}>
                {organisationUnits.map((unit) => (
                  <Row
                    key={unit.id}
                    unit={unit}
                    isFound={name !== ''}
                    isPicked={value.some((one) => one.id === unit.id)}
                    onPick={pick}
                    onOpen={() => goTo(name === '' ? [...trail, unit] : [unit])}
                  />
                ))}
              </ul>
              {pager.pageCount > 1 && <Pager pager={pager} onPage={setPage} />}
            </>
          )}
        </DataState>
      </div>
    </fieldset>
  );
}

interface RowProps {
  readonly unit: OrganisationUnit;
  /** Found by name, so that where it is has to be said. */
  readonly isFound: boolean;
  readonly isPicked: boolean;
  readonly onPick: (unit: OrganisationUnit, isPicked: boolean) => void;
  readonly onOpen: () => void;
}

const Row = ({ unit, isFound, isPicked, onPick, onOpen }: RowProps) => (
  <li>
    <label className={styles.unit}>
      <input type="checkbox" checked={isPicked} onChange={(event) => onPick(unit, event.target.checked)} />
      <span>
        {unit.displayName}
        {isFound && unit.parent && <span className={styles.above}>{namesAbove(unit).join(' › ')}</span>}
      </span>
    </label>
    {!unit.leaf && (
      <Button small onClick={onOpen}>
        {i18n.t('Units below')} <span className="for-screen-readers">{unit.displayName}</span>
      </Button>
    )}
  </li>
);

/** Where in the tree the list is, and the way up. */
function Trail({ units, onGo }: { readonly units: readonly PickedUnit[]; readonly onGo: SetUnits }) {
  if (units.length === 0) return null;
  return (
    <nav className={styles.trail} aria-label={i18n.t('Way up the tree')}>
      <button type="button" onClick={() => onGo([])}>
        {i18n.t('Top')}
      </button>
      {units.map((unit, index) =>
        index === units.length - 1 ? (
          <strong key={unit.id}>{unit.displayName}</strong>
        ) : (
          <button key={unit.id} type="button" onClick={() => onGo(units.slice(0, index + 1))}>
            {unit.displayName}
          </button>
        ),
      )}
    </nav>
  );
}

type SetUnits = (units: readonly PickedUnit[]) => void;

function Picked({ units, onChange }: { readonly units: readonly PickedUnit[]; readonly onChange: SetUnits }) {
  if (units.length === 0) return null;
  return (
    <ul className={styles.picked} aria-label={i18n.t('Chosen organisation units')}>
      {units.map(({ id, displayName }) => (
        <li key={id}>
          <span>{displayName}</span>
          <button
            type="button"
            aria-label={i18n.t('Take out {{name}}', { name: displayName })}
            onClick={() => onChange(units.filter((one) => one.id !== id))}
          >
            ×
          </button>
        </li>
      ))}
    </ul>
  );
}
