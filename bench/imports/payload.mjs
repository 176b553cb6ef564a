/** Payloads of data values for the demo country: places of its monthly data sets, in months long ago that have no values. */

const MONTHS = 12;

/** As many new values as wanted, unit by unit as reports come: elements of monthly data sets with their combos, at units of their set, in the months of 1990. */
export async function newValues(pool, count) {
  const { rows } = await pool.query(
    `with links as (
       select distinct on (link.dataelementid) link.dataelementid, link.datasetid, coalesce(link.categorycomboid, element.categorycomboid) as categorycomboid
       from dataset
       join periodtype on periodtype.periodtypeid = dataset.periodtypeid and periodtype.name = 'Monthly'
       join categorycombo as attribute on attribute.categorycomboid = dataset.categorycomboid and attribute.name = 'default'
       join datasetelement as link on link.datasetid = dataset.datasetid
       join dataelement as element on element.dataelementid = link.dataelementid and element.valuetype like 'INTEGER%' and element.optionsetid is null
       where coalesce(dataset.expirydays, 0) = 0 and dataset.workflowid is null
         and not exists (select from datainputperiod where datainputperiod.datasetid = dataset.datasetid)
       order by link.dataelementid, link.datasetid
     ),
     places as materialized (
       select element.uid as element, unit.uid as unit, combo.uid as combo
       from links
       join dataelement as element on element.dataelementid = links.dataelementid
       join categorycombos_optioncombos as combos on combos.categorycomboid = links.categorycomboid
       join categoryoptioncombo as combo on combo.categoryoptioncomboid = combos.categoryoptioncomboid
       join datasetsource as source on source.datasetid = links.datasetid
       join organisationunit as unit on unit.organisationunitid = source.sourceid
       limit ceil($1::numeric / ${MONTHS})
     )
     select places.*, to_char(month, 'YYYYMM') as period
     from generate_series(date '1990-01-01', date '1990-01-01' + interval '${MONTHS - 1} months', interval '1 month') as month
     cross join places
     order by month, places.unit
     limit $1`,
    [count],
  );
  if (rows.length < count) throw new Error(`The country has only ${rows.length} places for values.`);
  return rows;
}

/** The values as JSON, as clients send them. */
export function jsonOf(values) {
  const lines = values.map(
    ({ element, period, unit, combo }, index) =>
      `{"dataElement":"${element}","period":"${period}","orgUnit":"${unit}","categoryOptionCombo":"${combo}","attributeOptionCombo":"HllvX50cXC0","value":"${(index % 97) + 1}","storedBy":"admin","followup":false}`,
  );
  return `{"dataValues":[${lines.join(',')}]}`;
}
