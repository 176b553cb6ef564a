import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { localDate } from '../../../kernel/calendar.js';
import { catalogued } from '../../../kernel/errors/index.js';
import { namesOf } from '../../imports/index.js';
import { openRows, type PreparedQuery, prepareQuery, type QueryContext } from '../answer-query.js';
import type { AnalyticsRequest } from '../query.js';
import type { AnalyticsParameters } from '../request/parameters.js';
import type { OutputSchemes } from './id-schemes.js';
import { readMetadata } from './metadata.js';
import { type Names, readNames } from './names.js';
import { valueCell } from './rows.js';

/** A value of a data value set (contract: analytics-query.md §5.5, imports.md §2.1). */
export interface AggregatedValue {
  readonly dataElement: string;
  readonly period: string;
  readonly orgUnit: string;
  readonly categoryOptionCombo?: string;
  readonly attributeOptionCombo?: string;
  readonly value: string;
  readonly storedBy: string;
  readonly created: string;
  readonly lastUpdated: string;
  readonly comment: string;
  readonly followup: boolean;
}

/** What the peer says of values that nobody entered. */
const AGGREGATED = '[aggregated]';

/**
 * A query whose rows can be values: it tells data items, periods and organisation units apart.
 *
 * @throws OrderlyError E7117, E7118 or E7119 when it does not, and what any query throws
 */
export async function prepareDataValues(
  db: Db,
  parameters: AnalyticsParameters,
  context: QueryContext,
): Promise<PreparedQuery> {
  const prepared = await prepareQuery(db, { ...parameters, columns: '', rows: '' }, context);
  const { dimensions } = prepared.request;
  if (!dimensions.includes('dx')) throw catalogued('E7117');
  if (!dimensions.includes('pe')) throw catalogued('E7118');
  if (!dimensions.includes('ou')) throw catalogued('E7119');
  return prepared;
}

/**
 * The rows of a query as data values, batch by batch. An operand is a data element with its option combos; an indicator says as which it is exported; a data element with whole
 * numbers gets the whole part, as from the peer (contract: analytics-query.md §5.5).
 */
export async function* dataValues(
  db: Db,
  prepared: PreparedQuery,
  { now }: Pick<QueryContext, 'now'>,
): AsyncGenerator<readonly AggregatedValue[]> {
  const { request, parameters, schemes } = prepared;
  const items = await readMetadata(db, request, { shortNames: false, details: false });
  const names = await readNames(db, request, items, schemes);
  const targets = await readTargets(db, request, schemes);
  const place = (name: string): number => request.dimensions.indexOf(name);
  const places = { dx: place('dx'), pe: place('pe'), ou: place('ou'), co: place('co'), ao: place('ao') };
  const today = localDate(now);
  for await (const rows of openRows(db, prepared).batches) {
    await names.learn(rows);
    yield rows.map((row): AggregatedValue => {
      const target = targets.get(row.keys[places.dx] ?? '');
      const combo = named(names, row.keys[places.co]) ?? target?.combo;
      const attributeCombo = named(names, row.keys[places.ao]) ?? target?.attributeCombo;
      const value = valueCell(row, parameters);
      return {
        dataElement: target?.element ?? names.write('dx', row.keys[places.dx] ?? ''),
        period: row.keys[places.pe] ?? '',
        orgUnit: names.write('ou', row.keys[places.ou] ?? ''),
        ...(combo !== undefined && { categoryOptionCombo: combo }),
        ...(attributeCombo !== undefined && { attributeOptionCombo: attributeCombo }),
        value: target?.isWhole ? value.replace(/\..*$/, '') : value,
        storedBy: AGGREGATED,
        created: today,
        lastUpdated: today,
        comment: AGGREGATED,
        followup: false,
      };
    });
  }
}

const named = (names: Names, combo: string | undefined): string | undefined =>
  combo === undefined ? undefined : names.write('co', combo);

/** As what the values of a data item go into a data value set. */
interface Target {
  readonly element: string | undefined;
  readonly combo: string | undefined;
  readonly attributeCombo: string | undefined;
  readonly isWhole: boolean;
}

const ANY = '*';

async function readTargets(
  db: Db,
  { data, dx = data }: AnalyticsRequest,
  schemes: OutputSchemes,
): Promise<ReadonlyMap<string, Target>> {
  const partsOf = (uid: string): readonly string[] => uid.split('.').filter((part) => part !== ANY);
  const parts = [...new Set(dx.flatMap(({ uid }) => partsOf(uid)))];
  const exported = await readExports(db, parts);
  const combos = [...exported.values()].flatMap(({ combo, attributeCombo }) => [combo ?? '', attributeCombo ?? '']);
  const elements = await namesOf(db, ['dataelement'], schemes.element, parts);
  const comboNames = await namesOf(db, ['categoryoptioncombo'], schemes.other, [...parts, ...combos]);
  const comboName = (uid: string | null | undefined): string | undefined =>
    uid == null || uid === ANY ? undefined : (comboNames.get(uid) ?? uid);
  return new Map(
    dx.map(({ uid, details }) => {
      const [first = '', second, third] = uid.split('.');
      const isElement = /^DATA_ELEMENT/.test(String(details?.dimensionItemType));
      const own = exported.get(uid);
      return [
        uid,
        {
          element: isElement ? (elements.get(first) ?? first) : (own?.element ?? undefined),
          combo: isElement ? comboName(second) : comboName(own?.combo),
          attributeCombo: isElement ? comboName(third) : comboName(own?.attributeCombo),
          isWhole: isElement && String(details?.valueType).startsWith('INTEGER'),
        },
      ] as const;
    }),
  );
}

interface ExportRow {
  readonly uid: string;
  readonly element: string | null;
  readonly combo: string | null;
  readonly attributeCombo: string | null;
}

/** As what indicators and program indicators say that they are exported. */
async function readExports(db: Db, uids: readonly string[]): Promise<ReadonlyMap<string, ExportRow>> {
  const those = sql`uid = any (${[...uids]}::text[])`;
  const { rows } = await sql<ExportRow>`
    select uid::text, null as element, nullif(aggregateexportcategoryoptioncombo, '') as combo,
      nullif(aggregateexportattributeoptioncombo, '') as "attributeCombo"
    from indicator where ${those}
    union all
    select uid, nullif(aggregateexportdataelement, ''), nullif(aggregateexportcategoryoptioncombo, ''),
      nullif(aggregateexportattributeoptioncombo, '')
    from programindicator where ${those}
  `.execute(db);
  return new Map(rows.map((row) => [row.uid, row]));
}

/** What a query answers as values, all of them. */
export async function answerDataValues(
  db: Db,
  parameters: AnalyticsParameters,
  context: QueryContext,
): Promise<readonly AggregatedValue[]> {
  const prepared = await prepareDataValues(db, parameters, context);
  const values: AggregatedValue[] = [];
  for await (const batch of dataValues(db, prepared, context)) values.push(...batch);
  return values;
}
