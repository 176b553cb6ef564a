import type { MetadataType } from '../../model/type.js';
import { aggregateDataExchangeHook } from './aggregate-data-exchanges.js';
import { categoryComboHook, categoryHook } from './category-combos.js';
import { categoryOptionComboHook } from './category-option-combos.js';
import type { TypeHook } from './hook.js';
import { organisationUnitGroupHook, organisationUnitHook } from './organisation-units.js';
import { sqlViewHook } from './sql-views.js';
import { userRoleHook } from './user-roles.js';
import { userHook } from './users.js';

const HOOKS: Readonly<Record<string, TypeHook>> = {
  aggregateDataExchange: aggregateDataExchangeHook,
  category: categoryHook,
  categoryCombo: categoryComboHook,
  categoryOptionCombo: categoryOptionComboHook,
  organisationUnit: organisationUnitHook,
  organisationUnitGroup: organisationUnitGroupHook,
  sqlView: sqlViewHook,
  user: userHook,
  userRole: userRoleHook,
};

export const hookOf = (type: MetadataType): TypeHook => HOOKS[type.name] ?? {};

export type { HookContext } from './hook.js';
