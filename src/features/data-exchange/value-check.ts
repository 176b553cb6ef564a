/** The whole numbers and numbers that a value type takes (contract: imports.md §2.4 E7619); undefined for types that take any text. */
const CHECKS: Readonly<Record<string, (value: number) => string | undefined>> = {
  NUMBER: () => undefined,
  UNIT_INTERVAL: (value) => (value >= 0 && value <= 1 ? undefined : 'Data value is not a unit interval'),
  PERCENTAGE: (value) => (value >= 0 && value <= 100 ? undefined : 'Data value is not a percentage'),
  INTEGER: (value) => (Number.isInteger(value) ? undefined : 'Data value is not an integer'),
  INTEGER_POSITIVE: (value) =>
    Number.isInteger(value) && value > 0 ? undefined : 'Data value is not a positive integer',
  INTEGER_NEGATIVE: (value) =>
    Number.isInteger(value) && value < 0 ? undefined : 'Data value is not a negative integer',
  INTEGER_ZERO_OR_POSITIVE: (value) =>
    Number.isInteger(value) && value >= 0 ? undefined : 'Data value is not zero or a positive integer',
};

const TEXTS = new Set(['TEXT', 'LONG_TEXT']);

/** Why an aggregated value, which is a number, cannot be one of a data element of this type; undefined when it can. */
export function valueProblem(valueType: string, value: string): string | undefined {
  if (TEXTS.has(valueType)) return undefined;
  const check = CHECKS[valueType];
  return check ? check(Number(value)) : `Data value is not of type ${valueType}`;
}
