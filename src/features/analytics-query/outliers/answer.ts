import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { catalogued, OrderlyError } from '../../../kernel/errors/index.js';
import { parsePeriod, periodLabel } from '../../../kernel/periods/index.js';
import { isDataReadable, isReadable, NUMERIC_VALUE_TYPES } from '../../../metadata/index.js';
import { type Grid, type GridHeader, textHeader } from '../../grids/index.js';
import { namesOf } from '../../imports/index.js';
import { readSettings } from '../../settings/index.js';
import { analyticsParameters, type PreparedQuery, prepareQuery, type QueryContext } from '../answer-query.js';
import { formatValue } from '../answers/format.js';
import { schemeOf } from '../answers/id-schemes.js';
import { pathFromRoots } from '../answers/metadata.js';
import { numberColumn } from '../answers/rows.js';
import type { DataItem } from '../query.js';
import { readUserUnits } from '../request/org-unit-statements.js';
import { type Cursors, readThrough } from '../statements/cursor.js';
import { type OutlierParameters, type OutlierRules, outlierRules, periodsOf } from './parameters.js';
import { type OutlierRow, outlierStatement } from './statement.js';

const DECIMALS = 2;

export interface OutlierAnswer {
  readonly grid: Grid;
  readonly prepared: PreparedQuery;
}

/**
 * What `GET /api/analytics/outlierDetection` answers: values that lie far from the others of their series, by the statistics of the analytics table
 * (contract: analytics-query.md §1; columns and codes as from DHIS2 2.42).
 *
 * @throws OrderlyError E7180 when the table was built without statistics, E2200–E2213 for what cannot be asked
 */
export async function outliers(db: Db, parameters: OutlierParameters, context: QueryContext): Promise<OutlierAnswer> {
  await requireStatistics(db);
  const settings = await readSettings(db);
  const rules = outlierRules(parameters, settings.keyAnalyticsMaxLimit);
  const prepared = await prepare(db, parameters, context);
  const shortNames = parameters.displayProperty === 'SHORTNAME';
  const statement = outlierStatement(prepared.request, rules, shortNames);
  const rows: OutlierRow[] = [];
  const read = async function* ({ next }: Cursors) {
    for (let batch = await next<OutlierRow>(0); batch.length > 0; batch = await next<OutlierRow>(0)) yield batch;
  };
  for await (const batch of readThrough(db, [statement], read, prepared.options)) rows.push(...batch);
  return { grid: await gridOf(db, rows, { parameters, rules, user: context.user }), prepared };
}

/** @throws OrderlyError E7180; the database's own error when there is no table at all */
async function requireStatistics(db: Db): Promise<void> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (
      select from pg_attribute
      where attrelid = 'analytics'::regclass and attname = 'std_dev' and not attisdropped
    ) as found
  `.execute(db);
  if (!rows[0]?.found) throw catalogued('E7180');
}

/** The same request as a query of analytics, with all that restricts the user there. */
async function prepare(db: Db, parameters: OutlierParameters, context: QueryContext): Promise<PreparedQuery> {
  const { startDate, endDate, relativePeriodDate, displayProperty } = parameters;
  const data = [...(await elementsOfDataSets(db, parameters.ds, context.user)), ...splitItems(parameters.dx)];
  if (data.length === 0) throw catalogued('E2200');
  const periods = periodsOf(parameters);
  const elements = [...new Set(data.map((text) => text.split('.')[0] ?? text))];
  try {
    const prepared = await prepareQuery(
      db,
      analyticsParameters({
        // With option combos as a dimension no element is too coarse, and summing suits every number.
        dimension: [`dx:${elements.join(';')}`, `ou:${splitItems(parameters.ou).join(';')}`, 'co'],
        filter: periods.length === 0 ? [] : [`pe:${periods.join(';')}`],
        aggregationType: 'SUM',
        displayProperty,
        ...(startDate !== undefined && { startDate }),
        ...(endDate !== undefined && { endDate }),
        ...(relativePeriodDate !== undefined && { relativePeriodDate }),
      }),
      context,
    );
    if (prepared.request.data.length === 0) throw catalogued('E2200');
    return { ...prepared, request: { ...prepared.request, data: withCombos(prepared.request.data, data) } };
  } catch (error) {
    if (error instanceof OrderlyError && error.code === 'E7124') throw catalogued('E2200');
    if (error instanceof OrderlyError && error.code === 'E7143') throw catalogued('E2203');
    throw error;
  }
}

/** The elements, and those of which operands name option combos for these only unless they are named alone too. */
function withCombos(elements: readonly DataItem[], texts: readonly string[]): readonly DataItem[] {
  const named = (part: string | undefined) => (part === '*' ? undefined : part);
  const operands = texts
    .filter((text) => text.includes('.'))
    .flatMap((text) => {
      const [uid, combo, attributeCombo] = text.split('.');
      const own = elements.filter(({ element }) => element === uid);
      return own.map((item) => ({ ...item, uid: text, combo: named(combo), attributeCombo: named(attributeCombo) }));
    });
  const isSplit = (item: DataItem): boolean => operands.some(({ element }) => element === item.element);
  return [...elements.filter((item) => texts.includes(item.element) || !isSplit(item)), ...operands];
}

const splitItems = (texts: readonly string[]): readonly string[] =>
  texts.flatMap((text) => text.split(';')).filter((text) => text !== '');

/** Numeric data elements of data sets that the user may read. */
async function elementsOfDataSets(db: Db, uids: readonly string[], user: CurrentUser): Promise<readonly string[]> {
  if (uids.length === 0) return [];
  const { rows } = await sql<{ uid: string }>`
    select distinct dataelement.uid
    from dataset
    join datasetelement on datasetelement.datasetid = dataset.datasetid
    join dataelement on dataelement.dataelementid = datasetelement.dataelementid
    where dataset.uid = any (${splitItems(uids)}::text[])
      and dataelement.valuetype = any (${[...NUMERIC_VALUE_TYPES]}::text[])
      and ${isReadable('dataset', user)} and ${isDataReadable('dataset', user)}
    order by dataelement.uid
  `.execute(db);
  return rows.map(({ uid }) => uid);
}

interface Column {
  readonly header: GridHeader;
  readonly cell: (row: OutlierRow) => string;
}

interface Naming {
  readonly parameters: OutlierParameters;
  readonly rules: OutlierRules;
  readonly user: CurrentUser;
}

async function gridOf(db: Db, rows: readonly OutlierRow[], naming: Naming): Promise<Grid> {
  const { parameters, rules } = naming;
  const columns = chosen(await columnsOf(db, rows, naming), parameters.headers);
  const { algorithm, threshold, order, maxResults } = rules;
  return {
    title: '',
    subtitle: '',
    headers: columns.map(({ header }) => header),
    rows: rows.map((row) => columns.map(({ cell }) => cell(row))),
    height: rows.length,
    members: () =>
      Promise.resolve({
        metaData: {
          algorithm,
          threshold: doubleText(threshold, DECIMALS),
          orderBy: order,
          maxResults,
          count: rows.length,
        },
        rowContext: {},
      }),
  };
}

/** The columns that `headers` names, in its order; all without it. */
function chosen(columns: readonly Column[], names: readonly string[]): readonly Column[] {
  if (names.length === 0) return columns;
  return names.map((name) => {
    const column = columns.find(({ header }) => header.name === name);
    if (!column) throw catalogued('E7230', name);
    return column;
  });
}

async function columnsOf(
  db: Db,
  rows: readonly OutlierRow[],
  { parameters, rules, user }: Naming,
): Promise<readonly Column[]> {
  const scheme = schemeOf('outputIdScheme', parameters.outputIdScheme);
  const uids = (of: (row: OutlierRow) => string): readonly string[] => [...new Set(rows.map(of))];
  const combos = [...uids(({ co }) => co), ...uids(({ ao }) => ao)];
  const names = new Map([
    ...(await namesOf(
      db,
      ['dataelement'],
      scheme,
      uids(({ dx }) => dx),
    )),
    ...(await namesOf(
      db,
      ['organisationunit'],
      scheme,
      uids(({ ou }) => ou),
    )),
    ...(await namesOf(db, ['categoryoptioncombo'], scheme, combos)),
  ]);
  const roots = new Set((await readUserUnits(db, user, 'DATA_CAPTURE', false)).map(({ uid }) => uid));
  const written = (uid: string): string => names.get(uid) ?? uid;
  const text = (name: string, title: string, cell: Column['cell']): Column => ({
    header: { ...textHeader(name), column: title },
    cell,
  });
  const decimals = parameters.skipRounding ? 10 : DECIMALS;
  const number = (name: string, title: string, value: (row: OutlierRow) => number): Column => ({
    header: numberColumn(name, title),
    cell: (row) => doubleText(value(row), decimals),
  });
  const isModified = rules.algorithm === 'MODIFIED_Z_SCORE';
  return [
    text('dx', 'Data', ({ dx }) => written(dx)),
    text('dxname', 'Data name', ({ dxName }) => dxName),
    text('pe', 'Period', ({ pe }) => pe),
    text('pename', 'Period name', ({ pe }) => periodName(pe)),
    text('ou', 'Organisation unit', ({ ou }) => written(ou)),
    text('ouname', 'Organisation unit name', ({ ouName }) => ouName),
    text('ounamehierarchy', 'Organisation unit name hierarchy', (row) => hierarchyName(row, roots)),
    text('coc', 'Category option combo', ({ co }) => written(co)),
    text('cocname', 'Category option combo name', ({ coName }) => coName),
    text('aoc', 'Attribute option combo', ({ ao }) => written(ao)),
    text('aocname', 'Attribute option combo name', ({ aoName }) => aoName),
    number('value', 'Value', ({ value }) => value),
    isModified ? number('median', 'Median', ({ middle }) => middle) : number('mean', 'Mean', ({ middle }) => middle),
    isModified
      ? number('medianabsdeviation', 'Median absolute deviation', ({ deviation }) => deviation)
      : number('stddev', 'Standard deviation', ({ deviation }) => deviation),
    number('absdev', 'Absolute deviation', ({ distance }) => distance),
    isModified
      ? number('modifiedzscore', 'Modified Z-score', ({ score }) => score)
      : number('zscore', 'Z-score', ({ score }) => score),
    number('lowerbound', 'Lower boundary', ({ lower }) => lower),
    number('upperbound', 'Upper boundary', ({ upper }) => upper),
  ];
}

/** The unit and those above it, from the user's own units downwards. */
function hierarchyName({ path, pathNames }: OutlierRow, roots: ReadonlySet<string>): string {
  const above = pathFromRoots(`/${path.join('/')}`, roots);
  return pathNames.slice(path.length - 1 - above.length).join(' / ');
}

function periodName(iso: string): string {
  const period = parsePeriod(iso);
  return period ? periodLabel(period) : iso;
}

/** Doubles as clients of this endpoint know them: with a decimal even where it is zero. */
function doubleText(value: number, decimals: number): string {
  const text = formatValue(value, decimals);
  return text.includes('.') ? text : `${text}.0`;
}
