import { i18n } from '../../../i18n';
import { formatIdentifier } from '../../../parts/format';
import type { Settings } from '../use-system';
import { aggregates, analytics, others } from './analytics';
import { appearance, dashboards } from './appearance';
import { imports, jobs, mail, synchronisation } from './operation';
import { security } from './security';
import { type SettingGroup, type SettingText, setting } from './setting';

const GROUPS: readonly SettingGroup[] = [
  ...[appearance, dashboards, analytics, aggregates, jobs, mail],
  ...[imports, synchronisation, security, others],
];

const KNOWN = new Set(GROUPS.flatMap(({ settings }) => settings.map(({ key }) => key)));
const isKnown = (key: string): boolean => KNOWN.has(key);

/** Settings in which the server notes what it did, and which nobody sets: moments, and how long the last runs took. */
const isNoted = (key: string, value: unknown): boolean => isMoment(value) || /Runtime$/.test(key);

/** 1970 itself means never. */
export const isMoment = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);

/** The groups, with those settings that the server has: one that the console does not know yet stands with the others, under its key. */
export function groupsOf(settings: Settings): readonly SettingGroup[] {
  const unknown = Object.keys(settings).filter((key) => !isKnown(key) && !isNoted(key, settings[key]));
  return GROUPS.map((group) =>
    group === others ? { ...others, settings: [...others.settings, ...unknown.map(unnamed)] } : group,
  ).map((group) => ({ ...group, settings: group.settings.filter(({ key, isSecret }) => isSecret || key in settings) }));
}

/** What the server keeps for itself. */
export const notedBy = (settings: Settings): readonly SettingText[] =>
  Object.keys(settings)
    .filter((key) => key in NOTED || (!isKnown(key) && isNoted(key, settings[key])))
    .map(unnamed);

const unnamed = (key: string): SettingText =>
  setting(key, () => NOTED[key]?.() ?? formatIdentifier(key.replace(/^key/, '')).trim());

const NOTED: Readonly<Record<string, () => string>> = {
  keyLastSuccessfulAnalyticsTablesUpdate: () => i18n.t('Analytics tables were built'),
  keyLastSuccessfulAnalyticsTablesRuntime: () => i18n.t('This took'),
  keyLastSuccessfulLatestAnalyticsPartitionUpdate: () => i18n.t('The latest data were added to them'),
  keyLastSuccessfulLatestAnalyticsPartitionRuntime: () => i18n.t('Adding them took'),
  keyLastSuccessfulResourceTablesUpdate: () => i18n.t('Resource tables were built'),
  keyNextAnalyticsTableUpdate: () => i18n.t('Next building of analytics tables'),
  keyLastMonitoringRun: () => i18n.t('Validation rules were checked'),
  keyLastSuccessfulMonitoring: () => i18n.t('This succeeded'),
  keyLastSuccessfulSystemMonitoringPush: () => i18n.t('System monitoring was sent'),
  lastSuccessfulDataStatistics: () => i18n.t('Data statistics were taken'),
  keyLastSuccessfulDataSynch: () => i18n.t('Data values were synchronised'),
  keyLastCompleteDataSetRegistrationSyncSuccess: () => i18n.t('Completions were synchronised'),
  keyLastSuccessfulEventsDataSynch: () => i18n.t('Events were synchronised'),
  keyLastSuccessfulScheduledProgramNotifications: () => i18n.t('Notifications of programs were sent'),
  keyLastSuccessfulScheduledDataSetNotifications: () => i18n.t('Notifications of data sets were sent'),
  keyLastMetaDataSyncSuccess: () => i18n.t('Metadata were fetched'),
  keyMetadataLastFailedTime: () => i18n.t('Fetching metadata failed'),
};
