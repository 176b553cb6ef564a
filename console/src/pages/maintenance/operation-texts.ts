import { i18n } from '../../i18n';
import type { Operation } from './use-maintenance';

interface Texts {
  readonly label: () => string;
  readonly description: () => string;
}

/** What the operations are called in the user's language; one that is not here has what the server says. */
const TEXTS: Readonly<Record<string, Texts>> = {
  analyticsTablesClear: {
    label: () => i18n.t('Clear analytics tables'),
    description: () =>
      i18n.t(
        'Drops all analytics tables and the SQL views on them. Queries fail until the next run of analytics tables.',
      ),
  },
  analyticsTablesAnalyze: {
    label: () => i18n.t('Analyze analytics tables'),
    description: () =>
      i18n.t('Gathers statistics of all analytics tables, by which the database plans its queries. Changes no row.'),
  },
  expiredInvitationsClear: {
    label: () => i18n.t('Remove expired invitations'),
    description: () =>
      i18n.t('Deletes the users who did not accept their invitation in time, with all that is theirs.'),
  },
  ouPathsUpdate: {
    label: () => i18n.t('Update organisation unit paths'),
    description: () => i18n.t('Works out the path and the level of each organisation unit from the units above it.'),
  },
  zeroDataValueRemoval: {
    label: () => i18n.t('Remove zero data values'),
    description: () =>
      i18n.t('Removes data values that are zero, of data elements that store no zeros and sum up, for good.'),
  },
  softDeletedDataValueRemoval: {
    label: () => i18n.t('Remove soft deleted data values'),
    description: () => i18n.t('Removes data values that users deleted, for good. The audit of their changes stays.'),
  },
  softDeletedRelationshipRemoval: {
    label: () => i18n.t('Remove soft deleted relationships'),
    description: () => i18n.t('Removes relationships that users deleted, for good.'),
  },
  softDeletedEventRemoval: {
    label: () => i18n.t('Remove soft deleted events'),
    description: () =>
      i18n.t(
        'Removes events that users deleted, with their notes, messages, scheduled notifications, change logs and relationships, for good.',
      ),
  },
  softDeletedEnrollmentRemoval: {
    label: () => i18n.t('Remove soft deleted enrollments'),
    description: () =>
      i18n.t(
        'Removes enrollments that users deleted, with all their events and what hangs on either: notes, messages, scheduled notifications, relationships, for good.',
      ),
  },
  softDeletedTrackedEntityRemoval: {
    label: () => i18n.t('Remove soft deleted tracked entities'),
    description: () =>
      i18n.t(
        'Removes tracked entities that users deleted, with their attribute values, enrollments, events, ownership, messages and relationships, for good.',
      ),
  },
  periodPruning: {
    label: () => i18n.t('Prune periods'),
    description: () =>
      i18n.t(
        'Removes periods that nothing refers to: no value, deleted or not, no audit, no registration, no favourite.',
      ),
  },
  sqlViewsDrop: {
    label: () => i18n.t('Drop SQL views'),
    description: () =>
      i18n.t('Drops the database views of all SQL views. The SQL views themselves stay, and can be made again.'),
  },
  sqlViewsCreate: {
    label: () => i18n.t('Create SQL views'),
    description: () =>
      i18n.t('Makes the database views of all SQL views, those that are there anew. What cannot be made is reported.'),
  },
  categoryOptionComboUpdate: {
    label: () => i18n.t('Update category option combinations'),
    description: () =>
      i18n.t(
        'Makes missing category option combinations of all category combinations, renames those whose options were renamed, and deletes obsolete ones that nothing refers to.',
      ),
  },
  cacheClear: {
    label: () => i18n.t('Clear caches'),
    description: () =>
      i18n.t(
        'Makes every server forget what it remembers for speed. Locks after failed logins and results of checks stay.',
      ),
  },
  appReload: {
    label: () => i18n.t('Reload apps'),
    description: () => i18n.t('Makes every server read the installed apps and those in its folder again.'),
  },
  resourceTableUpdate: {
    label: () => i18n.t('Update resource tables'),
    description: () => i18n.t('Builds all resource tables anew from the metadata. SQL views on them stay.'),
  },
  organisationUnitDataPruning: {
    label: () => i18n.t('Prune data of an organisation unit'),
    description: () =>
      i18n.t(
        'Removes all data values of an organisation unit, their audit, its completions and approvals, for good. Units below it keep theirs.',
      ),
  },
  dataElementDataPruning: {
    label: () => i18n.t('Prune data of a data element'),
    description: () =>
      i18n.t(
        'Removes all data values of a data element, their audit and its entries in the change log of events, for good.',
      ),
  },
  categoryOptionComboUpdateOfCombo: {
    label: () => i18n.t('Update category option combinations of one category combination'),
    description: () =>
      i18n.t(
        'Makes missing category option combinations of one category combination, renames those whose options were renamed, and deletes obsolete ones that nothing refers to.',
      ),
  },
};

export const labelOf = (name: string, operation?: Operation): string =>
  TEXTS[name]?.label() ?? operation?.label ?? name;

export const descriptionOf = (operation: Operation): string =>
  TEXTS[operation.name]?.description() ?? operation.description;

/** Operations under headings, in the order in which they are shown. */
export const GROUPS: readonly { readonly title: () => string; readonly names: readonly string[] }[] = [
  {
    title: () => i18n.t('Data that nobody needs'),
    names: [
      'softDeletedDataValueRemoval',
      'zeroDataValueRemoval',
      'softDeletedEventRemoval',
      'softDeletedEnrollmentRemoval',
      'softDeletedTrackedEntityRemoval',
      'softDeletedRelationshipRemoval',
      'periodPruning',
      'expiredInvitationsClear',
    ],
  },
  { title: () => i18n.t('Metadata'), names: ['ouPathsUpdate', 'categoryOptionComboUpdate'] },
  {
    title: () => i18n.t('Tables and views'),
    names: ['resourceTableUpdate', 'analyticsTablesAnalyze', 'analyticsTablesClear', 'sqlViewsCreate', 'sqlViewsDrop'],
  },
  { title: () => i18n.t('Servers'), names: ['cacheClear', 'appReload'] },
];

/** Operations that drop or delete something, in contrast to those that put something in order. */
const REMOVING = /Removal$|Pruning$|Drop$|^analyticsTablesClear$|^expiredInvitationsClear$|^categoryOptionComboUpdate/;
export const isRemoving = (name: string): boolean => REMOVING.test(name);

/** Operations whose counts are names of tables and views. */
const OF_RELATIONS: readonly string[] = [
  'analyticsTablesClear',
  'analyticsTablesAnalyze',
  'sqlViewsDrop',
  'sqlViewsCreate',
  'resourceTableUpdate',
];
export const hasRelations = (name: string): boolean => OF_RELATIONS.includes(name);
