import { Value } from 'typebox/value';
import { conflict } from '../kernel/errors/index.js';
import type { JobType } from './job-type.js';

/** Fills in defaults and refuses what the type's schema does not allow. */
export function checkedParameters(
  type: JobType,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (!type.parameters) return {};
  const parameters = Value.Default(type.parameters, Value.Clone(given));
  const [error] = Value.Errors(type.parameters, parameters);
  if (error) throw conflict(`Job parameter ${error.instancePath.slice(1) || 'list'} ${error.message}.`);
  return parameters as Readonly<Record<string, unknown>>;
}
