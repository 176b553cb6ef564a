import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { badRequest } from '../../kernel/errors/index.js';
import { objectBody } from '../metadata/index.js';

/** Where a value stands, as a request names it. */
export interface PlaceRequest {
  readonly dataElement: string | undefined;
  readonly period: string | undefined;
  readonly orgUnit: string | undefined;
  readonly categoryOptionCombo: string | undefined;
  /** Category combo and options that together mean an attribute option combo. */
  readonly attributeCombo: string | undefined;
  /** Separated by semicolons. */
  readonly attributeOptions: string | undefined;
  readonly dataSet: string | undefined;
  /** Asked for by somebody who may pass locks. */
  readonly force: boolean;
}

/** What a request stores there; undefined is what it leaves as it is. */
export interface ValueRequest extends PlaceRequest {
  readonly value: string | undefined;
  readonly comment: string | undefined;
  readonly followUp: boolean | undefined;
}

const TEXT = Type.Optional(Type.String());

/** The parameters of a place; what is missing is told in the words of the peer, wherever it was to stand. */
export const PLACE_QUERY = Type.Object({
  de: TEXT,
  pe: TEXT,
  ou: TEXT,
  co: TEXT,
  cc: TEXT,
  cp: TEXT,
  ds: TEXT,
  force: TEXT,
});
export const VALUE_QUERY = Type.Object({ ...PLACE_QUERY.properties, value: TEXT, comment: TEXT, followUp: TEXT });

type Members = Readonly<Record<string, unknown>>;

/**
 * A place by `de`, `pe`, `ou`, `co`, `cc`, `cp`, `ds` of the query.
 *
 * @throws OrderlyError 400 when one of the first three is missing
 */
export const placeInQuery = (request: FastifyRequest): PlaceRequest => placeOf(request.query as Members);

/**
 * A value by query or form with the same names, or by a JSON body with long ones (contract: imports.md §3).
 *
 * @throws OrderlyError 400 for what is of a wrong type
 */
export function sentValueRequest(request: FastifyRequest): ValueRequest {
  const query = request.query as Members;
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  if (!isForm && query.de === undefined) return valueInBody(objectBody(request.body));
  const members = { ...(isForm && (request.body as Members | undefined)), ...query };
  return {
    ...placeOf(members),
    value: text(members.value, 'value'),
    comment: text(members.comment, 'comment'),
    followUp: flag(members.followUp, 'followUp'),
  };
}

function placeOf(members: Members): PlaceRequest {
  const named = (name: string) => text(members[name], name) || undefined;
  const required = (name: string) => {
    const value = text(members[name], name);
    if (value === undefined) throw badRequest(`Required request parameter '${name}' is not present`);
    return value;
  };
  return {
    dataElement: required('de'),
    period: required('pe'),
    orgUnit: required('ou'),
    categoryOptionCombo: named('co'),
    attributeCombo: named('cc'),
    attributeOptions: named('cp'),
    dataSet: named('ds'),
    force: flag(members.force, 'force') ?? false,
  };
}

function valueInBody(body: Members): ValueRequest {
  const named = (name: string) => text(body[name], name) || undefined;
  const { combo, options } = (body.attribute ?? {}) as { readonly combo?: unknown; readonly options?: unknown };
  if (options !== undefined && options !== null && !Array.isArray(options))
    throw badRequest('attribute.options has to be a list.');
  return {
    dataElement: named('dataElement'),
    period: named('period'),
    orgUnit: named('orgUnit'),
    categoryOptionCombo: named('categoryOptionCombo'),
    attributeCombo: text(combo, 'attribute.combo'),
    attributeOptions: (options as readonly unknown[] | undefined)
      ?.map((option) => text(option, 'attribute.options') ?? '')
      .join(';'),
    dataSet: named('dataSet'),
    force: flag(body.force, 'force') ?? false,
    value: text(body.value, 'value'),
    comment: text(body.comment, 'comment'),
    followUp: flag(body.followUp, 'followUp'),
  };
}

/** Of a parameter that is repeated the last counts. */
function text(given: unknown, name: string): string | undefined {
  const one: unknown = Array.isArray(given) ? given.at(-1) : given;
  if (one === undefined || one === null) return undefined;
  if (typeof one === 'object') throw badRequest(`${name} has to be a text.`);
  return String(one);
}

export function flag(given: unknown, name: string): boolean | undefined {
  const word = text(given, name)?.toLowerCase();
  if (word === undefined || word === '') return undefined;
  if (word === 'true' || word === 'false') return word === 'true';
  throw badRequest(`Value '${word.slice(0, 50)}' is not valid for parameter ${name}. It should be of type boolean`);
}
