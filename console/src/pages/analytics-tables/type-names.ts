import { i18n } from '../../i18n';
import { formatConstant } from '../../parts/format';
import type { Skip } from './use-analytics-tables';

const TYPES: Readonly<Record<string, () => string>> = {
  DATA_VALUE: () => i18n.t('Data values'),
  COMPLETENESS: () => i18n.t('Completeness'),
  COMPLETENESS_TARGET: () => i18n.t('Completeness targets'),
  ORG_UNIT_TARGET: () => i18n.t('Organisation unit targets'),
  VALIDATION_RESULT: () => i18n.t('Validation results'),
  EVENT: () => i18n.t('Events'),
  ENROLLMENT: () => i18n.t('Enrollments'),
  OWNERSHIP: () => i18n.t('Ownership'),
  TRACKED_ENTITY_INSTANCE: () => i18n.t('Tracked entities'),
  TRACKED_ENTITY_INSTANCE_EVENTS: () => i18n.t('Events of tracked entities'),
  TRACKED_ENTITY_INSTANCE_ENROLLMENTS: () => i18n.t('Enrollments of tracked entities'),
};

/** What people call a type of analytics tables. */
export const typeName = (type: string): string => TYPES[type]?.() ?? formatConstant(type);

/** What each flag of a run leaves out (contract: tables.md §1.1). */
export const SKIP_NAMES: Readonly<Record<Skip, () => string>> = {
  skipAggregate: () => i18n.t('Data values and completeness'),
  skipValidationResult: () => i18n.t('Validation results'),
  skipEvents: () => i18n.t('Events'),
  skipEnrollment: () => i18n.t('Enrollments'),
  skipTrackedEntities: () => i18n.t('Tracked entities, their events and enrollments'),
  skipOrgUnitOwnership: () => i18n.t('Ownership'),
};
