import { type RawBuilder, sql } from 'kysely';
import { computed, day, periodType } from '../model/property.js';
import { defineType } from '../model/type.js';

const typeName = (alias: string): RawBuilder<string> => sql`(
  select periodtype.name from periodtype where periodtype.periodtypeid = ${sql.ref(`${alias}.periodtypeid`)}
)`;

const label = computed(
  'TEXT',
  (alias) =>
    sql`orderly.period_label(${typeName(alias)}, ${sql.ref(`${alias}.startdate`)}, ${sql.ref(`${alias}.enddate`)})`,
);

/** A span of time, written on the wire in its ISO form; made where it is first needed (contract: schema.md §2.3). */
export const period = defineType({
  name: 'period',
  plural: 'periods',
  label: 'Period',
  klass: 'org.hisp.dhis.period.Period',
  table: 'period',
  identifiable: false,
  bare: ['id'],
  properties: {
    id: computed('TEXT', (alias) => sql`orderly.period_iso(${typeName(alias)}, ${sql.ref(`${alias}.startdate`)})`),
    name: label,
    displayName: label,
    startDate: day(),
    endDate: day(),
    periodType: periodType(),
  },
});
