/**
 * `POST /api/resourceTables/monitoring`: 200 validation rules in two months over as many organisation units as ten thousand times the scale, each with values of 40 data elements.
 * The floor reads the same values by one statement a month and compares them in a loop. The second run finds the same violations and stores none.
 */
import { median, printTable, seconds, timedRun, withCountry } from '../support.mjs';

const RULES = 200;
const ELEMENTS = 40;
const UNITS = 10_000;
const TARGET_SECONDS = 60;
const FIRST_ID = 900_000_000;
/** Of two numbers below a hundred one is so much larger once in some hundred times. */
const MARGIN = 85;
const COUNTRY = 0.01;

export async function run({ scale, home, runs = 3 }) {
  return await withCountry({ scale: COUNTRY, home }, async ({ app, database }) => {
    const { pool } = database;
    const units = Math.round(UNITS * scale);
    const rules = await prepare(pool, units);
    const request = { type: 'MONITORING', parameters: { allRules: true, persistResults: true } };
    const first = [];
    const again = [];
    const floors = [];
    let found = 0;
    for (let index = 0; index < runs; index += 1) {
      await pool.query('truncate validationresult cascade');
      first.push((await timedRun(app, database, request)).seconds);
      again.push((await timedRun(app, database, request)).seconds);
      found = Number((await pool.query('select count(*) as n from validationresult')).rows[0].n);
      floors.push(await seconds(() => floor(pool, rules)));
    }
    const [own, known, least] = [first, again, floors].map(median);
    printTable(`Monitoring, ${RULES} rules × ${units} organisation units × 2 months, medians of ${runs}, seconds`, [
      {
        violations: found,
        'first run': round(own),
        'run that finds the same': round(known),
        floor: round(least),
        'own / floor': round(own / least),
      },
    ]);
    return {
      scale,
      units,
      violations: found,
      withinTarget: scale >= 1 ? own < TARGET_SECONDS : undefined,
      ratioFloor: round(own / least),
      medians: { own, known, floor: least },
    };
  });
}

const round = (value) => Math.round(value * 100) / 100;

/** Units below the root, values, and rules in place of those that the country has; gives the pairs of elements that the rules compare. */
async function prepare(pool, units) {
  const { rows: elements } = await pool.query(
    "select dataelementid as id, uid from dataelement where domaintype = 'AGGREGATE' and valuetype like 'INTEGER%' and aggregationtype = 'SUM' order by dataelementid limit $1",
    [ELEMENTS],
  );
  const pairs = Array.from({ length: RULES }, (_, index) => {
    const left = index % elements.length;
    return [elements[left], elements[(left + 1 + Math.floor(index / elements.length)) % elements.length]];
  });
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('truncate validationrule, validationresult cascade');
    await client.query(
      `insert into organisationunit (organisationunitid, uid, created, lastupdated, name, shortname, openingdate, parentid)
       select $1::bigint + number, 'bu' || lpad(number::text, 9, '0'), localtimestamp, localtimestamp, 'Unit ' || number, 'Unit ' || number,
         '2000-01-01', (select organisationunitid from organisationunit where parentid is null order by organisationunitid limit 1)
       from generate_series(1, $2::int) as number on conflict do nothing`,
      [FIRST_ID, units],
    );
    await client.query(
      `insert into period (periodid, periodtypeid, startdate, enddate)
       select nextval('hibernate_sequence'), 8, month, month + interval '1 month' - interval '1 day'
       from generate_series(date_trunc('month', now()) - interval '1 month', date_trunc('month', now()), interval '1 month') as month
       where not exists (select from period where periodtypeid = 8 and startdate = month::date)`,
    );
    await client.query('set local session_replication_role = replica');
    await client.query(
      `insert into datavalue (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, created, lastupdated, deleted)
       select element, period.periodid, unit.organisationunitid, combo.categoryoptioncomboid, combo.categoryoptioncomboid,
         abs(hashint8(element * 31 + unit.organisationunitid * 7 + period.periodid)) % 100, localtimestamp, localtimestamp, false
       from unnest($1::bigint[]) as element, organisationunit as unit, period, categoryoptioncombo as combo
       where unit.organisationunitid > $2::bigint and combo.name = 'default' and period.periodtypeid = 8
         and period.startdate >= date_trunc('month', now()) - interval '1 month' and period.startdate <= now()
       on conflict do nothing`,
      [elements.map(({ id }) => id), FIRST_ID],
    );
    await client.query(
      `with rule as (
         select number, $1::bigint + number * 3 as id, left_side, right_side
         from unnest($2::text[], $3::text[]) with ordinality as rule (left_side, right_side, number)
       ), sides as (
         insert into expression (expressionid, description, expression, slidingwindow, missingvaluestrategy)
         select rule.id + side.offset_, 'Side', side.text, false, 'SKIP_IF_ALL_VALUES_MISSING'
         from rule cross join lateral (values (1, rule.left_side), (2, rule.right_side)) as side (offset_, text)
         on conflict (expressionid) do update set expression = excluded.expression
       )
       insert into validationrule (
         validationruleid, uid, created, lastupdated, name, importance, operator, periodtypeid, leftexpressionid, rightexpressionid, skipformvalidation
       )
       select rule.id, 'br' || lpad(rule.number::text, 9, '0'), localtimestamp, localtimestamp, 'Rule ' || rule.number, 'MEDIUM',
         'less_than_or_equal_to', 8, rule.id + 1, rule.id + 2, false
       from rule`,
      [FIRST_ID, pairs.map(([left]) => `#{${left.uid}}`), pairs.map(([, right]) => `#{${right.uid}} + ${MARGIN}`)],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  await pool.query('vacuum analyze datavalue, organisationunit, validationrule, expression, period');
  return pairs.map(([left, right]) => [left.id, right.id]);
}

/** All values of the elements, as the driver gives them, and a comparison for each rule and unit. */
async function floor(pool, rules) {
  const elements = [...new Set(rules.flat())];
  const { rows: months } = await pool.query(
    "select periodid from period where periodtypeid = 8 and startdate >= date_trunc('month', now()) - interval '1 month' and startdate <= now()",
  );
  let violations = 0;
  for (const { periodid } of months) {
    const { rows } = await pool.query({
      text: "select sourceid, dataelementid, sum(value::float8) from datavalue where periodid = $1 and dataelementid = any($2) and not deleted and value ~ '^[0-9]{1,9}$' group by 1, 2",
      values: [periodid, elements],
      rowMode: 'array',
    });
    const byUnit = new Map();
    for (const [unit, element, value] of rows) {
      if (!byUnit.has(unit)) byUnit.set(unit, new Map());
      byUnit.get(unit).set(Number(element), value);
    }
    for (const values of byUnit.values()) {
      for (const [left, right] of rules) {
        if (values.get(Number(left)) > values.get(Number(right)) + MARGIN) violations += 1;
      }
    }
  }
  return violations;
}
