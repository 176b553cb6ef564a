/** The peer's plan: the rows come through the driver object by object, and each is put into words by the server. */
import { periodContaining } from '../../dist/kernel/periods/index.js';

const BATCH = 10_000;

export async function exportLikePeer(pool) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`
      declare exported cursor for
      select element.uid as "dataElement", periodtype.name as type, period.startdate as start, unit.uid as "orgUnit", combo.uid as "categoryOptionCombo",
        attribute.uid as "attributeOptionCombo", datavalue.value, datavalue.storedby as "storedBy", datavalue.created, datavalue.lastupdated as "lastUpdated",
        datavalue.comment, datavalue.followup
      from datavalue
      join dataelement as element on element.dataelementid = datavalue.dataelementid
      join period on period.periodid = datavalue.periodid
      join periodtype on periodtype.periodtypeid = period.periodtypeid
      join organisationunit as unit on unit.organisationunitid = datavalue.sourceid
      join categoryoptioncombo as combo on combo.categoryoptioncomboid = datavalue.categoryoptioncomboid
      join categoryoptioncombo as attribute on attribute.categoryoptioncomboid = datavalue.attributeoptioncomboid
      where not datavalue.deleted and datavalue.dataelementid in (select dataelementid from datasetelement)
    `);
    let [bytes, values] = [0, 0];
    for (;;) {
      const { rows } = await client.query(`fetch ${BATCH} from exported`);
      if (rows.length === 0) break;
      for (const { type, start, followup, ...row } of rows) {
        const period = periodContaining(type, start).iso;
        bytes += Buffer.byteLength(JSON.stringify({ ...row, period, followup: followup === true })) + 1;
      }
      values += rows.length;
    }
    await client.query('commit');
    return { bytes, values };
  } finally {
    client.release();
  }
}
