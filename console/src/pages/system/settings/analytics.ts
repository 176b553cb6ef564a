import { i18n, language } from '../../../i18n';
import { CACHE_TIMES, PERIODS } from './constants';
import { type SettingGroup, setting } from './setting';

/** Months in which a financial year may begin, by their number from 0. */
const MONTHS = [
  ['FEBRUARY', 1],
  ['APRIL', 3],
  ['JULY', 6],
  ['AUGUST', 7],
  ['SEPTEMBER', 8],
  ['OCTOBER', 9],
  ['NOVEMBER', 10],
] as const;
const monthName = (month: number): string =>
  new Intl.DateTimeFormat(language(), { month: 'long' }).format(new Date(2000, month, 1));

export const analytics: SettingGroup = {
  name: 'analytics',
  title: () => i18n.t('Analytics'),
  settings: [
    setting('keyAnalysisRelativePeriod', () => i18n.t('Usual relative period'), {
      choices: PERIODS,
    }),
    setting('keyAnalysisDisplayProperty', () => i18n.t('Names in analyses'), {
      choices: [
        ['NAME', () => i18n.t('Name')],
        ['SHORTNAME', () => i18n.t('Short name')],
      ],
    }),
    setting('keyAnalysisDigitGroupSeparator', () => i18n.t('Between groups of digits'), {
      choices: [
        ['NONE', () => i18n.t('nothing')],
        ['SPACE', () => i18n.t('a blank')],
        ['COMMA', () => i18n.t('a comma')],
      ],
    }),
    setting('analyticsFinancialYearStart', () => i18n.t('Begin of the financial year'), {
      choices: MONTHS.map(([name, month]) => [`FINANCIAL_YEAR_${name}`, () => monthName(month)]),
    }),
    setting('keyHideDailyPeriods', () => i18n.t('Hide daily periods')),
    setting('keyHideWeeklyPeriods', () => i18n.t('Hide weekly periods')),
    setting('keyHideBiWeeklyPeriods', () => i18n.t('Hide two-weekly periods')),
    setting('keyHideMonthlyPeriods', () => i18n.t('Hide monthly periods')),
    setting('keyHideBiMonthlyPeriods', () => i18n.t('Hide two-monthly periods')),
    setting('keyCacheStrategy', () => i18n.t('How long browsers keep answers'), {
      choices: CACHE_TIMES,
    }),
    setting('keyCacheability', () => i18n.t('Who may keep answers'), {
      choices: [
        ['PUBLIC', () => i18n.t('browsers and proxies')],
        ['PRIVATE', () => i18n.t('browsers only')],
      ],
    }),
    setting('keyAnalyticsCacheTtlMode', () => i18n.t('How the time is reckoned for which answers are kept'), {
      choices: [
        ['FIXED', () => i18n.t('the same for all')],
        ['PROGRESSIVE', () => i18n.t('the longer, the older the data')],
      ],
    }),
    setting('keyAnalyticsCacheProgressiveTtlFactor', () => i18n.t('Factor for older data')),
    setting('keyAnalyticsMaxLimit', () => i18n.t('Most records of a query'), { help: noLimit }),
    setting('keyAnalyticsDownloadCombinationLimit', () => i18n.t('Most combinations of a download')),
    setting('keySqlViewMaxLimit', () => i18n.t('Most rows of an SQL view'), { help: noLimit }),
    setting('keyAnalyticsPeriodYearsOffset', () => i18n.t('Years around this one that may be analysed'), {
      help: noLimit,
    }),
    setting('keyIgnoreAnalyticsApprovalYearThreshold', () => i18n.t('Approval counts for so many years'), {
      help: () => i18n.t('Data of older years count as approved. −1: approval does not count, 0: it counts for all.'),
    }),
    setting('keyIncludeZeroValuesInAnalytics', () => i18n.t('Zeros are analysed, too')),
    setting('keyRespectMetaDataStartEndDatesInAnalyticsTableExport', () =>
      i18n.t('Data outside of the dates of their metadata are left out'),
    ),
    setting('keySkipDataTypeValidationInAnalyticsTableExport', () =>
      i18n.t('Values are not checked against their type'),
    ),
    setting('orgUnitCentroidsInEventsAnalytics', () => i18n.t('Units without a point are shown at their centre')),
    setting('keyParallelJobsInAnalyticsTableExport', () => i18n.t('Tables that are built at the same time'), {
      help: () => i18n.t('−1: as the processor cores allow.'),
    }),
    setting('keyDatabaseServerCpus', () => i18n.t('Processor cores of the database server'), {
      help: () => i18n.t('0: found out by itself.'),
    }),
    setting('experimentalAnalyticsSqlEngineEnabled', () => i18n.t('Experimental engine of DHIS2')),
    setting('factorDeviation', () => i18n.t('Standard deviations for outliers')),
    setting('keyDataQualityMaxLimit', () => i18n.t('Most results of data quality')),
    setting('keyAcceptanceRequiredForApproval', () => i18n.t('Approval of the next level needs acceptance')),
  ],
};

function noLimit(): string {
  return i18n.t('−1: no limit.');
}

export const aggregates: SettingGroup = {
  name: 'aggregates',
  title: () => i18n.t('Aggregates'),
  settings: [
    setting('aggregatesSpaceBudgetPercent', () => i18n.t('Space for aggregates'), {
      help: () => i18n.t('Percent of the space of the table that they belong to.'),
    }),
    setting('aggregatesRetentionLimitPerCube', () => i18n.t('Most aggregates of a table')),
    setting('aggregatesRemoveUnusedDays', () => i18n.t('Removed after so many days without use')),
    setting('aggregatesCreateCompressionThreshold', () => i18n.t('Fewest rows of the table for one of an aggregate')),
    setting('aggregatesBatchMaxFailures', () => i18n.t('Failures that fail the whole run'), { help: noLimit }),
    setting('aggregatesApiEnabled', () => i18n.t('The AtScale API answers')),
    setting('aggregatesTokenHours', () => i18n.t('Hours for which its tokens are good')),
  ],
};

export const others: SettingGroup = {
  name: 'others',
  title: () => i18n.t('Others'),
  settings: [
    setting('KeyTrackedEntityMaxLimit', () => i18n.t('Most tracked entities of an answer')),
    setting('keyFileResourceRetentionStrategy', () => i18n.t('Files of deleted data are kept'), {
      choices: [
        ['NONE', () => i18n.t('not at all')],
        ['THREE_MONTHS', () => i18n.t('three months')],
        ['ONE_YEAR', () => i18n.t('a year')],
        ['FOREVER', () => i18n.t('for ever')],
      ],
    }),
    setting('ruleEngineAssignOverwrite', () => i18n.t('Program rules may overwrite values')),
    setting('keyCurrentDomainType', () => i18n.t('Domain of data elements')),
  ],
};
