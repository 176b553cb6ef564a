import { useState } from 'react';
import { useAuthority } from '../../api/session';
import { i18n } from '../../i18n';
import { CurrentRun } from '../../parts/current-run';
import { DataState } from '../../parts/data-state';
import { PageFrame } from '../../parts/page-frame';
import { RunHistory } from '../../parts/run-history';
import { useSearchValue } from '../../parts/use-search';
import { Definitions } from './definitions';
import { Organizations } from './organizations';
import { StartCard } from './start-card';
import { TYPES, useAggregates } from './use-aggregates';
import { WorthCard } from './worth-card';

const USUAL_DAYS = '30';

/** Aggregates: what they are worth and how they stand, and the runs that keep them. */
export function Component() {
  const [days, setDays] = useSearchValue('days', USUAL_DAYS);
  const overview = useAggregates(Number(days) > 0 ? Number(days) : Number(USUAL_DAYS));
  const mayManage = useAuthority('F_AGGREGATES_MANAGE');
  const [started, setStarted] = useState<string>();
  return (
    <PageFrame
      title={i18n.t('Aggregates')}
      lead={i18n.t(
        'Small tables that hold what the rows of the analytics tables come to, so that queries are answered faster. The server chooses them by what is asked, and keeps them current.',
      )}
    >
      <CurrentRun type={TYPES} started={started} />
      <DataState query={overview} isEmpty={() => false}>
        {(found) => (
          <>
            <WorthCard overview={found} days={days} onDays={setDays} />
            {mayManage && <StartCard overview={found} onStart={setStarted} />}
            <Definitions overview={found} mayManage={mayManage} />
            <Organizations organizations={found.organizations} />
          </>
        )}
      </DataState>
      <RunHistory type={TYPES} />
    </PageFrame>
  );
}
