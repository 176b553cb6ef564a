import type { Row } from './least-row.js';
import type { StoredRow, WholeDatabase } from './whole-database.js';

/** Rows that an operation has to remove, by table. */
export type Going = Readonly<Record<string, readonly StoredRow[]>>;

const rowsOf = (whole: WholeDatabase, table: string): readonly StoredRow[] => whole.get(table) ?? [];

/** Rows chosen one by one, collected by table. */
class Chosen {
  readonly #whole: WholeDatabase;
  readonly #rows = new Map<string, Set<StoredRow>>();

  constructor(whole: WholeDatabase) {
    this.#whole = whole;
  }

  /** Chooses rows of a table; tells whether one of them is new. */
  choose(table: string, wanted: (row: Row) => boolean): boolean {
    const chosen = this.#rows.get(table) ?? new Set();
    const before = chosen.size;
    for (const row of rowsOf(this.#whole, table)) if (wanted(row.values)) chosen.add(row);
    this.#rows.set(table, chosen);
    return chosen.size > before;
  }

  has = (table: string, key: string, value: unknown): boolean =>
    value !== null && [...(this.#rows.get(table) ?? [])].some(({ values }) => values[key] === value);

  all(): Going {
    return Object.fromEntries(
      [...this.#rows].filter(([, rows]) => rows.size > 0).map(([table, rows]) => [table, [...rows]]),
    );
  }
}

export type Root = 'event' | 'enrollment' | 'trackedentity' | 'relationship';

/** What goes with the soft-deleted rows of a table, written from the contract row by row (schema.md §3.3) and not from the code that is tested. */
export function goingWith(whole: WholeDatabase, root: Root): Going {
  const chosen = new Chosen(whole);
  const { has } = chosen;
  chosen.choose(root, ({ deleted }) => deleted === true);
  if (root === 'trackedentity')
    chosen.choose('enrollment', ({ trackedentityid }) => has('trackedentity', 'trackedentityid', trackedentityid));
  chosen.choose('event', ({ enrollmentid }) => has('enrollment', 'enrollmentid', enrollmentid));
  const hangs = ({ eventid, enrollmentid, trackedentityid }: Row): boolean =>
    has('event', 'eventid', eventid) ||
    has('enrollment', 'enrollmentid', enrollmentid) ||
    has('trackedentity', 'trackedentityid', trackedentityid);
  const only = (column: string) => (row: Row) => hangs({ [column]: row[column] });

  chosen.choose('programmessage', hangs);
  const parts = { deliverychannels: 'deliverychannels', emailaddresses: 'emailaddress', phonenumbers: 'phonenumber' };
  for (const [table, column] of Object.entries(parts))
    chosen.choose(`programmessage_${table}`, (row) => has('programmessage', 'id', row[`programmessage${column}id`]));
  chosen.choose('programnotificationinstance', hangs);

  chosen.choose('event_notes', only('eventid'));
  chosen.choose('enrollment_notes', only('enrollmentid'));
  const keptElsewhere = (noteid: unknown): boolean =>
    (['event', 'enrollment'] as const).some((kind) =>
      rowsOf(whole, `${kind}_notes`).some(({ values }) => values.noteid === noteid && !only(`${kind}id`)(values)),
    );
  chosen.choose(
    'note',
    ({ noteid }) =>
      (has('event_notes', 'noteid', noteid) || has('enrollment_notes', 'noteid', noteid)) && !keptElsewhere(noteid),
  );

  chosen.choose('relationshipitem', hangs);
  // The foreign keys between the two cascade, in both directions.
  for (let more = true; more; ) {
    const relationships = chosen.choose(
      'relationship',
      ({ relationshipid, from_relationshipitemid: from, to_relationshipitemid: to }) =>
        has('relationshipitem', 'relationshipid', relationshipid) ||
        has('relationshipitem', 'relationshipitemid', from) ||
        has('relationshipitem', 'relationshipitemid', to),
    );
    const items = chosen.choose('relationshipitem', ({ relationshipid }) =>
      has('relationship', 'relationshipid', relationshipid),
    );
    more = relationships || items;
  }

  chosen.choose('eventchangelog', only('eventid'));
  chosen.choose('trackedentitydatavalueaudit', only('eventid'));
  for (const table of [
    'trackedentityattributevalue',
    'trackedentityattributevalueaudit',
    'trackedentitychangelog',
    'trackedentityprogramowner',
    'programtempowner',
    'programtempownershipaudit',
    'programownershiphistory',
  ])
    chosen.choose(table, only('trackedentityid'));
  return chosen.all();
}

/** Uids of relationships that nobody deleted and of which an end is alive and stays: their loss is audited. */
export function lostRelationships(whole: WholeDatabase, going: Going): readonly string[] {
  const goes = (table: string, key: string, value: unknown) =>
    (going[table] ?? []).some(({ values }) => values[key] === value);
  const lives = (table: string, value: unknown): boolean =>
    value !== null &&
    !goes(table, `${table}id`, value) &&
    rowsOf(whole, table).some(({ values }) => values[`${table}id`] === value && values.deleted === false);
  return (going.relationship ?? [])
    .filter(({ values }) => values.deleted !== true)
    .filter(({ values: relationship }) =>
      rowsOf(whole, 'relationshipitem').some(
        ({ values: item }) =>
          (item.relationshipid === relationship.relationshipid ||
            item.relationshipitemid === relationship.from_relationshipitemid ||
            item.relationshipitemid === relationship.to_relationshipitemid) &&
          ['event', 'enrollment', 'trackedentity'].some((table) => lives(table, item[`${table}id`])),
      ),
    )
    .map(({ values }) => String(values.uid))
    .sort();
}

const dataValues = (whole: WholeDatabase, goes: (value: Row, element: Row) => boolean): Going => {
  const elements = new Map(rowsOf(whole, 'dataelement').map(({ values }) => [values.dataelementid, values]));
  const rows = rowsOf(whole, 'datavalue').filter(({ values }) =>
    goes(values, elements.get(values.dataelementid) ?? {}),
  );
  return rows.length === 0 ? {} : { datavalue: rows };
};

const NUMERIC = [
  'INTEGER',
  'INTEGER_NEGATIVE',
  'INTEGER_POSITIVE',
  'INTEGER_ZERO_OR_POSITIVE',
  'NUMBER',
  'PERCENTAGE',
  'UNIT_INTERVAL',
];

/** contract: maintenance.md §4.6 */
export const goingZeros = (whole: WholeDatabase, pattern: 'peer' | 'all'): Going =>
  dataValues(whole, ({ value }, { aggregationtype, valuetype, zeroissignificant }) => {
    if (zeroissignificant !== false) return false;
    if (pattern === 'peer') return value === '0' && aggregationtype === 'SUM';
    const zero = typeof value === 'string' && /^0(\.0*)?$/.test(value);
    return (
      zero &&
      NUMERIC.includes(String(valuetype)) &&
      !['AVERAGE', 'AVERAGE_SUM_ORG_UNIT'].includes(String(aggregationtype))
    );
  });

/** contract: maintenance.md §4.7 */
export const goingDeletedValues = (whole: WholeDatabase): Going => dataValues(whole, ({ deleted }) => deleted === true);

/** Periods that no row names in a column called `periodid`, which is what each table calls it (contract: maintenance.md §4.5). */
export function goingPeriods(whole: WholeDatabase): Going {
  const used = new Set(
    [...whole].flatMap(([table, rows]) => (table === 'period' ? [] : rows.map(({ values }) => values.periodid))),
  );
  const rows = rowsOf(whole, 'period').filter(({ values }) => !used.has(values.periodid));
  return rows.length === 0 ? {} : { period: rows };
}

/** contract: maintenance.md §4.17, §4.18 */
export function goingPruned(whole: WholeDatabase, columns: Readonly<Record<string, string>>, key: unknown): Going {
  const chosen = new Chosen(whole);
  for (const [table, column] of Object.entries(columns)) chosen.choose(table, (row) => row[column] === key);
  return chosen.all();
}
