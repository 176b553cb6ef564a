/** Payloads of data values for the demo country: places of a data set that have no value yet, month after month back from a month long ago. */

const MONTHS_BACK = 240;

/** Keys of as many new values as wanted: every element of every monthly data set with its combos, at every unit of the set, in months without values. */
export async function newValues(pool, count) {
  const { rows } = await pool.query(
    `with places as (
       select distinct on (element.uid, unit.uid, combo.uid) element.uid as element, unit.uid as unit, combo.uid as combo, element.valuetype as type
       from dataset
       join periodtype on periodtype.periodtypeid = dataset.periodtypeid and periodtype.name = 'Monthly'
       join categorycombo as attribute on attribute.categorycomboid = dataset.categorycomboid and attribute.name = 'default'
       join datasetelement as link on link.datasetid = dataset.datasetid
       join dataelement as element on element.dataelementid = link.dataelementid and element.valuetype like 'INTEGER%' and element.optionsetid is null
       join categorycombos_optioncombos as combos on combos.categorycomboid = coalesce(link.categorycomboid, element.categorycomboid)
       join categoryoptioncombo as combo on combo.categoryoptioncomboid = combos.categoryoptioncomboid
       join datasetsource as source on source.datasetid = dataset.datasetid
       join organisationunit as unit on unit.organisationunitid = source.sourceid
       where coalesce(dataset.expirydays, 0) = 0 and dataset.workflowid is null
         and not exists (select from datainputperiod where datainputperiod.datasetid = dataset.datasetid)
     )
     select places.*, to_char(date '1990-01-01' + month * interval '1 month', 'YYYYMM') as period
     from generate_series(0, least(${MONTHS_BACK}, $1::int / (select count(*) from places))::int) as month
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
