/**
 * The peer's plan for all types but `DATA_VALUE` (contract: tables.md §4.2–4.10, §7), as statements: one insert-select for each table or year of it, one left join for each
 * attribute, values taken out of JSON once to test and once to cast, legends and names by correlated subqueries, ownership row by row, an index on every dimension column.
 * Written after the description, not taken from the peer. The columns are those of Orderly's tables, which must stand.
 */
import { inParallel } from '../scenarios/peer-plan.mjs';
import { cellSource, readItems } from './peer-cells.mjs';
import { writeOwnership } from './peer-ownership.mjs';

const quoted = (name) => `"${name}"`;
const DATE = "case when ev.status = 'SCHEDULE' then ev.scheduleddate else ev.occurreddate end";
const STATUSES = "('COMPLETED', 'ACTIVE', 'SCHEDULE')";
const OUS = 'left join analytics_rs_orgunitstructure ous on ous.organisationunitid =';
const OUGS = 'left join analytics_rs_organisationunitgroupsetstructure ougs on ougs.organisationunitid =';

const author = (alias) =>
  Object.fromEntries(
    ['createdby', 'lastupdatedby'].flatMap((name) => {
      const of = (field) => `${alias}.${name}userinfo ->> '${field}'`;
      return [
        [`${name}username`, of('username')],
        [`${name}name`, of('firstName')],
        [`${name}lastname`, of('surname')],
        [
          `${name}displayname`,
          `case when ${of('surname')} is null and ${of('firstName')} is null then ${of('username')} else concat(${of('surname')}, ', ', ${of('firstName')}, ' (', ${of('username')}, ')') end`,
        ],
      ];
    }),
  );
const unit = { ou: 'ou.uid', ouname: 'ou.name', oucode: 'ou.code', oulevel: 'ous.level' };
const point = (geometry, longitude = 'longitude', latitude = 'latitude') => ({
  [longitude]: `case when ${geometry} ->> 'type' = 'Point' then (${geometry} #>> '{coordinates,0}')::double precision end`,
  [latitude]: `case when ${geometry} ->> 'type' = 'Point' then (${geometry} #>> '{coordinates,1}')::double precision end`,
});
const attributeJoins = (attributes, entity) =>
  attributes
    .map(
      ({ uid, id }) =>
        `left join trackedentityattributevalue ${quoted(uid)} on ${quoted(uid)}.trackedentityid = ${entity} and ${quoted(uid)}.trackedentityattributeid = ${id}`,
    )
    .join(' ');

/**
 * Runs the plan for every type; the tables go afterwards.
 *
 * @returns seconds and rows of each type, and the numbers of tables and indexes
 */
export async function runPeerTypes({ connection, pool, workers }) {
  const items = await readItems(pool);
  const types = [
    ['TRACKED_ENTITY_INSTANCE', entityTables(items)],
    ['TRACKED_ENTITY_INSTANCE_EVENTS', await entityEventTables(pool, items)],
    ['TRACKED_ENTITY_INSTANCE_ENROLLMENTS', entityEnrollmentTables(items)],
    ['COMPLETENESS', await completenessTables(pool)],
    ['COMPLETENESS_TARGET', [completenessTarget]],
    ['ORG_UNIT_TARGET', [orgUnitTarget]],
    [
      'OWNERSHIP',
      items.programs.map(({ id, uid }) => ({ table: `analytics_ownership_${uid.toLowerCase()}`, ownershipOf: id })),
    ],
    ['EVENT', await eventTables(pool, items)],
    ['ENROLLMENT', enrollmentTables(items)],
  ];
  const seconds = {};
  const rows = {};
  let indexes = 0;
  let tables = 0;
  for (const [type, all] of types) {
    const started = performance.now();
    const built = await buildType({ connection, pool, workers }, all);
    seconds[type] = (performance.now() - started) / 1000;
    indexes += built.indexes;
    tables += built.parts;
    rows[type] = 0;
    for (const { table } of all) {
      const counted = await pool.query(
        `select (select count(*)::int from peer_${table}) as peer, (select count(*)::int from ${table}) as own`,
      );
      const [{ peer, own }] = counted.rows;
      if (peer !== own) console.log(`${table}: ${own} rows, ${peer} by the peer's plan`);
      rows[type] += peer;
      await pool.query(`drop table peer_${table} cascade`);
    }
  }
  return { seconds, rows, tables, indexes };
}

/** Create, populate, index, analyze and swap, each in parallel over the partitions of all tables. */
async function buildType({ connection, pool, workers }, tables) {
  const parts = [];
  for (const table of tables) {
    const { rows: columns } = await pool.query(
      `select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as notnull
       from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
      [table.table],
    );
    const sources = await sourcesOf(pool, table, columns);
    const definitions = columns.map(
      ({ name, type, notnull }) => `${quoted(name)} ${type}${notnull ? ' not null' : ''}`,
    );
    await pool.query(`drop table if exists peer_${table.table}_temp cascade`);
    await pool.query(`create unlogged table peer_${table.table}_temp (${definitions.join(', ')})`);
    for (const part of table.parts ?? [{ suffix: '', where: 'true' }]) {
      const name = `peer_${table.table}${part.suffix}_temp`;
      if (part.suffix) await pool.query(`create unlogged table ${name} () inherits (peer_${table.table}_temp)`);
      parts.push({ ...part, name, table, columns, sources });
    }
  }
  await inParallel(connection, workers, parts, async (client, { name, table, columns, sources, where }) => {
    if (table.ownershipOf !== undefined) {
      await writeOwnership(client, name, columns, table.ownershipOf);
      return;
    }
    const list = columns.map((column) => quoted(column.name)).join(', ');
    const values = columns.map((column) => `(${sources[column.name] ?? 'null'})::${column.type}`).join(', ');
    await client.query(`insert into ${name} (${list}) select ${values} ${table.from} where ${where}`);
  });
  // Names of their own: two that the database gives at once may be the same.
  const indexed = parts
    .flatMap(({ name, columns }) => columns.flatMap((column) => indexesOf(column).map((on) => ({ name, on }))))
    .map((index, number) => ({ ...index, number }));
  await inParallel(connection, workers, indexed, (client, { name, on, number }) =>
    client.query(`create index peer_in_${number} on ${name} (${on})`),
  );
  await inParallel(connection, workers, parts, (client, { name }) => client.query(`analyze ${name}`));
  for (const table of tables) {
    for (const { suffix } of (table.parts ?? []).filter((part) => part.suffix !== ''))
      await pool.query(`alter table peer_${table.table}${suffix}_temp rename to peer_${table.table}${suffix}`);
    await pool.query(`alter table peer_${table.table}_temp rename to peer_${table.table}`);
  }
  return { parts: parts.length, indexes: indexed.length };
}

const UNINDEXED = new Set([
  'value',
  'timely',
  'eventdatavalues',
  'coordinates',
  ...['createdby', 'lastupdatedby'].flatMap((name) => [`${name}name`, `${name}lastname`, `${name}displayname`]),
]);
const STATIC = /^[a-z0-9]+$/;

/** One index for each dimension column, a second one on the lower case of dynamic text, and on the latest first for dates. */
function indexesOf({ name, type }) {
  if (UNINDEXED.has(name)) return [];
  const dynamic = !STATIC.test(name);
  if (dynamic && type === 'text') return [];
  if (!dynamic && type.startsWith('timestamp')) return [quoted(name), `${quoted(name)} desc nulls last`];
  return [quoted(name)];
}

/** Where each column comes from: named ones from the table's own list, the others from the resource table that has them. */
async function sourcesOf(pool, { fixed = {}, resources = {}, items = [] }, columns) {
  const { rows } = await pool.query(
    `select relname, attname from pg_attribute join pg_class on pg_class.oid = attrelid
     where relname = any ($1) and attnum > 0 and relnamespace = 'public'::regnamespace`,
    [Object.values(resources)],
  );
  const names = columns
    .map(({ name }) => name)
    .filter((name) => name.startsWith('uidlevel'))
    .map((name) => name.replace('uid', 'ous.name'));
  const sources = { ounamehierarchy: `concat_ws(' / ', ${names.join(', ') || 'null'})`, ...fixed };
  for (const item of items) Object.assign(sources, cellSource(item));
  for (const { name } of columns) {
    if (sources[name]) continue;
    const alias = Object.entries(resources).find(([, table]) =>
      rows.some((row) => row.relname === table && row.attname === name),
    )?.[0];
    if (alias) sources[name] = `${alias}.${quoted(name)}`;
  }
  return sources;
}

const UNITS = { ous: 'analytics_rs_orgunitstructure', ougs: 'analytics_rs_organisationunitgroupsetstructure' };
const DAYS = { dps: 'analytics_rs_dateperiodstructure' };
const COMBOS = { acs: 'analytics_rs_categorystructure' };

const yearsIn = async (pool, from, date, where) => {
  const { rows } = await pool.query(
    `select distinct extract(year from ${date})::int as year ${from} where ${where} order by 1`,
  );
  return rows.map(({ year }) => year).filter((year) => year !== null);
};

async function eventTables(pool, { programs }) {
  const tables = [];
  for (const program of programs) {
    const from = `
      from event ev
      inner join enrollment en on en.enrollmentid = ev.enrollmentid
      inner join programstage ps on ps.programstageid = ev.programstageid
      inner join program pr on pr.programid = en.programid and en.deleted = false
      inner join categoryoptioncombo ao on ao.categoryoptioncomboid = ev.attributeoptioncomboid
      left join trackedentity te on te.trackedentityid = en.trackedentityid and te.deleted = false
      left join organisationunit registrationou on registrationou.organisationunitid = te.organisationunitid
      inner join organisationunit ou on ou.organisationunitid = ev.organisationunitid
      ${OUS} ou.organisationunitid
      ${OUGS} ou.organisationunitid
      left join organisationunit enrollmentou on enrollmentou.organisationunitid = en.organisationunitid
      inner join analytics_rs_categorystructure acs on acs.categoryoptioncomboid = ev.attributeoptioncomboid
      left join analytics_rs_dateperiodstructure dps on dps.dateperiod = cast(${DATE} as date)
      ${attributeJoins(program.attributes, 'en.trackedentityid')}`;
    const where = `pr.programid = ${program.id} and ev.status in ${STATUSES} and ev.organisationunitid is not null and ${DATE} is not null and ev.deleted = false and ev.lastupdated < now()`;
    const years = await yearsIn(
      pool,
      'from event ev inner join enrollment en on en.enrollmentid = ev.enrollmentid',
      DATE,
      `en.programid = ${program.id} and ev.deleted = false and ${DATE} is not null`,
    );
    tables.push({
      table: `analytics_event_${program.uid.toLowerCase()}`,
      from,
      parts: (years.length > 0 ? years : [new Date().getFullYear()]).map((year) => ({
        suffix: `_${year}`,
        where: `${where} and ${DATE} >= '${year}-01-01' and ${DATE} < '${year + 1}-01-01'`,
      })),
      items: [...program.elements, ...program.attributes],
      resources: { ...UNITS, ...COMBOS, ...DAYS },
      fixed: {
        event: 'ev.uid',
        enrollment: 'en.uid',
        ps: 'ps.uid',
        ao: 'ao.uid',
        enrollmentdate: 'en.enrollmentdate',
        enrollmentoccurreddate: 'en.occurreddate',
        occurreddate: 'ev.occurreddate',
        scheduleddate: 'ev.scheduleddate',
        completeddate: 'ev.completeddate',
        created: 'coalesce(ev.createdatclient, ev.created)',
        lastupdated: 'coalesce(ev.lastupdatedatclient, ev.lastupdated)',
        storedby: 'ev.storedby',
        eventstatus: 'ev.status',
        enrollmentstatus: 'en.status',
        ...unit,
        registrationou: 'coalesce(registrationou.uid, ou.uid)',
        enrollmentou: 'coalesce(enrollmentou.uid, ou.uid)',
        trackedentity: 'te.uid',
        ...author('ev'),
        ...point('ev.geometry'),
      },
    });
  }
  return tables;
}

const enrollmentTables = ({ programs }) =>
  programs.map((program) => ({
    table: `analytics_enrollment_${program.uid.toLowerCase()}`,
    from: `
      from enrollment en
      inner join program pr on pr.programid = en.programid
      left join trackedentity te on te.trackedentityid = en.trackedentityid and te.deleted = false
      left join organisationunit registrationou on registrationou.organisationunitid = te.organisationunitid
      inner join organisationunit ou on ou.organisationunitid = en.organisationunitid
      ${OUS} ou.organisationunitid
      ${OUGS} ou.organisationunitid
      left join analytics_rs_dateperiodstructure dps on dps.dateperiod = cast(en.enrollmentdate as date)
      ${attributeJoins(program.attributes, 'en.trackedentityid')}`,
    items: program.attributes,
    resources: { ...UNITS, ...DAYS },
    fixed: {
      enrollment: 'en.uid',
      enrollmentdate: 'en.enrollmentdate',
      occurreddate: 'en.occurreddate',
      completeddate: "case en.status when 'COMPLETED' then en.completeddate end",
      lastupdated: 'coalesce(en.lastupdatedatclient, en.lastupdated)',
      storedby: 'en.storedby',
      enrollmentstatus: 'en.status',
      ...unit,
      registrationou: 'coalesce(registrationou.uid, ou.uid)',
      trackedentity: 'te.uid',
      ...author('en'),
      ...point('en.geometry'),
    },
    ...whole(
      `pr.programid = ${program.id} and en.occurreddate is not null and en.deleted = false and en.lastupdated <= now()`,
    ),
  }));

/** A table in one piece. */
function whole(where) {
  return { parts: [{ suffix: '', where }] };
}

const entityTables = ({ types }) =>
  types.map(({ id, uid, attributes, programs }) => ({
    table: `analytics_te_${uid.toLowerCase()}`,
    from: `
      from trackedentity te
      left join organisationunit ou on ou.organisationunitid = te.organisationunitid
      ${OUS} te.organisationunitid
      ${OUGS} te.organisationunitid
      ${attributeJoins(attributes, 'te.trackedentityid')}`,
    ...whole(`te.trackedentitytypeid = ${id} and te.lastupdated < now() and te.deleted = false`),
    items: attributes.map((attribute) => ({ ...attribute, legendSets: [] })),
    resources: UNITS,
    fixed: {
      trackedentity: 'te.uid',
      trackedentityid: 'te.trackedentityid',
      ...unit,
      ...author('te'),
      ...point('te.geometry'),
      ...Object.fromEntries(
        [
          'created',
          'lastupdated',
          'inactive',
          'createdatclient',
          'lastupdatedatclient',
          'lastsynchronized',
          'featuretype',
          'coordinates',
          'storedby',
          'potentialduplicate',
        ].map((name) => [name, `te.${name}`]),
      ),
      ...Object.fromEntries(
        programs.map((program) => [
          program.uid,
          `exists (select 1 from enrollment en_0 where en_0.trackedentityid = te.trackedentityid and en_0.programid = ${program.id})`,
        ]),
      ),
    },
  }));

const VALUES = `(
  select json_object_agg(l2.keys, l2.datavalue)
  from (
    select l1.uid, l1.keys, json_strip_nulls(json_build_object(
      'value', l1.eventdatavalues -> l1.keys ->> 'value', 'created', l1.eventdatavalues -> l1.keys ->> 'created',
      'storedBy', l1.eventdatavalues -> l1.keys ->> 'storedBy', 'lastUpdated', l1.eventdatavalues -> l1.keys ->> 'lastUpdated',
      'providedElsewhere', l1.eventdatavalues -> l1.keys -> 'providedElsewhere',
      'value_name', (select o.name from organisationunit o where o.uid = l1.eventdatavalues -> l1.keys ->> 'value'),
      'value_code', (select o.code from organisationunit o where o.uid = l1.eventdatavalues -> l1.keys ->> 'value'))) as datavalue
    from (select inner_evt.*, jsonb_object_keys(inner_evt.eventdatavalues) as keys from event inner_evt where inner_evt.eventid = ev.eventid) as l1
  ) as l2
  group by l2.uid)`;

async function entityEventTables(pool, { types }) {
  const tables = [];
  for (const { id, uid } of types) {
    const from = `
      from event ev
      inner join enrollment en on en.enrollmentid = ev.enrollmentid and en.deleted = false
      inner join trackedentity te on te.trackedentityid = en.trackedentityid and te.deleted = false and te.trackedentitytypeid = ${id}
      left join programstage ps on ps.programstageid = ev.programstageid
      left join program p on p.programid = ps.programid
      left join organisationunit ou on ou.organisationunitid = ev.organisationunitid
      ${OUS} ev.organisationunitid`;
    const where = `ev.status in ${STATUSES} and ev.deleted = false`;
    const years = await yearsIn(pool, from, DATE, where);
    tables.push({
      table: `analytics_te_event_${uid.toLowerCase()}`,
      from,
      parts: years.map((year) => ({
        suffix: `_${year}`,
        where: `${where} and ${DATE} >= '${year}-01-01' and ${DATE} < '${year + 1}-01-01'`,
      })),
      resources: { ous: UNITS.ous },
      fixed: {
        trackedentity: 'te.uid',
        program: 'p.uid',
        enrollment: 'en.uid',
        programstage: 'ps.uid',
        event: 'ev.uid',
        ...unit,
        ...Object.fromEntries(
          ['occurreddate', 'lastupdated', 'created', 'scheduleddate', 'status'].map((name) => [name, `ev.${name}`]),
        ),
        eventdatavalues: VALUES,
        ...point('ev.geometry', 'evlongitude', 'evlatitude'),
      },
    });
  }
  return tables;
}

const entityEnrollmentTables = ({ types }) =>
  types.map(({ id, uid }) => ({
    table: `analytics_te_enrollment_${uid.toLowerCase()}`,
    from: `
      from enrollment en
      inner join trackedentity te on te.trackedentityid = en.trackedentityid and te.deleted = false and te.trackedentitytypeid = ${id}
      left join program p on p.programid = en.programid
      left join organisationunit ou on ou.organisationunitid = en.organisationunitid
      ${OUS} en.organisationunitid`,
    ...whole(
      `exists (select 1 from event ev where ev.deleted = false and ev.enrollmentid = en.enrollmentid and ev.status in ${STATUSES}) and en.occurreddate is not null and en.deleted = false`,
    ),
    resources: { ous: UNITS.ous },
    fixed: {
      trackedentity: 'te.uid',
      program: 'p.uid',
      enrollment: 'en.uid',
      enrollmentdate: 'en.enrollmentdate',
      completeddate: 'en.completeddate',
      occurreddate: 'en.occurreddate',
      enrollmentstatus: 'en.status',
      ...unit,
      ...point('en.geometry', 'enrollmentlongitude', 'enrollmentlatitude'),
    },
  }));

async function completenessTables(pool) {
  const from = `
    from completedatasetregistration cdr
    inner join dataset ds on ds.datasetid = cdr.datasetid
    inner join analytics_rs_periodstructure ps on ps.periodid = cdr.periodid
    inner join analytics_rs_organisationunitgroupsetstructure ougs on ougs.organisationunitid = cdr.sourceid
    left join analytics_rs_orgunitstructure ous on ous.organisationunitid = cdr.sourceid
    inner join analytics_rs_categorystructure acs on acs.categoryoptioncomboid = cdr.attributeoptioncomboid`;
  const years = await yearsIn(pool, from, 'ps.startdate', 'true');
  return [
    {
      table: 'analytics_completeness',
      from,
      parts: years.map((year) => ({
        suffix: `_${year}`,
        where: `extract(year from ps.startdate) = ${year} and cdr.date is not null and cdr.completed = true and cdr.lastupdated < now()`,
      })),
      resources: { ...UNITS, ...COMBOS, ps: 'analytics_rs_periodstructure' },
      fixed: {
        dx: 'ds.uid',
        year: 'extract(year from ps.startdate)::int',
        value: 'cdr.date',
        timely: 'cdr.date::date - ps.enddate <= ds.timelydays + 1',
        id: "concat(ds.uid, '-', ps.iso, '-', ous.organisationunituid, '-', acs.categoryoptioncombouid)",
      },
    },
  ];
}

const completenessTarget = {
  table: 'analytics_completenesstarget',
  from: `
    from analytics_rs_datasetorganisationunitcategory doc
    inner join dataset ds on ds.datasetid = doc.datasetid
    inner join analytics_rs_orgunitstructure ous on ous.organisationunitid = doc.organisationunitid
    inner join analytics_rs_organisationunitgroupsetstructure ougs on ougs.organisationunitid = doc.organisationunitid
    inner join analytics_rs_categorystructure acs on acs.categoryoptioncomboid = doc.attributeoptioncomboid`,
  resources: { ...UNITS, ...COMBOS },
  fixed: {
    dx: 'ds.uid',
    ao: 'acs.categoryoptioncombouid',
    ouopeningdate: 'ous.openingdate',
    oucloseddate: 'ous.closeddate',
    costartdate: 'doc.costartdate',
    coenddate: 'doc.coenddate',
    value: '1',
  },
};

const orgUnitTarget = {
  table: 'analytics_orgunittarget',
  from: `
    from orgunitgroupmembers ougm
    inner join orgunitgroup oug on oug.orgunitgroupid = ougm.orgunitgroupid
    left join analytics_rs_orgunitstructure ous on ous.organisationunitid = ougm.organisationunitid`,
  resources: { ous: UNITS.ous },
  fixed: { oug: 'oug.uid', value: '1' },
};
