/**
 * All integrity checks that are not slow, together as one run, as users start it; the slow ones apart, and all that look at organisation units over a hierarchy of fifty thousand with areas
 * and points.
 */
import { sql } from 'kysely';
import { CHECKS } from '../../dist/features/data-integrity/checks/index.js';
import { median, printTable, timedRun, withCountry } from '../support.mjs';

const DISTRICTS = 500;
const FACILITIES = 49_000;
const CORNERS = 400;
const SLOWEST = 8;

export async function run({ scale, home, runs = 3 }) {
  return await withCountry({ scale, home }, async ({ app, database }) => {
    await database.pool.query('vacuum analyze');
    const names = (isWanted) => CHECKS.filter(isWanted).map(({ name }) => name);
    const time = async (form, checks) => {
      const times = [];
      for (let count = 0; count < runs; count += 1)
        times.push((await timedRun(app, database, request(form, checks))).seconds);
      return {
        checks: checks.length,
        seconds: median(times),
        slowest: await slowest(database.db),
        failed: await failed(database.db),
      };
    };
    const request = (type, checks) => ({ type: 'DATA_INTEGRITY', parameters: { type, checks } });
    const quick = names(({ isSlow }) => !isSlow);
    const measured = {
      'not slow, counted': await time('SUMMARY', quick),
      'not slow, listed': await time('DETAILS', quick),
      'slow, counted': await time(
        'SUMMARY',
        names(({ isSlow }) => isSlow),
      ),
    };
    await growHierarchy(database.db);
    await database.pool.query('vacuum analyze organisationunit');
    const { rows } = await database.pool.query('select count(*)::int as units from organisationunit');
    const ofUnits = names(({ name }) => /^org_?units?_|^organisation_units/.test(name));
    measured[`of ${rows[0].units} units, listed`] = await time('DETAILS', ofUnits);
    printTable(
      `Integrity checks, scale ${scale}`,
      Object.entries(measured).map(
        ([
          name,
          {
            checks,
            seconds,
            slowest: [first],
            failed: count,
          },
        ]) => ({
          run: name,
          checks,
          failed: count,
          seconds: round(seconds),
          slowest: `${first.name} ${round(first.seconds)} s`,
        }),
      ),
    );
    for (const [name, { slowest: list }] of Object.entries(measured))
      console.log(`${name}: ${list.map((check) => `${check.name} ${round(check.seconds)} s`).join(', ')}`);
    return {
      scale,
      units: rows[0].units,
      seconds: Object.fromEntries(Object.entries(measured).map(([name, { seconds }]) => [name, round(seconds)])),
      failed: Object.values(measured).reduce((sum, { failed: count }) => sum + count, 0),
    };
  });
}

const round = (value) => Math.round(value * 100) / 100;

/** The slowest checks of the last run. */
async function slowest(db) {
  const { rows } = await sql`
    select result.check_name as name, extract(epoch from result.finished_at - result.started_at)::float8 as seconds
    from orderly.data_integrity_result as result
    where result.run_uid = (select uid from orderly.job_run where type = 'DATA_INTEGRITY' order by run_id desc limit 1)
    order by seconds desc limit ${SLOWEST}
  `.execute(db);
  return rows;
}

async function failed(db) {
  const { rows } = await sql`
    select count(*)::int as failed from orderly.data_integrity_result as result
    where result.error is not null
      and result.run_uid = (select uid from orderly.job_run where type = 'DATA_INTEGRITY' order by run_id desc limit 1)
  `.execute(db);
  return rows[0].failed;
}

/** Districts whose borders are jagged circles, and facilities in and around them. */
async function growHierarchy(db) {
  const columns = sql`
    insert into organisationunit (organisationunitid, uid, created, lastupdated, name, shortname, parentid, openingdate, geometry)
    select nextval('hibernate_sequence'), made.uid, localtimestamp, localtimestamp, made.name, made.name, made.parentid, '2000-01-01', made.geometry
  `;
  await sql`
    ${columns} from (
      select 'D' || lpad(district::text, 10, '0') as uid, 'Bench district ' || district as name,
        (select organisationunitid from organisationunit where parentid is null order by 1 limit 1) as parentid,
        jsonb_build_object('type', 'Polygon', 'coordinates', jsonb_build_array((
          select jsonb_agg(jsonb_build_array(
            district % 50 + cos(2 * pi() * (corner % ${CORNERS}::int) / ${CORNERS}::int) * (0.4 + 0.05 * (corner % 2)),
            district / 50 + sin(2 * pi() * (corner % ${CORNERS}::int) / ${CORNERS}::int) * (0.4 + 0.05 * (corner % 2))
          ) order by corner)
          from generate_series(0, ${CORNERS}::int) as corner
        ))) as geometry
      from generate_series(1, ${DISTRICTS}::int) as district
    ) as made where not exists (select from organisationunit as old where old.uid = made.uid)
  `.execute(db);
  await sql`
    ${columns} from (
      select 'F' || lpad(facility::text, 10, '0') as uid, 'Bench facility ' || facility as name, district.organisationunitid as parentid,
        jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(
          (facility % ${DISTRICTS}::int + 1) % 50 + ((facility::bigint * 7919) % 1000) / 1000.0 - 0.5,
          (facility % ${DISTRICTS}::int + 1) / 50 + ((facility::bigint * 104729) % 1000) / 1000.0 - 0.5
        )) as geometry
      from generate_series(1, ${FACILITIES}::int) as facility
      join organisationunit as district on district.uid = 'D' || lpad((facility % ${DISTRICTS}::int + 1)::text, 10, '0')
    ) as made where not exists (select from organisationunit as old where old.uid = made.uid)
  `.execute(db);
}
