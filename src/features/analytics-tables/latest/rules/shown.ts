import type { LatestSource } from '../rules.js';

/** The columns of dimensions that the tables of a type have. */
export const dimensionsShown = ({ plans }: Pick<LatestSource, 'plans'>): readonly string[] => [
  ...new Set(plans.flatMap(({ columns }) => columns.filter(({ type }) => type === 'char(11)').map(({ name }) => name))),
];
