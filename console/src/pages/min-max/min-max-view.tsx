import { useState } from 'react';
import { useDataSets } from '../../api/data-sets';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { OrganisationUnitPicker, type PickedUnit } from '../../parts/organisation-unit-picker';
import { Card, Cards, PageFrame } from '../../parts/page-frame';
import { DataSetChoice } from './data-set-choice';
import { Work } from './work';

/** Ranges in which values are expected, generated from the values that are there. */
export function Component() {
  const dataSets = useDataSets();
  const [chosen, choose] = useState<readonly string[]>([]);
  const [units, setUnits] = useState<readonly PickedUnit[]>([]);
  return (
    <PageFrame
      title={i18n.t('Min-max generation')}
      lead={i18n.t(
        'Works out the smallest and the largest value to be expected from the values that were entered, for the chosen organisation units and all below them. Data entry warns about values outside. Values that a person has set are kept.',
      )}
    >
      <Cards>
        <Card>
          <DataState query={dataSets} empty={i18n.t('There is no data set yet.')}>
            {(all) => <DataSetChoice dataSets={all} value={chosen} onChange={choose} />}
          </DataState>
        </Card>
        <Card>
          <OrganisationUnitPicker label={i18n.t('Organisation units')} value={units} onChange={setUnits} />
        </Card>
      </Cards>
      <Work units={units} dataSets={chosen} names={namesOf(dataSets.data ?? [], chosen)} />
    </PageFrame>
  );
}

const namesOf = (
  all: readonly { readonly id: string; readonly displayName: string }[],
  uids: readonly string[],
): readonly string[] => all.filter(({ id }) => uids.includes(id)).map(({ displayName }) => displayName);
