import { useQueries } from '@tanstack/react-query';
import { at, get, post, remove } from '../../api/client';
import { isWithin } from '../../api/organisation-units';
import { ALL_RUNS } from '../../api/use-runs';
import type { PickedUnit } from '../../parts/organisation-unit-picker';

/** Min-max values of data sets at an organisation unit and all below it. */
export interface StoredCounts {
  readonly organisationUnits: number;
  readonly dataElements: number;
  readonly generated: number;
  readonly manual: number;
}

export const MIN_MAX = ['min-max'] as const;
export const CHANGED = { changes: [MIN_MAX, ALL_RUNS] } as const;

/** Large trees take their time; beyond that the server makes a job of it. */
const WORK_SECONDS = 300;

export interface Asked {
  /** None of them below another. */
  readonly units: readonly PickedUnit[];
  /** uids */
  readonly dataSets: readonly string[];
}

/** Leaves out the units below others: these are covered with them. */
export const outermost = (units: readonly PickedUnit[]): readonly PickedUnit[] =>
  units.filter((unit) => !units.some((other) => other.id !== unit.id && isWithin(unit, other)));

/** What there is now, for each unit. */
export const useCounts = ({ units, dataSets }: Asked) =>
  useQueries({
    queries: units.map(({ id }) => ({
      queryKey: [...MIN_MAX, 'counts', id, dataSets],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        get<StoredCounts>(at('/api/minMaxValues/{ou}', { ou: id }, { ds: dataSets }), { signal }),
      enabled: dataSets.length > 0,
    })),
  });

export interface Done {
  readonly generated: number;
  readonly kept: number;
  readonly removed: number;
  readonly ignoredDataValues: number;
  /** uids of jobs that were started for what is too large for an answer. */
  readonly jobs: readonly string[];
}

type Answer =
  | ({ readonly responseType: 'MinMaxGeneration' } & Omit<Done, 'jobs'>)
  | { readonly responseType: 'JobConfiguration'; readonly id: string };

/** Generates anew, unit by unit; what was set by hand stays. */
export async function generate({ units, dataSets }: Asked): Promise<Done> {
  let done: Done = { generated: 0, kept: 0, removed: 0, ignoredDataValues: 0, jobs: [] };
  for (const { id } of units) {
    const { response } = await post<{ readonly response: Answer }>(
      at('/api/minMaxValues', {}, { keepManual: true, report: true }),
      { organisationUnit: id, dataSets },
      { seconds: WORK_SECONDS },
    );
    done =
      response.responseType === 'JobConfiguration'
        ? { ...done, jobs: [...done.jobs, response.id] }
        : {
            ...done,
            generated: done.generated + response.generated,
            kept: done.kept + response.kept,
            removed: done.removed + response.removed,
            ignoredDataValues: done.ignoredDataValues + response.ignoredDataValues,
          };
  }
  return done;
}

/** Removes what was generated, unit by unit; what was set by hand stays. */
export async function removeGenerated({ units, dataSets }: Asked): Promise<Pick<Done, 'removed' | 'kept'>> {
  let [removed, kept] = [0, 0];
  for (const { id } of units) {
    const { response } = await remove<{ readonly response: Pick<Done, 'removed' | 'kept'> }>(
      at('/api/minMaxValues/{ou}', { ou: id }, { ds: dataSets, generatedOnly: true, report: true }),
      { seconds: WORK_SECONDS },
    );
    removed += response.removed;
    kept += response.kept;
  }
  return { removed, kept };
}
