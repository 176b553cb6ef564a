import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { CheckField, SelectField } from '../../parts/fields';
import { formatNumber } from '../../parts/format';
import { Card, PageFrame } from '../../parts/page-frame';
import { RunHistory } from '../../parts/run-history';
import styles from './effects.module.css';
import { ObjectCard } from './object-card';
import { descriptionOf, GROUPS, labelOf } from './operation-texts';
import { Preview } from './preview';
import { type Asked, type Operation, useOperations } from './use-maintenance';

/** All maintenance operations: choose, see what they would do, run. */
export function Component() {
  const operations = useOperations();
  return (
    <PageFrame
      title={i18n.t('Maintenance')}
      lead={i18n.t(
        'Removes what nobody needs and puts in order what is made from other data. Nothing is changed before you have seen what will go.',
      )}
    >
      <DataState query={operations}>
        {(list) => (
          <>
            <Together operations={list.filter(({ flags }) => flags !== undefined)} />
            <ObjectCard operations={list.filter(({ flags }) => flags === undefined)} />
          </>
        )}
      </DataState>
      <RunHistory type="MAINTENANCE" to={(run) => `/maintenance/runs/${run}`} />
    </PageFrame>
  );
}

/** Operations that may be run together. */
function Together({ operations }: { readonly operations: readonly Operation[] }) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [zeroPattern, setZeroPattern] = useState<'peer' | 'all'>('peer');
  const [failFast, setFailFast] = useState(false);
  const [asked, setAsked] = useState<Asked>();

  const choose = (name: string, isChosen: boolean): void => {
    setChosen(isChosen ? [...chosen, name] : chosen.filter((one) => one !== name));
    // What is shown below was counted for others.
    setAsked(undefined);
  };

  return (
    <>
      <Card title={i18n.t('Operations')}>
        <div className={styles.operations}>
          {groupsOf(operations).map(({ title, members }) => (
            <fieldset key={title} className={styles.group}>
              <legend>{title}</legend>
              {members.map((operation) => (
                <CheckField
                  key={operation.name}
                  label={labelOf(operation.name, operation)}
                  help={descriptionOf(operation)}
                  checked={chosen.includes(operation.name)}
                  onChange={(isChosen) => choose(operation.name, isChosen)}
                />
              ))}
            </fieldset>
          ))}
        </div>
        <div className={styles.how}>
          {chosen.includes('zeroDataValueRemoval') && (
            <SelectField
              label={i18n.t('Which zeros')}
              value={zeroPattern}
              onChange={(value) => {
                setZeroPattern(value === 'all' ? 'all' : 'peer');
                setAsked(undefined);
              }}
              choices={[
                { value: 'peer', label: i18n.t('Only “0”, of data elements that are summed up, as DHIS2 does') },
                { value: 'all', label: i18n.t('All that data entry takes for zero, e.g. “0.00”') },
              ]}
            />
          )}
          {chosen.length > 1 && (
            <CheckField
              label={i18n.t('Stop at the first operation that fails')}
              checked={failFast}
              onChange={(value) => {
                setFailFast(value);
                setAsked(undefined);
              }}
            />
          )}
          <p className={styles.act}>
            <Button
              primary
              disabled={chosen.length === 0}
              onClick={() => setAsked({ operations: chosen, zeroPattern, failFast })}
            >
              {i18n.t('Preview ({{total}})', { total: formatNumber(chosen.length) })}
            </Button>
          </p>
        </div>
      </Card>
      {asked && <Preview asked={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

/** Under their headings; operations that this console does not know yet come last. */
function groupsOf(operations: readonly Operation[]) {
  const known = GROUPS.flatMap(({ names }) => names);
  return [
    ...GROUPS.map(({ title, names }) => ({
      title: title(),
      members: names.flatMap((name) => operations.filter((operation) => operation.name === name)),
    })),
    { title: i18n.t('Others'), members: operations.filter(({ name }) => !known.includes(name)) },
  ].filter(({ members }) => members.length > 0);
}
