import type { Section } from './section.js';

export const system: Section = {
  title: 'System',
  about: 'What the server is and knows about itself.',
  operations: {
    'GET /api/system/info': 'Version, database, times of the last runs; details for super users only',
    'GET /api/system/database':
      'Mode, version, size, connections, extensions and largest tables of the database (Orderly’s own)',
    'GET /api/system/context': 'Address of the server and user agent of the client',
    'GET /api/system/id': 'New identifiers of metadata objects',
    'GET /api/system/uid': 'New identifiers of metadata objects',
    'GET /api/system/uuid': 'New UUIDs',
    'GET /api/system/objectCounts': 'How many objects there are of each metadata type',
    'GET /api/system/flags': 'Flags that can be chosen for the header',
    'GET /api/system/styles': 'Styles that can be chosen for the header',
    'GET /api/cluster/leader': 'Which of several servers is the leader',
    'GET /api/cluster/nodes': 'The servers that are connected',
    'GET /api/openapi': 'This description, as an OpenAPI document',
    'GET /docs': 'This description, as a page',
    'GET /docs/openapi.json': 'The OpenAPI document, with the operations that metadata types have in common told once',
    'GET /docs/start.js': 'Script of that page',
    'GET /docs/look.css': 'Styles of that page',
    'GET /docs/{*}': 'Library of that page',
  },
};

export const settings: Section = {
  title: 'Settings',
  about: 'Settings of the system and of users, configuration, languages.',
  operations: {
    'GET /api/systemSettings': 'All system settings that are not confidential, or those named',
    'POST /api/systemSettings': 'Set several system settings',
    'DELETE /api/systemSettings': 'Take the named system settings back to their defaults',
    'GET /api/systemSettings/{key}': 'One system setting',
    'POST /api/systemSettings/{key}': 'Set a system setting, or its translation',
    'DELETE /api/systemSettings/{key}': 'Take a system setting back to its default',
    'GET /api/userSettings': 'Settings of the user, or of another one',
    'GET /api/userSettings/{key}': 'One setting of a user',
    'POST /api/userSettings/{key}': 'Set a setting of a user',
    'DELETE /api/userSettings/{key}': 'Take a setting of a user back to its default',
    'GET /api/configuration': 'The whole configuration',
    ...member('feedbackRecipients', 'user group that gets feedback and news of failed jobs'),
    ...member('systemUpdateNotificationRecipients', 'user group that hears of new versions'),
    ...member('offlineOrganisationUnitLevel', 'level down to which units are kept offline'),
    ...member('facilityOrgUnitLevel', 'level of facilities'),
    ...member('facilityOrgUnitGroupSet', 'group set by which facilities are told apart'),
    ...member('infrastructuralIndicators', 'group of infrastructural indicators'),
    ...member('infrastructuralDataElements', 'group of infrastructural data elements'),
    ...member('infrastructuralPeriodType', 'period type of infrastructural data'),
    ...member('selfRegistrationRole', 'role of users who register themselves'),
    ...member('selfRegistrationOrgUnit', 'organisation unit of users who register themselves'),
    'GET /api/configuration/corsWhitelist': 'Origins whose pages may ask this server',
    'POST /api/configuration/corsWhitelist': 'Set the origins whose pages may ask this server',
    'GET /api/configuration/corsAllowlist': 'Origins whose pages may ask this server (newer name)',
    'POST /api/configuration/corsAllowlist': 'Set the origins whose pages may ask this server (newer name)',
    'GET /api/configuration/systemId': 'Identifier of this installation',
    'POST /api/configuration/systemId': 'Give this installation a new identifier',
    'GET /api/configuration/remoteServerUrl': 'Server to which data are synchronised',
    'GET /api/configuration/remoteServerUsername': 'User name on that server',
    'GET /api/configuration/appHubUrl': 'Address of the app hub',
    'GET /api/configuration/systemReadOnlyMode': 'Whether the system is read-only',
    'GET /api/configuration/twoFactorMethods': 'Ways of two-factor log-in',
    'GET /api/locales/ui': 'Languages of the user interface',
    'GET /api/locales/db': 'Languages into which names can be translated',
    'GET /api/locales/languages': 'Languages from which such a language can be made',
    'GET /api/locales/countries': 'Countries from which such a language can be made',
    'GET /api/locales/dbLocales': 'Languages into which names can be translated, with their ids',
    'POST /api/locales/dbLocales': 'Add such a language',
    'GET /api/locales/dbLocales/{uid}': 'One such language',
    'DELETE /api/locales/dbLocales/{uid}': 'Remove such a language',
  },
};

/** Reading, setting and clearing a member of the configuration. */
function member(name: string, what: string): Readonly<Record<string, string>> {
  const path = `/api/configuration/${name}`;
  return {
    [`GET ${path}`]: `The ${what}`,
    [`POST ${path}`]: `Set the ${what}`,
    [`DELETE ${path}`]: `Clear the ${what}`,
  };
}

export const metrics: Section = {
  title: 'Statistics and metrics',
  about: 'How much data there is, how the system is used, how the server is doing.',
  operations: {
    'GET /api/metrics': 'Runs, queue, pool, HTTP and tables of this server, for Prometheus',
    'GET /api/dataSummary': 'Counts of objects, users and data',
    'GET /api/dataSummary/metrics': 'The same counts, for Prometheus',
    'GET /api/dataStatistics': 'Views of favourites and numbers of objects by day, week, month or year',
    'POST /api/dataStatistics': 'Record that somebody looked at a favourite',
    'GET /api/dataStatistics/favorites': 'Most viewed favourites',
    'GET /api/dataStatistics/favorites/{uid}': 'Views of one favourite',
    'POST /api/dataStatistics/snapshot': 'Take the statistics of today now',
  },
};
