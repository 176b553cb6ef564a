import { i18n } from '../../../i18n';
import { type SettingGroup, setting, words } from './setting';

export const jobs: SettingGroup = {
  name: 'jobs',
  title: () => i18n.t('Jobs'),
  settings: [
    setting('jobsRescheduleAfterMinutes', () => i18n.t('Minutes until a run without a sign of life counts as lost')),
    setting('jobsRescheduleAnalyticsAfterMinutes', () => i18n.t('The same for analytics tables, in minutes')),
    setting('jobsCleanupAfterMinutes', () => i18n.t('Minutes until jobs that ran once are removed')),
    setting('jobsMaxCronDelayHours', () => i18n.t('Hours for which a missed run is made up for')),
    setting('jobsLogDebugBelowSeconds', () => i18n.t('Runs that are more frequent than this are logged less'), {
      help: () => i18n.t('Seconds between runs.'),
    }),
    setting('notifierLogLevel', () => i18n.t('Messages of runs that are kept'), {
      help: () => i18n.t('From this level on.'),
      choices: words('DEBUG', 'INFO', 'WARN', 'ERROR'),
    }),
    setting('notifierMaxMessagesPerJob', () => i18n.t('Most messages of a run')),
    setting('notifierMaxJobsPerType', () => i18n.t('Most runs of a type')),
    setting('notifierMaxAgeDays', () => i18n.t('Days for which messages are kept')),
    setting('notifierGistOverview', () => i18n.t('Lists of tasks have the first and the last message only')),
    setting('notifierCleanAfterIdleTime', () => i18n.t('Milliseconds until messages are tidied up')),
  ],
};

export const mail: SettingGroup = {
  name: 'mail',
  title: () => i18n.t('Mail and messages'),
  settings: [
    setting('keyEmailHostName', () => i18n.t('Mail server')),
    setting('keyEmailPort', () => i18n.t('Port of the mail server')),
    setting('keyEmailTls', () => i18n.t('The connection to the mail server is encrypted')),
    setting('keyEmailUsername', () => i18n.t('User name at the mail server')),
    setting('keyEmailPassword', () => i18n.t('Password at the mail server'), { isSecret: true }),
    setting('keyEmailSender', () => i18n.t('Sender of mails')),
    setting('keySystemNotificationsEmail', () => i18n.t('Mail address of the administrators'), {
      help: () => i18n.t('Gets news of the system.'),
    }),
    setting('keyMessageEmailNotification', () => i18n.t('Messages go out by mail, too')),
    setting('keyMessageSmsNotification', () => i18n.t('Messages go out by SMS, too')),
    setting('keySmsMaxLength', () => i18n.t('Most characters of an SMS')),
    setting('phoneNumberAreaCode', () => i18n.t('Area code of telephone numbers')),
  ],
};

export const imports: SettingGroup = {
  name: 'imports',
  title: () => i18n.t('Import of data'),
  settings: [
    setting('keyDataImportStrictPeriods', () => i18n.t('Periods have to be of the type of the data set')),
    setting('keyDataImportStrictDataElements', () => i18n.t('Data elements have to be in the data set')),
    setting('keyDataImportStrictCategoryOptionCombos', () =>
      i18n.t('Category option combinations have to be those of the data element'),
    ),
    setting('keyDataImportStrictAttributeOptionCombos', () =>
      i18n.t('Attribute option combinations have to be those of the data set'),
    ),
    setting('keyDataImportStrictOrganisationUnits', () => i18n.t('Units have to be assigned to the data set')),
    setting('keyDataImportStrictDataSetApproval', () => i18n.t('Approved data are not overwritten')),
    setting('keyDataImportStrictDataSetLocking', () => i18n.t('Locked data are not overwritten')),
    setting('keyDataImportStrictDataSetInputPeriods', () => i18n.t('Only within the input periods of the data set')),
    setting('keyDataImportRequireCategoryOptionCombo', () => i18n.t('Category option combinations have to be named')),
    setting('keyDataImportRequireAttributeOptionCombo', () => i18n.t('Attribute option combinations have to be named')),
  ],
};

export const synchronisation: SettingGroup = {
  name: 'synchronisation',
  title: () => i18n.t('Synchronisation'),
  settings: [
    setting('keyRemoteInstanceUrl', () => i18n.t('Address of the other server')),
    setting('keyRemoteInstanceUsername', () => i18n.t('User name at the other server')),
    setting('keyRemoteInstancePassword', () => i18n.t('Password at the other server'), { isSecret: true }),
    setting('syncMaxAttempts', () => i18n.t('Attempts at a synchronisation')),
    setting('syncMaxRemoteServerAvailabilityCheckAttempts', () => i18n.t('Attempts to reach the other server')),
    setting('syncDelayBetweenRemoteServerAvailabilityCheckAttempts', () =>
      i18n.t('Milliseconds between these attempts'),
    ),
    setting('syncSkipSyncForDataChangedBefore', () => i18n.t('Data that were changed before this day are not sent')),
    setting('keyVersionEnabled', () => i18n.t('Versions of metadata are kept')),
    setting('keySystemMetadataVersion', () => i18n.t('Version of the metadata')),
    setting('keyRemoteMetadataVersion', () => i18n.t('Version of the metadata at the other server')),
    setting('keyMetadataFailedVersion', () => i18n.t('Version of the metadata that could not be fetched')),
    setting('keyStopMetadataSync', () => i18n.t('Metadata are not fetched')),
    setting('keyMetaDataRepoUrl', () => i18n.t('Address of the collection of metadata')),
    setting('keyHtmlPushAnalyticsUrl', () => i18n.t('Address of the pages that are pushed')),
  ],
};
