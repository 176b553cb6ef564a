import { sql } from 'kysely';
import type { ValueCheck } from './check.js';
import * as names from './names.js';

/** What a value names must be there, and the user must be allowed to enter data for it. */
export const OBJECT_CHECKS: readonly ValueCheck[] = [
  {
    code: 'E7610',
    property: 'dataElement',
    objects: { dataElement: names.element },
    fails: () => sql`element.dataelementid is null`,
  },
  { code: 'E7611', property: 'period', objects: { period: names.period }, fails: () => sql`period.type is null` },
  {
    code: 'E7612',
    property: 'orgUnit',
    objects: { orgUnit: names.unit },
    fails: () => sql`unit.organisationunitid is null`,
  },
  {
    code: 'E7613',
    property: 'categoryOptionCombo',
    objects: { categoryOptionCombo: names.combo },
    fails: () => sql`combo.categoryoptioncomboid is null`,
  },
  {
    code: 'E7614',
    property: 'categoryOptionCombo',
    objects: { categoryOptionCombo: names.combo, categoryOption: sql`combo.closed_option` },
    fails: () => sql`combo.closed_option is not null`,
  },
  {
    code: 'E7615',
    property: 'attributeOptionCombo',
    objects: { attributeOptionCombo: names.attributeCombo },
    fails: () => sql`attribute_combo.categoryoptioncomboid is null`,
  },
  {
    code: 'E7616',
    property: 'attributeOptionCombo',
    objects: { attributeOptionCombo: names.attributeCombo, categoryOption: sql`attribute_combo.closed_option` },
    fails: () => sql`attribute_combo.closed_option is not null`,
  },
  {
    code: 'E7617',
    property: 'orgUnit',
    objects: { orgUnit: names.unit },
    args: ({ user }) => [names.unit, sql`${user.username}::text`],
    fails: () => sql`not unit.reachable`,
  },
];
