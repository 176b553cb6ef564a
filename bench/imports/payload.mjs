/** Payloads of data values for the demo country: places of its monthly data sets, in the months of 1990, which have no values. */

const MONTHS = Array.from({ length: 12 }, (_, month) => `1990${String(month + 1).padStart(2, '0')}`);

/** Places for as many new values as wanted: data elements of monthly data sets with an option combo, picked at random but always the same, at all units of their data set. */
export async function placesFor(pool, count) {
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
     )
     select element.uid as element, unit.uid as unit, combo.uid as combo
     from links
     join dataelement as element on element.dataelementid = links.dataelementid
     join categorycombos_optioncombos as combos on combos.categorycomboid = links.categorycomboid
     join categoryoptioncombo as combo on combo.categoryoptioncomboid = combos.categoryoptioncomboid
     join datasetsource as source on source.datasetid = links.datasetid
     join organisationunit as unit on unit.organisationunitid = source.sourceid
     order by hashtext(element.uid || combo.uid), unit.uid
     limit ceil($1::numeric / ${MONTHS.length})`,
    [count],
  );
  if (rows.length * MONTHS.length < count) throw new Error(`The country has only ${rows.length} places for values.`);
  return rows;
}

/** The values at these places, month after month. */
export function* valuesAt(places, count) {
  let index = 0;
  for (const period of MONTHS)
    for (const place of places) {
      if (index === count) return;
      yield { ...place, period, value: (index % 97) + 1 };
      index += 1;
    }
}

/** The values as JSON, as clients send them, in pieces. */
export function* jsonOf(places, count) {
  let text = '{"dataValues":[';
  let comma = '';
  for (const { element, period, unit, combo, value } of valuesAt(places, count)) {
    text += `${comma}{"dataElement":"${element}","period":"${period}","orgUnit":"${unit}","categoryOptionCombo":"${combo}","attributeOptionCombo":"HllvX50cXC0","value":"${value}","storedBy":"admin","followup":false}`;
    comma = ',';
    if (text.length < 65_536) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(`${text}]}`);
}
