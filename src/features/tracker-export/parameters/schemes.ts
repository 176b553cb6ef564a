import { type RawBuilder, sql } from 'kysely';
import { badRequest } from '../../../kernel/errors/index.js';
import { isUid } from '../../../kernel/uid.js';

/** Kinds of metadata whose names in the answer can be chosen. */
export type SchemeKind =
  | 'orgUnit'
  | 'program'
  | 'programStage'
  | 'dataElement'
  | 'categoryOptionCombo'
  | 'categoryOption'
  | 'other';

/** By what an object is named: its uid, code or name, or the value of an attribute. */
export type Scheme = { readonly property: 'uid' | 'code' | 'name' } | { readonly attribute: string };

export type Schemes = (kind: SchemeKind) => Scheme;

const PROPERTIES = { UID: 'uid', CODE: 'code', NAME: 'name' } as const;

/**
 * Reads `idScheme`, `orgUnitIdScheme` and so on; what has none of its own follows `idScheme`, which is UID (contract: imports.md §7.1).
 *
 * @throws OrderlyError 400 for what is no scheme
 */
export function readSchemes(query: Readonly<Record<string, unknown>>): Schemes {
  const read = (name: string): Scheme | undefined => {
    const value = query[name];
    return value === undefined || value === '' ? undefined : schemeOf(name, String(value));
  };
  const general = read('idScheme') ?? { property: 'uid' };
  const own = new Map(
    (['orgUnit', 'program', 'programStage', 'dataElement', 'categoryOptionCombo', 'categoryOption'] as const).map(
      (kind) => [kind as SchemeKind, read(`${kind}IdScheme`)],
    ),
  );
  return (kind) => own.get(kind) ?? general;
}

function schemeOf(parameter: string, text: string): Scheme {
  const property = PROPERTIES[text.toUpperCase() as keyof typeof PROPERTIES];
  if (property) return { property };
  const [, attribute = ''] = /^ATTRIBUTE:(.+)$/i.exec(text) ?? [];
  if (isUid(attribute)) return { attribute };
  throw badRequest(
    `Value '${text}' is not valid for parameter ${parameter}. Valid values are: [UID, CODE, NAME, ATTRIBUTE:{uid}]`,
  );
}

/** The name of the metadata object in `row` by a scheme; null where it has none. */
export const named = (row: string, scheme: Scheme): RawBuilder<string | null> =>
  'property' in scheme
    ? sql.ref(`${row}.${scheme.property}`)
    : sql`${sql.ref(`${row}.attributevalues`)} #>> ${[scheme.attribute, 'value']}::text[]`;
