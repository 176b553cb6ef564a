/**
 * All resource tables for fifty thousand times the scale organisation units with 20 group sets, four levels deep. The peer's plan is told of its two tables of units only
 * (contract: tables.md §5, §7): the tree built in the memory of the program and sent as single-row inserts, and two subqueries for each unit and group set. The floor makes the same two
 * tables with one statement each.
 */
import { median, printTable, seconds, timedRun, withCountry } from '../support.mjs';

const UNITS = 50_000;
const GROUP_SETS = 20;
const GROUPS = 5;
const TARGET_SECONDS = 10;
const FIRST_ID = 800_000_000;
const COUNTRY = 0.01;
/** Rows that the peer sends at once. */
const BATCH = 200;

export async function run({ scale, home, runs = 3 }) {
  return await withCountry({ scale: COUNTRY, home }, async ({ app, database }) => {
    const { pool } = database;
    const units = Math.round(UNITS * scale);
    await prepare(pool, units);
    const [own, peer, floors] = [[], [], []];
    for (let index = 0; index < runs; index += 1) {
      own.push((await timedRun(app, database, { type: 'RESOURCE_TABLE' })).seconds);
      peer.push(await seconds(() => runPeer(pool)));
      floors.push(await seconds(() => floor(pool)));
    }
    const { rows: counted } = await pool.query(
      'select count(*)::int as units, count(distinct path) as paths from analytics_rs_orgunitstructure',
    );
    const [all, two, least] = [own, peer, floors].map(median);
    printTable(
      `Resource tables, ${counted[0].units} organisation units, ${GROUP_SETS} group sets, medians of ${runs}`,
      [
        {
          'Orderly, all tables, s': round(all),
          "peer's two tables of units, s": round(two),
          'floor of the two, s': round(least),
          'peer / Orderly': round(two / all),
        },
      ],
    );
    return {
      scale,
      units: counted[0].units,
      withinTarget: scale >= 1 ? all < TARGET_SECONDS : undefined,
      ratioPeer: round(two / all),
      medians: { own: all, peer: two, floor: least },
    };
  });
}

const round = (value) => Math.round(value * 100) / 100;

/** A tree below the root of the country, 30 units to a district, 30 districts to a region, and group sets in which each unit is in one group. */
async function prepare(pool, units) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query(
      'select organisationunitid as id from organisationunit where parentid is null limit 1',
    );
    await client.query(
      `insert into organisationunit (organisationunitid, uid, created, lastupdated, name, shortname, openingdate, parentid)
       select $1::bigint + number, 'ru' || lpad(number::text, 9, '0'), localtimestamp, localtimestamp, 'Unit ' || number, 'Unit ' || number, '2000-01-01',
         case when number <= $2::int / 900 then $3::bigint
              when number <= $2::int / 30 then $1::bigint + 1 + number % greatest($2::int / 900, 1)
              else $1::bigint + 1 + $2::int / 900 + number % greatest($2::int / 30 - $2::int / 900, 1) end
       from generate_series(1, $2::int) as number`,
      [FIRST_ID, units, rows[0].id],
    );
    await client.query(
      `insert into orgunitgroupset (orgunitgroupsetid, uid, created, lastupdated, name, shortname, compulsory, datadimension, includesubhierarchyinanalytics)
       select $1::bigint + number, 'rs' || lpad(number::text, 9, '0'), localtimestamp, localtimestamp, 'Set ' || number, 'Set ' || number, false, true, false
       from generate_series(1, $2::int) as number`,
      [FIRST_ID, GROUP_SETS],
    );
    await client.query(
      `insert into orgunitgroup (orgunitgroupid, uid, created, lastupdated, name, shortname)
       select $1::bigint + number, 'rg' || lpad(number::text, 9, '0'), localtimestamp, localtimestamp, 'Group ' || number, 'Group ' || number
       from generate_series(0, $2::int - 1) as number`,
      [FIRST_ID, GROUP_SETS * GROUPS],
    );
    await client.query(
      `insert into orgunitgroupsetmembers (orgunitgroupsetid, orgunitgroupid)
       select $1::bigint + 1 + number / $3::int, $1::bigint + number from generate_series(0, $2::int - 1) as number`,
      [FIRST_ID, GROUP_SETS * GROUPS, GROUPS],
    );
    await client.query(
      `insert into orgunitgroupmembers (orgunitgroupid, organisationunitid)
       select $1::bigint + kind * $4::int + (unit + kind) % $4::int, $1::bigint + unit
       from generate_series(1, $2::int) as unit, generate_series(0, $3::int - 1) as kind`,
      [FIRST_ID, units, GROUP_SETS, GROUPS],
    );
    await client.query('commit');
  } finally {
    client.release();
  }
  await pool.query(
    'vacuum analyze organisationunit, orgunitgroup, orgunitgroupmembers, orgunitgroupsetmembers, orgunitgroupset',
  );
}

async function runPeer(pool) {
  await pool.query('drop table if exists peer_units, peer_sets');
  await pool.query(
    `create unlogged table peer_units (id bigint primary key, uid char(11), name varchar(255), level integer, path varchar(255),
       ${[1, 2, 3, 4].map((level) => `idlevel${level} bigint, uidlevel${level} char(11), namelevel${level} text`).join(', ')})`,
  );
  const { rows } = await pool.query(
    'select organisationunitid as id, uid, name, parentid from organisationunit order by organisationunitid',
  );
  const units = new Map(rows.map((row) => [row.id, row]));
  const batches = Array.from({ length: Math.ceil(rows.length / BATCH) }, (_, index) =>
    rows.slice(index * BATCH, (index + 1) * BATCH),
  );
  for (const batch of batches) {
    const inserts = batch.map((row) => {
      const way = [];
      for (let unit = row; unit; unit = units.get(unit.parentid)) way.unshift(unit);
      const levels = [0, 1, 2, 3].flatMap((level) => {
        const unit = way[level];
        return unit ? [unit.id, text(unit.uid), text(unit.name)] : ['null', 'null', 'null'];
      });
      const path = way.map(({ uid }) => `/${uid}`).join('');
      return `insert into peer_units values (${row.id}, ${text(row.uid)}, ${text(row.name)}, ${way.length}, ${text(path)}, ${levels.join(', ')})`;
    });
    await pool.query(inserts.join(';'));
  }
  const { rows: sets } = await pool.query(
    'select orgunitgroupsetid as id, uid from orgunitgroupset where datadimension',
  );
  const columns = sets.map(
    ({ id, uid }) => `
      (select g.name from orgunitgroup g join orgunitgroupmembers m using (orgunitgroupid) join orgunitgroupsetmembers s using (orgunitgroupid)
       where s.orgunitgroupsetid = ${id} and m.organisationunitid = unit.organisationunitid limit 1) as "n${uid}",
      (select g.uid from orgunitgroup g join orgunitgroupmembers m using (orgunitgroupid) join orgunitgroupsetmembers s using (orgunitgroupid)
       where s.orgunitgroupsetid = ${id} and m.organisationunitid = unit.organisationunitid limit 1) as "${uid}"`,
  );
  await pool.query(
    `create unlogged table peer_sets as select unit.organisationunitid, unit.name, ${columns.join(', ')} from organisationunit unit`,
  );
}

const text = (value) => `'${String(value).replaceAll("'", "''")}'`;

async function floor(pool) {
  await pool.query('drop table if exists floor_units, floor_sets');
  await pool.query(
    `create unlogged table floor_units as
     with recursive tree as (
       select organisationunitid as id, uid, name, 1 as level, '/' || uid as path, array[organisationunitid] as ids, array[uid::text] as uids, array[name::text] as names
       from organisationunit where parentid is null
       union all
       select child.organisationunitid, child.uid, child.name, level + 1, tree.path || '/' || child.uid, ids || child.organisationunitid, uids || child.uid::text, names || child.name::text
       from tree join organisationunit child on child.parentid = tree.id
     )
     select id, uid, name, level, path, ids[1], uids[1], names[1], ids[2] as i2, uids[2] as u2, names[2] as n2, ids[3] as i3, uids[3] as u3, names[3] as n3,
       ids[4] as i4, uids[4] as u4, names[4] as n4
     from tree`,
  );
  const { rows: sets } = await pool.query(
    'select orgunitgroupsetid as id, uid from orgunitgroupset where datadimension',
  );
  const columns = sets.map(
    ({ id, uid }) =>
      `max(g.name) filter (where s.orgunitgroupsetid = ${id}) as "n${uid}", max(g.uid) filter (where s.orgunitgroupsetid = ${id}) as "${uid}"`,
  );
  await pool.query(
    `create unlogged table floor_sets as
     select unit.organisationunitid, ${columns.join(', ')}
     from organisationunit unit
     left join (orgunitgroupmembers m join orgunitgroup g using (orgunitgroupid) join orgunitgroupsetmembers s using (orgunitgroupid))
       on m.organisationunitid = unit.organisationunitid
     group by unit.organisationunitid`,
  );
}
