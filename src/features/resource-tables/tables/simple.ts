import { sql } from 'kysely';
import type { ResourceTableDefinition } from '../definition.js';

/** `analytics_rs_dataelementcategoryoptioncombo` (contract: tables.md §5.11). */
export const elementCombos: ResourceTableDefinition = {
  key: 'elementCombos',
  type: 'DATA_ELEMENT_CATEGORY_OPTION_COMBO',
  plan: () =>
    Promise.resolve({
      columns: [
        { name: 'dataelementid', type: 'bigint', notNull: true },
        { name: 'dataelementuid', type: 'char(11)', notNull: true },
        { name: 'categoryoptioncomboid', type: 'bigint', notNull: true },
        { name: 'categoryoptioncombouid', type: 'char(11)', notNull: true },
      ],
      select: sql`
        select element.dataelementid, element.uid, combo.categoryoptioncomboid, combo.uid
        from dataelement as element
        join categorycombos_optioncombos as combos on combos.categorycomboid = element.categorycomboid
        join categoryoptioncombo as combo on combo.categoryoptioncomboid = combos.categoryoptioncomboid
      `,
      primaryKey: ['dataelementid', 'categoryoptioncomboid'],
      indexes: [{ columns: ['dataelementuid', 'categoryoptioncombouid'] }],
    }),
};

/** `analytics_rs_dataset` (contract: tables.md §5.12). */
export const dataSets: ResourceTableDefinition = {
  key: 'dataSet',
  type: 'DATA_SET',
  plan: () =>
    Promise.resolve({
      columns: [
        { name: 'datasetid', type: 'bigint', notNull: true },
        { name: 'uid', type: 'char(11)', notNull: true },
        { name: 'categorycomboid', type: 'bigint' },
      ],
      select: sql`select dataset.datasetid, dataset.uid, dataset.categorycomboid from dataset`,
      primaryKey: ['datasetid'],
      indexes: [{ columns: ['uid'], unique: true }],
    }),
};

/** `analytics_rs_relationship`: relationships of each tracked entity by type; `trackedentityid` holds the uid (contract: tables.md §5.13). */
export const relationships: ResourceTableDefinition = {
  key: 'relationship',
  type: 'TEI_RELATIONSHIP_COUNT',
  plan: () =>
    Promise.resolve({
      columns: [
        { name: 'trackedentityid', type: 'char(11)', notNull: true },
        { name: 'relationshiptypeuid', type: 'char(11)', notNull: true },
        { name: 'relationship_count', type: 'bigint' },
      ],
      select: sql`
        select entity.uid, type.uid, count(*)
        from relationship
        join relationshipitem as item on item.relationshipid = relationship.relationshipid
        join trackedentity as entity on entity.trackedentityid = item.trackedentityid
        join relationshiptype as type on type.relationshiptypeid = relationship.relationshiptypeid
        where relationship.deleted is not true
        group by entity.uid, type.uid
      `,
      primaryKey: ['trackedentityid', 'relationshiptypeuid'],
      indexes: [],
    }),
};
