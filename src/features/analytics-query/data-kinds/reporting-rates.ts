import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { catalogued } from '../../../kernel/errors/index.js';
import { PERIOD_TYPE_NAMES, type PeriodTypeName } from '../../../kernel/periods/index.js';
import { isDataReadable } from '../../../metadata/index.js';
import { RATES, type RateName } from '../../expressions/index.js';
import { formatValue } from '../answers/format.js';
import type { DerivedItem } from '../query.js';
import { readableBy } from '../request/data-statements.js';
import { meetsAll } from '../request/parse.js';
import type { DataOptions } from '../request/resolve-data.js';
import { demandTables } from '../statements/demand-tables.js';
import type { AnswerRow } from '../statements/execute.js';
import { groupedBy } from './grouped.js';
import type { DataKind } from './kind.js';
import { type Report, reportsOf } from './reports.js';

/** A figure of how well a data set is reported. */
export interface ReportingRateItem extends DerivedItem {
  readonly kind: 'reportingRate';
  readonly dataSet: string;
  readonly rate: RateName;
  /** How often the data set is reported. */
  readonly periodType: PeriodTypeName | undefined;
}

const RATE = new RegExp(`^([a-zA-Z][a-zA-Z0-9]{10})\\.(${RATES.join('|')})$`);

/** What the figures are called. */
const NAMES: Readonly<Record<RateName, string>> = {
  REPORTING_RATE: 'Reporting rate',
  REPORTING_RATE_ON_TIME: 'Reporting rate on time',
  ACTUAL_REPORTS: 'Actual reports',
  ACTUAL_REPORTS_ON_TIME: 'Actual reports on time',
  EXPECTED_REPORTS: 'Expected reports',
};

const PERCENT = 100;

/** In percent, never more than all, and nothing of nothing. */
const share = (actual: number, { expected }: Report): number =>
  expected === 0 ? 0 : Math.min(PERCENT, (actual * PERCENT) / expected);

const FIGURES: Readonly<Record<RateName, (report: Report) => number>> = {
  REPORTING_RATE: (report) => share(report.actual, report),
  REPORTING_RATE_ON_TIME: (report) => share(report.onTime, report),
  ACTUAL_REPORTS: ({ actual }) => actual,
  ACTUAL_REPORTS_ON_TIME: ({ onTime }) => onTime,
  EXPECTED_REPORTS: ({ expected }) => expected,
};

const DECIMALS = 2;
const DECIMALS_UNROUNDED = 10;

/** The five figures of data sets (contract: analytics-query.md §4 "Reporting rates"). There is a row wherever reports are expected from. */
export const reportingRateKind: DataKind<ReportingRateItem> = {
  kind: 'reportingRate',
  matches: (text) => RATE.test(text),
  async resolve(db, texts, options) {
    const asked = texts.map((text) => {
      const [, dataSet = '', rate = ''] = RATE.exec(text) ?? [];
      return { text, dataSet, rate: rate as RateName };
    });
    const dataSets = await readDataSets(
      db,
      asked.map(({ dataSet }) => dataSet),
      options,
    );
    return new Map(
      asked.map(({ text, dataSet, rate }) => {
        const found = dataSets.get(dataSet);
        return [text, found ? [rateItem(found, rate)] : []] as const;
      }),
    );
  },
  async rows(db, request, items, options) {
    const { criteria, skipRounding } = options;
    await demandTables(db, 'COMPLETENESS', 'COMPLETENESS_TARGET');
    const decimals = skipRounding ? DECIMALS_UNROUNDED : DECIMALS;
    const byDataSet = groupedBy(items, ({ dataSet }) => dataSet);
    const sets = [...byDataSet.values()].flatMap(([first]) => (first ? [{ ...first, uid: first.dataSet }] : []));
    return (await reportsOf(db, request, sets, options)).flatMap(({ dataSet, keys, report }) =>
      (byDataSet.get(dataSet) ?? []).flatMap(({ uid, rate }): readonly AnswerRow[] => {
        const value = FIGURES[rate](report);
        if (!meetsAll(Number(formatValue(value, decimals)), criteria)) return [];
        const actual = rate.endsWith('ON_TIME') ? report.onTime : report.actual;
        const parts = [formatValue(actual, DECIMALS), formatValue(report.expected, DECIMALS), String(PERCENT)];
        return [{ keys: keys(uid), value, parts }];
      }),
    );
  },
};

interface DataSetRow {
  readonly uid: string;
  readonly name: string;
  readonly code: string | null;
  readonly periodType: string;
  readonly dataReadable: boolean;
}

function rateItem({ uid, name, code, periodType }: DataSetRow, rate: RateName): ReportingRateItem {
  return {
    kind: 'reportingRate',
    uid: `${uid}.${rate}`,
    name: `${name} - ${NAMES[rate]}`,
    code: code === null ? null : `${code}.${rate}`,
    details: { dimensionItemType: 'REPORTING_RATE', valueType: 'NUMBER', totalAggregationType: 'SUM' },
    dataSet: uid,
    rate,
    periodType: PERIOD_TYPE_NAMES.find((known) => known === periodType),
  };
}

/** @throws OrderlyError E7121 for a data set that the user may see, but whose data they may not read */
async function readDataSets(
  db: Db,
  uids: readonly string[],
  { user, shortNames }: DataOptions,
): Promise<ReadonlyMap<string, DataSetRow>> {
  const { rows } = await sql<DataSetRow>`
    select
      dataset.uid, ${shortNames ? sql`coalesce(dataset.shortname, dataset.name)` : sql`dataset.name`} as name, dataset.code,
      periodtype.name as "periodType", ${user ? isDataReadable('dataset', user) : sql`true`} as "dataReadable"
    from dataset
    join periodtype on periodtype.periodtypeid = dataset.periodtypeid
    where dataset.uid = any (${[...uids]}::text[]) and ${readableBy('dataset', user)}
    order by dataset.uid
  `.execute(db);
  const closed = rows.find(({ dataReadable }) => !dataReadable);
  if (closed && user) throw catalogued('E7121', user.username, 'DataSet', closed.uid);
  return new Map(rows.map((row) => [row.uid, row]));
}
