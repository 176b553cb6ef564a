import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { hasAuthority, useUser } from '../../api/session';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { Fields, SelectField, TextField } from '../../parts/fields';
import { Card } from '../../parts/page-frame';
import styles from './effects.module.css';
import { descriptionOf, labelOf } from './operation-texts';
import { Preview } from './preview';
import { type Named, OBJECT_OPERATIONS, type ObjectOperation, type Operation, useObjects } from './use-maintenance';

const isKnown = (name: string): name is ObjectOperation => name in OBJECT_OPERATIONS;

/** Operations on one object. */
export function ObjectCard({ operations }: { readonly operations: readonly Operation[] }) {
  const user = useUser();
  const allowed = operations.filter(({ name, authorities }) => isKnown(name) && hasAuthority(user, ...authorities));
  const [name, setName] = useState('');
  const [object, setObject] = useState<Named>();
  const [isShown, setShown] = useState(false);
  const operation = allowed.find((one) => one.name === name);
  if (allowed.length === 0) return null;
  return (
    <>
      <Card title={i18n.t('One object')}>
        <Fields>
          <SelectField
            label={i18n.t('Operation')}
            value={name}
            onChange={(value) => {
              setName(value);
              setObject(undefined);
              setShown(false);
            }}
            none={i18n.t('Choose an operation')}
            choices={allowed.map((one) => ({ value: one.name, label: labelOf(one.name, one) }))}
            {...(operation && { help: descriptionOf(operation) })}
          />
          {isKnown(name) && (
            <ObjectField
              key={name}
              operation={name}
              value={object}
              onChange={(value) => {
                setObject(value);
                setShown(false);
              }}
            />
          )}
          <p className={styles.act}>
            <Button primary disabled={object === undefined} onClick={() => setShown(true)}>
              {i18n.t('Preview')}
            </Button>
          </p>
        </Fields>
      </Card>
      {isShown && object && isKnown(name) && (
        <Preview
          asked={{ operation: name, target: object.id }}
          object={{ name: object.displayName, isDestructive: name !== 'categoryOptionComboUpdateOfCombo' }}
          onClose={() => setShown(false)}
        />
      )}
    </>
  );
}

interface ObjectFieldProps {
  readonly operation: ObjectOperation;
  readonly value: Named | undefined;
  readonly onChange: (object: Named | undefined) => void;
}

function ObjectField({ operation, value, onChange }: ObjectFieldProps) {
  const [text, setText] = useState('');
  const objects = useObjects(operation, text.trim());
  return (
    <>
      <TextField label={i18n.t('Name contains')} type="search" value={text} onChange={setText} />
      <DataState query={objects} empty={i18n.t('No object has such a name.')}>
        {(found) => {
          // The chosen one stays, whatever is searched for next.
          const listed = value && !found.some(({ id }) => id === value.id) ? [value, ...found] : found;
          return (
            <SelectField
              label={i18n.t('Object')}
              value={value?.id ?? ''}
              onChange={(id) => onChange(listed.find((one) => one.id === id))}
              none={i18n.t('Choose one')}
              choices={listed.map(({ id, displayName }) => ({ value: id, label: displayName }))}
              help={i18n.t('The first 50 by name; search for others.')}
            />
          );
        }}
      </DataState>
    </>
  );
}
