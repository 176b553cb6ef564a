import { type RawBuilder, sql } from 'kysely';
import { listed } from '../../../database/index.js';
import type { Item } from '../query.js';

type Details = Readonly<Record<string, unknown>>;

/** Data items by where they stand: their key, and the column of the formula that the metadata shows. */
const DATA = [
  { table: 'dataelement', id: 'dataelementid', legends: 'dataelementlegendsets', expression: undefined },
  { table: 'indicator', id: 'indicatorid', legends: 'indicatorlegendsets', expression: undefined },
  {
    table: 'programindicator',
    id: 'programindicatorid',
    legends: 'programindicatorlegendsets',
    expression: 'expression',
  },
  { table: 'dataset', id: 'datasetid', legends: 'datasetlegendsets', expression: undefined },
] as const;

/** Other objects that have a description. */
const DESCRIBED = [
  'organisationunit',
  'dataelementgroup',
  'orgunitgroup',
  'categoryoption',
  'categoryoptiongroup',
] as const;

/** What an object says of itself only to those who ask for details. */
export interface DetailsRow {
  readonly uid: string;
  readonly details: Details;
}

type Kind = 'data' | 'other';

/**
 * What only `includeMetadataDetails` shows: the first legend set, the style and the formula of data items, the description of all others
 * (contract: analytics-query.md §5.1).
 */
export function detailsStatement(kind: Kind, names: readonly string[]): RawBuilder<DetailsRow> {
  const uids = sql`any (${listed(names.map(objectOf))})`;
  const selects =
    kind === 'data' ? DATA.map((one) => dataDetails(one, uids)) : DESCRIBED.map((one) => described(one, uids));
  return sql`${sql.join(selects, sql` union all `)}`;
}

/** The items with what was read of them. What the items say themselves stays. */
export function withDetails(kind: Kind, items: readonly Item[], rows: readonly DetailsRow[]): readonly Item[] {
  const found = new Map(rows.map(({ uid, details }) => [uid, details]));
  return items.map((item) => {
    const details = found.get(item.uid) ?? (kind === 'data' ? found.get(objectOf(item.uid)) : undefined);
    return details === undefined ? item : { ...item, details: { ...details, ...item.details } };
  });
}

/** An operand says what its element says. */
const objectOf = (uid: string): string => uid.split('.')[0] ?? uid;

function dataDetails(
  { table, id, legends, expression }: (typeof DATA)[number],
  uids: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const formula = expression === undefined ? sql`null::text` : sql.ref(`object.${expression}`);
  return sql`
    select object.uid::text as uid, jsonb_strip_nulls(jsonb_build_object(
      'description', object.description,
      'legendSet', (
        select legendset.uid
        from ${sql.table(legends)} as legends
        join maplegendset as legendset on legendset.maplegendsetid = legends.legendsetid
        where legends.${sql.id(id)} = object.${sql.id(id)}
        order by legends.sort_order
        limit 1
      ),
      'expression', ${formula},
      'style', object.style
    )) as details
    from ${sql.table(table)} as object
    where object.uid = ${uids}
  `;
}

const described = (table: (typeof DESCRIBED)[number], uids: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select object.uid::text as uid, jsonb_strip_nulls(jsonb_build_object('description', object.description)) as details
  from ${sql.table(table)} as object
  where object.uid = ${uids}
`;
