import { sql } from 'kysely';
import type { ResourceTableDefinition } from '../definition.js';
import { PERIOD_COLUMNS } from '../period-columns.js';

const FREQUENCIES = sql`
  (values ${sql.join(PERIOD_COLUMNS.map(({ type, frequencyOrder }) => sql`(${sql.lit(type)}, ${sql.lit(frequencyOrder)})`))})
`;

/**
 * `analytics_rs_dataelementstructure` (contract: tables.md §5.8). Of several data sets one with an approval workflow counts before one without, then the one
 * reported most often, then the oldest.
 */
export const dataElementStructure: ResourceTableDefinition = {
  key: 'dataElement',
  type: 'DATA_ELEMENT_STRUCTURE',

  plan: () =>
    Promise.resolve({
      columns: [
        { name: 'dataelementid', type: 'bigint', notNull: true },
        { name: 'dataelementuid', type: 'char(11)', notNull: true },
        { name: 'dataelementname', type: 'varchar(255)' },
        { name: 'aggregationtype', type: 'varchar(50)' },
        { name: 'valuetype', type: 'varchar(50)' },
        { name: 'domaintype', type: 'varchar(50)' },
        { name: 'zeroissignificant', type: 'boolean' },
        { name: 'datasetid', type: 'bigint' },
        { name: 'datasetuid', type: 'char(11)' },
        { name: 'datasetname', type: 'varchar(255)' },
        { name: 'datasetapprovallevel', type: 'integer' },
        { name: 'workflowid', type: 'bigint' },
        { name: 'periodtypeid', type: 'bigint' },
        { name: 'periodtypename', type: 'varchar(255)' },
      ],
      select: sql`
        select
          element.dataelementid, element.uid, element.name, element.aggregationtype, element.valuetype, element.domaintype,
          element.zeroissignificant, chosen.datasetid, chosen.uid, chosen.name,
          case when chosen.workflowid is null then 0 end,
          chosen.workflowid, chosen.periodtypeid, chosen.periodtypename
        from dataelement as element
        left join (
          select distinct on (assigned.dataelementid)
            assigned.dataelementid, dataset.datasetid, dataset.uid, dataset.name, dataset.workflowid,
            dataset.periodtypeid, periodtype.name as periodtypename
          from datasetelement as assigned
          join dataset on dataset.datasetid = assigned.datasetid
          join periodtype on periodtype.periodtypeid = dataset.periodtypeid
          left join ${FREQUENCIES} as frequency (name, days) on frequency.name = periodtype.name
          order by assigned.dataelementid, dataset.workflowid is null, frequency.days, dataset.datasetid
        ) as chosen on chosen.dataelementid = element.dataelementid
      `,
      primaryKey: ['dataelementid'],
      indexes: [
        { columns: ['dataelementuid'], unique: true },
        { columns: ['datasetid'] },
        { columns: ['datasetuid'] },
        { columns: ['periodtypeid'] },
        { columns: ['workflowid'] },
      ],
    }),
};
