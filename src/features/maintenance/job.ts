import { Type } from 'typebox';
import type { JobType } from '../../jobs/index.js';
import { RunFailure } from '../../jobs/index.js';
import { conflict } from '../../kernel/errors/index.js';
import type { MaintenanceOperation, OperationOptions, OperationServices } from './operation.js';
import { MAINTENANCE_OPERATIONS } from './operations/index.js';
import { performOperations, previewOperations } from './perform.js';
import { failureOf, type MaintenanceReport } from './report.js';

const PARAMETERS = Type.Object({
  operations: Type.Array(Type.String(), { default: [] }),
  dryRun: Type.Boolean({ default: false }),
  failFast: Type.Boolean({ default: false }),
  target: Type.Optional(Type.String()),
  zeroPattern: Type.Optional(Type.Enum(['peer', 'all'])),
});

/** What a run of operations holds: their names, so that none meets itself, and what they need for themselves. */
export const resourcesOf = (operations: readonly MaintenanceOperation[]): readonly string[] => [
  ...new Set(operations.flatMap(({ name, exclusive = [] }) => [`maintenance/${name}`, ...exclusive])),
];

/** `MAINTENANCE`: operations in the order of the batch, at once or by a schedule. Orderly's own: the peer does them in the request (contract: maintenance.md §8). */
export function maintenanceJob(services: OperationServices): JobType<typeof PARAMETERS> {
  const chosen = (names: readonly string[]) => MAINTENANCE_OPERATIONS.filter(({ name }) => names.includes(name));
  return {
    type: 'MAINTENANCE',
    label: 'Maintenance',
    parameters: PARAMETERS,
    // The parameters of a stored job have not been looked at yet.
    exclusive: ({ operations, dryRun }) =>
      dryRun || !Array.isArray(operations) ? [] : resourcesOf(chosen(operations)),
    // Each operation ends what an earlier try of it began.
    takeOver: 'restart',
    notifyFailure: true,
    startMessage: 'Maintenance',
    async run(job) {
      const { operations: names, dryRun, failFast, target, zeroPattern } = job.parameters;
      const unknown = names.find((name) => !MAINTENANCE_OPERATIONS.some((operation) => operation.name === name));
      if (unknown !== undefined) throw conflict(`There is no maintenance operation ${unknown}.`);
      const options: OperationOptions = {
        ...(target !== undefined && { target }),
        ...(zeroPattern && { zeroPattern }),
      };
      const report = dryRun
        ? await previewOperations(chosen(names), options, services, {
            db: job.db,
            log: job.log,
            requestedBy: job.run.requestedBy,
            job,
          })
        : await performOperations(chosen(names), options, failFast, services, job);
      const failure = failureOf(report);
      if (failure !== undefined) throw new RunFailure(failure, { ...report });
      return { message: told(report), summary: { ...report } };
    },
  };
}

/** `Done: periodPruning: 12 period; ouPathsUpdate: nothing to do` */
const told = ({ operations, dryRun }: MaintenanceReport): string => {
  const parts = operations.map(({ operation, counts }) => {
    const rows = Object.entries(counts).map(([table, count]) => `${count} ${table}`);
    return `${operation}: ${rows.length > 0 ? rows.join(', ') : 'nothing to do'}`;
  });
  return `${dryRun ? 'Would do' : 'Done'}: ${parts.join('; ') || 'nothing was asked for'}`;
};
