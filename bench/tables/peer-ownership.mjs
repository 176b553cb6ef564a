/** The peer's way for ownership: every change read into the application in order, spans made there row by row, and written back in batches. */

const BATCH = 500;
const FAR_PAST = '1000-01-01';
const FAR_FUTURE = '9999-12-31';

export async function writeOwnership(client, target, columns, program) {
  const others = columns
    .map(({ name }) => name)
    .filter((name) => !['teuid', 'startdate', 'enddate', 'ou'].includes(name));
  const groups = await client.query(
    `select attname from pg_attribute where attrelid = 'analytics_rs_organisationunitgroupsetstructure'::regclass and attnum > 0`,
  );
  const inGroups = new Set(groups.rows.map(({ attname }) => attname));
  const list = others.map((name) => `${inGroups.has(name) ? 'ougs' : 'ous'}."${name}"`).join(', ');
  const { rows } = await client.query(`
    select te.uid as teuid, a.enddate::date::text as enddate, ou.uid as ou${list && `, ${list}`}
    from (
      select h.trackedentityid, 1 as place, h.enddate, h.organisationunitid from programownershiphistory h where h.programid = ${program} and h.organisationunitid is not null
      union distinct
      select o.trackedentityid, 2, null, o.organisationunitid from trackedentityprogramowner o
      where o.programid = ${program} and o.trackedentityid in (
        select distinct p.trackedentityid from programownershiphistory p where p.programid = ${program} and p.organisationunitid is not null)
    ) a
    inner join trackedentity te on te.trackedentityid = a.trackedentityid
    inner join organisationunit ou on ou.organisationunitid = a.organisationunitid
    left join analytics_rs_orgunitstructure ous on ous.organisationunitid = a.organisationunitid
    left join analytics_rs_organisationunitgroupsetstructure ougs on ougs.organisationunitid = a.organisationunitid
    order by te.uid, a.place, a.enddate`);
  const spans = [];
  let last;
  for (const row of rows) {
    if (last?.teuid === row.teuid && (last.ou === row.ou || last.enddate === row.enddate)) {
      Object.assign(last, row, { startdate: last.startdate });
      continue;
    }
    const follows = last?.teuid === row.teuid && last.enddate !== null;
    last = { ...row, startdate: follows ? nextDay(last.enddate) : FAR_PAST };
    spans.push(last);
  }
  const changed = spans.filter(({ startdate, enddate }) => startdate !== FAR_PAST || enddate !== null);
  const names = ['teuid', 'startdate', 'enddate', 'ou', ...others];
  for (let from = 0; from < changed.length; from += BATCH) {
    const batch = changed.slice(from, from + BATCH).map((span) => ({ ...span, enddate: span.enddate ?? FAR_FUTURE }));
    const values = batch.map(
      (_, row) => `(${names.map((__, column) => `$${row * names.length + column + 1}`).join(', ')})`,
    );
    await client.query(
      `insert into ${target} (${names.map((name) => `"${name}"`).join(', ')}) values ${values.join(', ')}`,
      batch.flatMap((span) => names.map((name) => span[name])),
    );
  }
}

const nextDay = (day) => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
