import { i18n } from '../../i18n';

/** What people call the rows of a table. */
const NAMES: Readonly<Record<string, () => string>> = {
  app: () => i18n.t('Apps'),
  categoryoptioncombo: () => i18n.t('Category option combinations'),
  completedatasetregistration: () => i18n.t('Completions of data sets'),
  dataapproval: () => i18n.t('Approvals of data'),
  dataapprovalaudit: () => i18n.t('Audit of approvals'),
  datavalue: () => i18n.t('Data values'),
  datavalueaudit: () => i18n.t('Audit of data values'),
  enrollment: () => i18n.t('Enrollments'),
  enrollment_notes: () => i18n.t('Notes of enrollments'),
  event: () => i18n.t('Events'),
  event_notes: () => i18n.t('Notes of events'),
  eventchangelog: () => i18n.t('Change log of events'),
  minmaxdataelement: () => i18n.t('Min-max values'),
  note: () => i18n.t('Notes'),
  organisationunit: () => i18n.t('Organisation units'),
  period: () => i18n.t('Periods'),
  programmessage: () => i18n.t('Messages'),
  programnotificationinstance: () => i18n.t('Scheduled notifications'),
  programownershiphistory: () => i18n.t('History of ownership'),
  relationship: () => i18n.t('Relationships'),
  relationshipitem: () => i18n.t('Sides of relationships'),
  trackedentity: () => i18n.t('Tracked entities'),
  trackedentityattributevalue: () => i18n.t('Attribute values'),
  trackedentityattributevalueaudit: () => i18n.t('Audit of attribute values'),
  trackedentitychangelog: () => i18n.t('Change log of tracked entities'),
  trackedentitydatavalueaudit: () => i18n.t('Audit of values of events'),
  trackedentityprogramowner: () => i18n.t('Owners of tracked entities'),
  userinfo: () => i18n.t('Users'),
  validationresult: () => i18n.t('Validation results'),
  verifiedCredentials: () => i18n.t('Caches'),
};

/** e.g. `datavalue` → `Data values`; a table without a name for people has its own. */
export const rowName = (table: string): string => NAMES[table]?.() ?? table;
