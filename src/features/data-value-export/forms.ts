import { type RawBuilder, sql } from 'kysely';
import { escapeMarkup } from '../../kernel/markup.js';
import type { ExportedType } from './parameters.js';
import type { SetHead } from './selection.js';

export type ExportForm = 'json' | 'xml' | 'csv';

/** What a row names. */
export type Part = Exclude<ExportedType, 'dataSet'> | 'period';

/** How values are written: the database writes each row, the server what stands before and after them (contract: imports.md §2.1). */
export interface FormOfValues {
  readonly contentType: string;
  readonly head: (head: SetHead | undefined) => string;
  readonly tail: string;
  /** Characters at the beginning of the first row that separate rows. */
  readonly separator: number;
  /** What a row says of an object called `name`, worked out once for each object. */
  readonly part: (type: Part, name: RawBuilder<unknown>) => RawBuilder<unknown>;
  /** The columns of a row; those of a form other than CSV are one text. */
  readonly row: (parts: Readonly<Record<Part, RawBuilder<unknown>>>) => RawBuilder<unknown>;
  /** Options of `copy` with which the texts come out as they are. */
  readonly options: RawBuilder<unknown>;
}

/** The moment in UTC with its zone, as the peer writes it here, so that it means the same on another server. */
const moment = (column: string): RawBuilder<unknown> =>
  sql`to_char(${sql.ref(column)}::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"+0000"')`;

/**
 * When the value was put in and last changed, if that is known. Writing a moment is the dearest part of a row, and most values were never changed: theirs is written once.
 *
 * @param named how a text is written under a name
 */
function moments(named: (name: string, text: RawBuilder<unknown>) => RawBuilder<unknown>): RawBuilder<unknown> {
  const both = sql`${named('created', sql`'@'`)} || ${named('lastUpdated', sql`'@'`)}`;
  return sql`case
    when stored.created = stored.lastupdated then replace(${both}, '@', ${moment('stored.created')})
    else concat(${named('created', moment('stored.created'))}, ${named('lastUpdated', moment('stored.lastupdated'))})
  end`;
}

/** Neither JSON nor XML has these characters, so that nothing is quoted; both write line breaks in other ways. */
const PLAIN_LINES = sql`format csv, delimiter E'\\x01', quote E'\\x02', encoding 'UTF8'`;

const jsonText = (value: RawBuilder<unknown>): RawBuilder<unknown> => sql`to_json(${value})::text`;

const member = (name: string, text: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`${sql.lit(`,"${name}":"`)} || ${text} || '"'`;

const json: FormOfValues = {
  contentType: 'application/json;charset=UTF-8',
  head: (head) => `${JSON.stringify(presentOf(head)).slice(0, -1)}${head ? ',' : ''}"dataValues":[`,
  tail: ']}',
  separator: 1,
  part: (type, name) => sql`${sql.lit(`${type === 'dataElement' ? ',{' : ','}"${type}":`)} || ${jsonText(name)}`,
  row: ({ dataElement, period, orgUnit, categoryOptionCombo, attributeOptionCombo }) => sql`concat(
    ${dataElement}, ${period}, ${orgUnit}, ${categoryOptionCombo}, ${attributeOptionCombo},
    ',"value":' || ${jsonText(sql`stored.value`)}, ',"storedBy":' || ${jsonText(sql`stored.storedby`)},
    ${moments(member)}, ',"comment":' || ${jsonText(sql`nullif(stored.comment, '')`)}, ',"followup":',
    case when stored.followup then 'true' else 'false' end, case when stored.deleted then ',"deleted":true' end, '}'
  )`,
  options: PLAIN_LINES,
};

/** Characters that XML has no way to write become U+FFFD; a regular expression finds out whether there is anything to do. */
const xmlText = (value: RawBuilder<unknown>): RawBuilder<unknown> => sql`case
  when ${value} !~ '[&<>"[:cntrl:]\\ufffe\\uffff]' then ${value}
  else replace(replace(replace(replace(replace(replace(replace(
    regexp_replace(${value}, '[\\u0001-\\u0008\\u000b\\u000c\\u000e-\\u001f\\ufffe\\uffff]', U&'\\FFFD', 'g'),
    '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), E'\\t', '&#9;'), E'\\n', '&#10;'), E'\\r', '&#13;')
end`;

const attribute = (name: string, value: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`${sql.lit(` ${name}="`)} || ${value} || '"'`;

const xml: FormOfValues = {
  contentType: 'application/xml;charset=UTF-8',
  head: (head) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<dataValueSet xmlns="http://dhis2.org/schema/dxf/2.0"${Object.entries(
      presentOf(head),
    )
      .map(([name, value]) => ` ${name}="${escapeMarkup(value)}"`)
      .join('')}>`,
  tail: '</dataValueSet>',
  separator: 0,
  part: (type, name) => attribute(type, sql`(${xmlText(name)})`),
  row: ({ dataElement, period, orgUnit, categoryOptionCombo, attributeOptionCombo }) => sql`concat(
    '<dataValue', ${dataElement}, ${period}, ${orgUnit}, ${categoryOptionCombo}, ${attributeOptionCombo},
    ${attribute('value', xmlText(sql`stored.value`))}, ${attribute('storedBy', xmlText(sql`stored.storedby`))},
    ${moments(attribute)},
    ${attribute('comment', xmlText(sql`nullif(stored.comment, '')`))},
    case when stored.followup then ' followUp="true"' else ' followUp="false"' end, case when stored.deleted then ' deleted="true"' end, '/>'
  )`,
  options: PLAIN_LINES,
};

const csv: FormOfValues = {
  contentType: 'application/csv;charset=UTF-8',
  head: () =>
    'dataelement,period,orgunit,categoryoptioncombo,attributeoptioncombo,value,storedby,lastupdated,comment,followup,deleted\n',
  tail: '',
  separator: 0,
  part: (_type, name) => name,
  row: ({ dataElement, period, orgUnit, categoryOptionCombo, attributeOptionCombo }) => sql`
    ${dataElement}, ${period}, ${orgUnit}, ${categoryOptionCombo}, ${attributeOptionCombo}, stored.value, stored.storedby,
    ${moment('stored.lastupdated')}, stored.comment, case when stored.followup then 'true' else 'false' end,
    case when stored.deleted then 'true' else 'false' end
  `,
  options: sql`format csv, encoding 'UTF8'`,
};

export const FORMS: Readonly<Record<ExportForm, FormOfValues>> = { json, xml, csv };

/** The members that are there, in the order of the peer. */
const presentOf = (head: SetHead | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(
    head
      ? [
          ['dataSet', head.dataSet],
          ['completeDate', head.completeDate],
          ['period', head.period],
          ['orgUnit', head.orgUnit],
          ['attributeOptionCombo', head.attributeOptionCombo],
        ].filter(([, value]) => value !== null)
      : [],
  );
