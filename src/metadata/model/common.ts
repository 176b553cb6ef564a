import { type RawBuilder, sql } from 'kysely';
import { hasAnyAuthority } from '../../http/index.js';
import { type Authorities, writeAuthorities } from './authorities.js';
import type { ComputedProperty } from './property.js';
import type { ReadContext } from './read-context.js';
import { isShared } from './sharing.js';

type Expression = ComputedProperty['expression'];

/** The text of `column` in the reader's language, where somebody translated it. */
export function displayed(column: string, word: string, translated: boolean): Expression {
  return (alias, { locale }) => {
    const original = sql.ref(`${alias}.${column}`);
    if (!translated) return original;
    const translations = sql.ref(`${alias}.translations`);
    // The column may hold a JSON null, which has no elements.
    return sql`case jsonb_typeof(${translations})
      when 'array' then coalesce((
        select entry ->> 'value'
        from jsonb_array_elements(${translations}) as entry
        where entry ->> 'property' = ${word} and entry ->> 'locale' = ${locale}
        limit 1
      ), ${original})
      else ${original}
    end`;
  };
}

/** The form name in the reader's language, the name where there is none. */
export function displayedFormName(translated: boolean): Expression {
  const formName = displayed('formname', 'FORM_NAME', translated);
  const name = displayed('name', 'NAME', translated);
  return (alias, context) => sql`coalesce(nullif(${formName(alias, context)}, ''), ${name(alias, context)})`;
}

export function hrefOf(plural: string): Expression {
  return (alias, { apiRoot }) => sql`${`${apiRoot}/${plural}/`}::text || ${sql.ref(`${alias}.uid`)}`;
}

/** The sharing setting with the members that clients rely on. */
export const sharingOf: Expression = (alias) => {
  const sharing = sql.ref(`${alias}.sharing`);
  return sql`jsonb_build_object(
    'owner', ${sharing} -> 'owner',
    'public', ${sharing} -> 'public',
    'external', coalesce(${sharing} -> 'external', 'false'),
    'users', coalesce(nullif(${sharing} -> 'users', 'null'), '{}'),
    'userGroups', coalesce(nullif(${sharing} -> 'userGroups', 'null'), '{}')
  )`;
};

export const translationsOf: Expression = (alias) => jsonOf(alias, 'translations', 'array', '[]');

/** Attribute values as rows of the pseudo type `attributeValue`; kept as `{"<uid>": {"value": …}}` (contract: schema.md §2.9). */
export const attributeValueRows = (alias: string): RawBuilder<unknown> => sql`
  select entry.key as attribute, entry.value ->> 'value' as value
  from jsonb_each(${jsonOf(alias, 'attributevalues', 'object', '{}')}) as entry
`;

/** A stored JSON value of the form that is expected; what stands for none, where it has another: older servers left nulls. */
function jsonOf(alias: string, column: string, form: 'array' | 'object', none: string): RawBuilder<unknown> {
  const stored = sql.ref(`${alias}.${column}`);
  return sql`(case jsonb_typeof(${stored}) when ${sql.lit(form)} then ${stored} else ${sql.lit(none)}::jsonb end)`;
}

/** What the reader may do with the object, `access` on the wire. */
export function accessOf(authorities: Authorities, shared: boolean, dataShared: boolean): Expression {
  return (alias, { user }: ReadContext) => {
    const may = (access: 'read' | 'write' | 'dataRead' | 'dataWrite', allowed = true): RawBuilder<unknown> => {
      if (!allowed) return sql`false`;
      return shared ? isShared(alias, user, access) : sql`true`;
    };
    const writer = hasAnyAuthority(user, writeAuthorities(authorities)) || authorities.implicitPrivate === true;
    const remover = hasAnyAuthority(user, authorities.delete ?? []) || authorities.implicitPrivate === true;
    const data = sql`, 'data', json_build_object('read', ${may('dataRead')}, 'write', ${may('dataWrite')})`;
    return sql`json_build_object(
      'manage', ${may('write', writer)}, 'externalize', false, 'write', ${may('write', writer)}, 'read', ${may('read')},
      'update', ${may('write', writer)}, 'delete', ${may('write', remover)}${dataShared ? data : sql``}
    )`;
  };
}
