import { duration, grouped, table } from '../../layout.js';
import { list, number, record, text, type Wire } from '../../wire.js';

/** What became, or would become, of the operations (contract: maintenance.md §8). */
export interface Report {
  readonly dryRun: boolean;
  readonly operations: readonly Wire[];
}

/** The reports of several requests as one. */
export const merged = (dryRun: boolean, reports: readonly unknown[]): Report => ({
  dryRun,
  operations: reports.flatMap((report) => list(record(report).operations)),
});

export const failed = ({ operations }: Report): readonly Wire[] =>
  operations.filter(({ status }) => text(status) === 'ERROR');

/** Nothing that an operation counts would change. */
export const isIdle = ({ operations }: Report): boolean =>
  operations.every(
    (operation) => Object.keys(record(operation.counts)).length === 0 && text(operation.status) !== 'ERROR',
  );

const MOST_SKIPPED = 10;

/** A row for each operation and table; below it what was left as it is, warnings and failures. */
export function reportLines({ operations, dryRun }: Report): readonly string[] {
  const rows = operations.flatMap((operation) => {
    const counts = Object.entries(record(operation.counts));
    const took = dryRun ? '' : duration(number(operation.duration) ?? 0);
    if (text(operation.status) === 'ERROR') return [[text(operation.operation), 'failed', '', took]];
    if (counts.length === 0) return [[text(operation.operation), 'nothing to do', '', took]];
    return counts.map(([name, count], index) => [
      index === 0 ? text(operation.operation) : '',
      name,
      grouped(number(count) ?? 0),
      index === 0 ? took : '',
    ]);
  });
  const titles = ['Operation', dryRun ? 'Would change' : 'Changed', 'Rows', ...(dryRun ? [] : ['Took'])];
  return [...table(titles, rows), ...operations.flatMap(remarks)];
}

function remarks(operation: Wire): readonly string[] {
  const name = text(operation.operation);
  const skipped = list(operation.skipped);
  const more = skipped.length - MOST_SKIPPED;
  return [
    ...(text(operation.status) === 'ERROR' ? [`${name} failed: ${text(operation.message)}`] : []),
    ...(Array.isArray(operation.warnings) ? operation.warnings.map((warning) => `${name}: ${text(warning)}`) : []),
    ...skipped
      .slice(0, MOST_SKIPPED)
      .map(
        (one) =>
          `${name} leaves ${[text(one.name), text(one.id)].filter((part) => part !== '').join(' ')}: ${text(one.reason)}`,
      ),
    ...(more > 0 ? [`${name} leaves ${more} more (--json has all)`] : []),
  ];
}
