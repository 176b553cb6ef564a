import { type RawBuilder, sql } from 'kysely';
import { type TableName, tableRef } from '../../../../database/build/index.js';
import type { AnalyticsColumn, RejectedCells, RejectionRow } from '../../definition.js';
import type { NumberForm } from '../../numbers.js';
import type { GeometrySource } from './geometry.js';
import { type LegendSet, legendOf } from './legends.js';
import { formOf } from './value-forms.js';

/** A data element or an attribute whose values become a column. */
export interface Item {
  readonly uid: string;
  readonly name: string;
  readonly kind: 'data element' | 'attribute';
  readonly valueType: string;
  readonly legendSets: readonly LegendSet[];
  /** Whether DHIS2 gives its column an index: not to texts without an option set (contract: tables.md §4.10). */
  readonly indexed: boolean;
}

/**
 * The columns of the items of one table, in steps from the rows that hold them all as JSON. Each value is taken out of the JSON once, read once, and then copied to where it
 * is needed: the cost of a row is in proportion to its cells.
 */
export interface Cells {
  /**
   * Makes rows with the cells of `rows`, a `select` that gives the data values of an event in a column `data` and the attributes of a tracked entity in `attributes`, each as
   * JSON, beside others, which are kept.
   */
  readonly read: (rows: RawBuilder<unknown>) => RawBuilder<unknown>;
  /** Joins to the rows that `read` made, under the alias given to `cells`. */
  readonly joins: RawBuilder<unknown>;
  readonly columns: readonly AnalyticsColumn[];
  readonly rejected: RejectedCells | undefined;
}

/** Between the rejected cells of a row; not in any value that a person enters. */
const SEPARATOR = '\u001f';
const UID_LENGTH = 11;
const EXAMPLE_LENGTH = 60;

/** @param alias the name under which the statement has the rows that `read` makes */
export function cells(items: readonly Item[], alias: string, numbers: NumberForm, geometry: GeometrySource): Cells {
  const found = items.map((item, index) => {
    const form = formOf(item.valueType, numbers, geometry);
    return { item, form, text: `text_${index}`, value: form.parse ? `value_${index}` : `text_${index}` };
  });
  const texts = found.map(({ item, text }) => sql`, ${textOf(item)} as ${sql.id(text)}`);
  const values = found.flatMap(({ form, text, value }) =>
    form.parse ? [sql`, ${form.parse(sql.ref(`row.${text}`))} as ${sql.id(value)}`] : [],
  );
  const of = (name: string) => sql.ref(`${alias}.${name}`);
  const checked = found.filter(({ form }) => form.parse);
  return {
    // `offset 0` keeps PostgreSQL from pulling the steps together, which would do each of them once for every use of its result.
    read: (rows) => sql`(
      select row.* ${sql.join(values, sql``)}
      from (select base.* ${sql.join(texts, sql``)} from (${rows} offset 0) as base offset 0) as row
      offset 0
    )`,
    joins: sql.join(
      found.filter(({ form }) => form.names === 'org unit').map(({ item, value }) => orgUnitJoin(item, of(value))),
      sql` `,
    ),
    columns: found.flatMap(({ item, form, value }) => [
      { name: item.uid, type: form.type, value: of(value), indexed: item.indexed },
      ...(form.names === 'org unit' ? orgUnitColumns(item, geometry) : []),
      ...(form.legends ? legendColumns(item, of(value)) : []),
    ]),
    rejected:
      checked.length === 0
        ? undefined
        : {
            value: rejectedText(checked.map(({ item, text, value }) => ({ item, text: of(text), value: of(value) }))),
            report: (built) => report(built, checked),
          },
  };
}

const textOf = ({ kind, uid }: Item): RawBuilder<unknown> =>
  kind === 'attribute'
    ? sql`base.attributes ->> ${sql.lit(uid)}`
    : sql`base.data #>> ${sql.lit(`{${uid},value}`)}::text[]`;

const legendColumns = ({ uid, legendSets }: Item, value: RawBuilder<unknown>): readonly AnalyticsColumn[] =>
  legendSets.map((legendSet) => ({
    name: `${uid}_${legendSet.uid}`,
    type: 'char(11)',
    value: legendOf(legendSet, value),
  }));

const unitAlias = ({ uid }: Item): string => `unit_${uid}`;

const orgUnitJoin = (item: Item, value: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  left join organisationunit as ${sql.id(unitAlias(item))} on ${sql.ref(`${unitAlias(item)}.uid`)} = ${value}
`;

const orgUnitColumns = (item: Item, geometry: GeometrySource): readonly AnalyticsColumn[] => [
  ...geometry.unitColumns(`${item.uid}_geom`, sql.ref(`${unitAlias(item)}.geometry`)),
  { name: `${item.uid}_name`, type: 'text', value: sql.ref(`${unitAlias(item)}.name`), indexed: false },
];

/** Uid and text of each cell that has a text and no value. The test before spares nearly all rows the making of a list. */
function rejectedText(
  all: readonly { readonly item: Item; readonly text: RawBuilder<unknown>; readonly value: RawBuilder<unknown> }[],
): RawBuilder<unknown> {
  const tests = all.map(({ text, value }) => sql`${text} is not null and ${value} is null`);
  const parts = all.map(
    ({ item, text }, index) =>
      sql`case when ${tests[index]} then ${sql.lit(item.uid)} || left(${text}, ${sql.lit(EXAMPLE_LENGTH)}) end`,
  );
  return sql`
    case when ${sql.join(tests, sql` or `)} then array_to_string(array[${sql.join(parts)}], ${sql.lit(SEPARATOR)}) end
  `;
}

function report(
  built: TableName,
  checked: readonly { readonly item: Item; readonly form: { readonly rejection: string } }[],
): RawBuilder<RejectionRow> {
  const subjects = checked.map(({ item }) => `${item.kind} ${item.uid} (${item.name})`);
  return sql<RejectionRow>`
    select items.reason, items.subject, min(nullif(substr(cell, ${sql.lit(UID_LENGTH + 1)}), '')) as example, count(*)::int as count
    from ${tableRef(built)} as built
    cross join string_to_table(built.orderly_rejected, ${sql.lit(SEPARATOR)}) as cell
    join unnest(
      ${checked.map(({ item }) => item.uid)}::text[], ${checked.map(({ form }) => form.rejection)}::text[], ${subjects}::text[]
    ) as items (uid, reason, subject) on items.uid = left(cell, ${sql.lit(UID_LENGTH)})
    group by items.reason, items.subject
    order by count(*) desc, items.subject
  `;
}

/** The attributes of one tracked entity as one JSON object by uid, read by the key of its values; null for one without. */
export function attributesJoin(trackedEntity: string, attributes: readonly Item[]): RawBuilder<unknown> {
  if (attributes.length === 0) return sql`cross join (select null::jsonb as attributes) as found`;
  const uids = attributes.map(({ uid }) => uid);
  return sql`
    left join lateral (
      select jsonb_object_agg(attribute.uid, value.value) as attributes
      from trackedentityattributevalue as value
      join trackedentityattribute as attribute on attribute.trackedentityattributeid = value.trackedentityattributeid
      where value.trackedentityid = ${sql.ref(trackedEntity)} and attribute.uid = any (${uids}::text[])
    ) as found on true
  `;
}
