import type { ResourceTableKey } from './definition.js';

/** What a resource table is made from. */
export interface ResourceInputs {
  /** Tables of the metadata. */
  readonly tables: readonly string[];
  /** Resource tables built before it that it reads. */
  readonly after?: readonly ResourceTableKey[];
  /** Column by which analytics tables know its rows. */
  readonly identity?: string;
}

const COMBOS = ['categoryoptioncombo', 'categoryoptioncombos_categoryoptions', 'categoryoption'];

/**
 * The tables that each definition selects from, by which a change is noticed without building it.
 */
export const RESOURCE_INPUTS: Readonly<Record<ResourceTableKey, ResourceInputs>> = {
  orgUnit: { tables: ['organisationunit'], identity: 'organisationunituid' },
  dataSetTargets: {
    tables: [
      ...COMBOS,
      'categorycombo',
      'categorycombos_optioncombos',
      'dataset',
      'datasetsource',
      'categoryoption_organisationunits',
      'periodtype',
    ],
  },
  comboNames: {
    tables: [...COMBOS, 'categorycombos_categories', 'categories_categoryoptions', 'categorycombos_optioncombos'],
  },
  dataElementGroups: {
    tables: [
      'dataelement',
      'dataelementgroupset',
      'dataelementgroupsetmembers',
      'dataelementgroup',
      'dataelementgroupmembers',
    ],
  },
  indicatorGroups: {
    tables: ['indicator', 'indicatorgroupset', 'indicatorgroupsetmembers', 'indicatorgroup', 'indicatorgroupmembers'],
  },
  orgUnitGroups: {
    tables: ['orgunitgroupset', 'orgunitgroupsetmembers', 'orgunitgroup', 'orgunitgroupmembers'],
    after: ['orgUnit'],
  },
  categories: {
    tables: [
      ...COMBOS,
      'category',
      'categories_categoryoptions',
      'categoryoptiongroupset',
      'categoryoptiongroupsetmembers',
      'categoryoptiongroup',
      'categoryoptiongroupmembers',
    ],
    identity: 'categoryoptioncombouid',
  },
  dataElement: {
    tables: ['dataelement', 'datasetelement', 'dataset', 'periodtype'],
    identity: 'dataelementuid',
  },
  datePeriod: { tables: ['periodtype', 'period'] },
  period: { tables: ['period', 'periodtype'], identity: 'iso' },
  elementCombos: { tables: ['dataelement', 'categorycombos_optioncombos', 'categoryoptioncombo'] },
  dataSet: { tables: ['dataset'] },
  // A tracked entity that goes takes its relationships along, and none gets another uid.
  relationship: { tables: ['relationship', 'relationshipitem', 'relationshiptype'] },
  approvalRemapLevel: { tables: ['dataapprovalworkflowlevels', 'dataapprovallevel'] },
  approvalMinLevel: { tables: ['dataapproval'], after: ['approvalRemapLevel', 'orgUnit'] },
};
