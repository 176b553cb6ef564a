import type { FastifyRequest } from 'fastify';
import { badRequest } from '../../kernel/errors/index.js';

/** Which exceptions a request makes or removes, as it says. */
export interface ExceptionRequest {
  readonly dataSet: string;
  readonly period: string;
  /** Undefined where it names none. */
  readonly units: readonly string[] | undefined;
  /** Why, for the audit. */
  readonly reason: string | undefined;
}

type Values = Readonly<Record<string, unknown>>;

const LONGEST_REASON = 1_000;

/**
 * Reads `ds`, `pe`, `ou` and `reason` from the query or from a form in the body, because lists of units can be longer than a query may be (contract: data-admin.md
 * §2.5, clients.md §9.3).
 *
 * @throws OrderlyError 400 when `ds` or `pe` is missing, or the reason cannot be kept
 */
export function exceptionRequest(request: FastifyRequest): ExceptionRequest {
  const values = { ...formOf(request), ...(request.query as Values) };
  const reason = last(values.reason);
  if (reason !== undefined && (reason.length > LONGEST_REASON || reason.includes('\0')))
    throw badRequest(`The reason can have ${LONGEST_REASON} characters at most, and no null characters.`);
  return {
    dataSet: required(values, 'ds'),
    period: required(values, 'pe'),
    units: values.ou === undefined ? undefined : [values.ou].flat().map(String),
    reason: reason === '' ? undefined : reason,
  };
}

/** @throws OrderlyError 400 in the words for a parameter that is missing */
export const missingParameter = (name: string) => badRequest(`Required request parameter '${name}' is not present`);

function required(values: Values, name: string): string {
  const value = last(values[name]);
  if (value === undefined) throw missingParameter(name);
  return value;
}

const last = (value: unknown): string | undefined => {
  const one: unknown = Array.isArray(value) ? value.at(-1) : value;
  return one === undefined ? undefined : String(one);
};

function formOf(request: FastifyRequest): Values {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return isForm ? { ...(request.body as Values | undefined) } : {};
}
