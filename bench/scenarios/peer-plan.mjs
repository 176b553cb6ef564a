/**
 * The peer's plan for `analytics` (contract: tables.md §7), as statements: four passes for each year, outlier statistics derived anew in each, an index on every
 * dimension column. Written after the description, not taken from the peer.
 */
import pg from 'pg';

const NUMERIC = [
  'NUMBER',
  'UNIT_INTERVAL',
  'PERCENTAGE',
  'INTEGER',
  'INTEGER_POSITIVE',
  'INTEGER_NEGATIVE',
  'INTEGER_ZERO_OR_POSITIVE',
];
const TEXT = [
  'TEXT',
  'LONG_TEXT',
  'LETTER',
  'TIME',
  'USERNAME',
  'EMAIL',
  'PHONE_NUMBER',
  'URL',
  'DATE',
  'DATETIME',
  'AGE',
];
const FACTS = new Set([
  'approvallevel',
  'daysxvalue',
  'daysno',
  'value',
  'textvalue',
  'avg_middle_value',
  'percentile_middle_value',
  'mad',
  'std_dev',
]);
const OUTLIERS = new Set([
  'sourceid',
  'periodid',
  'categoryoptioncomboid',
  'attributeoptioncomboid',
  'dataelementid',
  'petype',
  'path',
  'avg_middle_value',
  'percentile_middle_value',
  'mad',
  'std_dev',
]);
const KEY = ['dataelementid', 'sourceid', 'categoryoptioncomboid', 'attributeoptioncomboid'];
const NUMBER = "'^(-?[0-9]+)(\\.[0-9]+)?$'";
const LENIENT = "'^[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?$'";
const WORK_MEM = '256MB';
/** How long a statement of a latest run may take; a full run may take as long as it does. */
const STEP_LIMIT_MS = 120_000;
const CANCELLED = '57014';

const quoted = (name) => `"${name}"`;
const list = (values) => values.map((value) => `'${value}'`).join(', ');

/** Runs the plan on `connection` with `workers` statements at once; gives seconds by step. */
export async function runPeerPlan({ connection, pool, workers, outliers }) {
  const started = performance.now();
  const steps = {};
  const step = async (name, work) => {
    const began = performance.now();
    await work();
    steps[name] = (performance.now() - began) / 1000;
  };
  const columns = (await tableColumns(pool)).filter(({ name }) => outliers || !OUTLIERS.has(name));
  const sources = await columnSources(pool, columns);
  let years = [];
  await step('years', async () => {
    const { rows } = await pool.query(
      'select distinct ps.year from datavalue dv join analytics_rs_periodstructure ps on ps.periodid = dv.periodid order by 1',
    );
    years = rows.map(({ year }) => year);
  });
  await step('create', async () => {
    const definitions = columns
      .map(({ name, type, notnull }) => `${quoted(name)} ${type}${notnull ? ' not null' : ''}`)
      .join(', ');
    await pool.query('drop table if exists peer_analytics_temp cascade');
    await pool.query(`create unlogged table peer_analytics_temp (${definitions})`);
    for (const year of years) {
      await pool.query(
        `create unlogged table peer_analytics_${year}_temp (check (year = ${year}), check (pestartdate < '${year + 1}-01-01')) inherits (peer_analytics_temp)`,
      );
    }
  });
  await step('populate', () =>
    inParallel(connection, workers, years, async (client, year) => {
      for (const pass of passes()) await client.query(insertStatement({ columns, sources, year, pass, outliers }));
    }),
  );
  await step('aggregation levels', async () => {
    const { rows } = await pool.query(
      `select level.aggregationlevel as level, array_agg(element.uid) as uids from dataelementaggregationlevels level
       join dataelement element using (dataelementid) group by 1 order by 1 desc`,
    );
    for (const { level, uids } of rows) {
      const set = Array.from({ length: level }, (_, index) => `uidlevel${index + 1} = null`).join(', ');
      await inParallel(connection, workers, years, (client, year) =>
        client.query(
          `update peer_analytics_${year}_temp set ${set} where oulevel > ${level} and dx in (${list(uids)})`,
        ),
      );
    }
    if (rows.length > 0) {
      await inParallel(connection, workers, years, (client, year) =>
        client.query(`vacuum peer_analytics_${year}_temp`),
      );
    }
  });
  const indexed = columns.filter(({ name }) => !FACTS.has(name)).map(({ name }) => name);
  await step('indexes', () =>
    inParallel(
      connection,
      workers,
      years.flatMap((year) => indexed.map((name) => ({ year, name }))),
      (client, { year, name }) => {
        const on = name === 'co' || name === 'ao' ? `"dx", ${quoted(name)}` : quoted(name);
        return client.query(`create index on peer_analytics_${year}_temp (${on})`);
      },
    ),
  );
  await step('analyze', () =>
    inParallel(connection, workers, years, (client, year) => client.query(`analyze peer_analytics_${year}_temp`)),
  );
  await step('swap', async () => {
    for (const year of years)
      await pool.query(
        `drop table if exists peer_analytics_${year} cascade; alter table peer_analytics_${year}_temp rename to peer_analytics_${year}`,
      );
    await pool.query(
      'drop table if exists peer_analytics cascade; alter table peer_analytics_temp rename to peer_analytics',
    );
  });
  const { rows } = await pool.query('select count(*) as rows from peer_analytics');
  await pool.query('drop table peer_analytics cascade');
  return {
    seconds: (performance.now() - started) / 1000,
    steps,
    rows: Number(rows[0].rows),
    years: years.length,
    indexes: indexed.length * years.length,
  };
}

/**
 * The peer's plan for a latest run (contract: tables.md §3.5), as far as its statements end within their limit, after a main run that began at `since`: partition `_0` anew from all that changed since then, in four passes with
 * outlier statistics in each, its indexes, and the removal of the changed rows by their ids. The removal is rolled back, so that runs can be repeated.
 */
export async function runPeerLatest({ connection, pool, workers, outliers, since }) {
  const steps = {};
  let finished = true;
  // A step that takes too long ends there, and with it the plan.
  const step = async (name, work) => {
    if (!finished) return;
    const began = performance.now();
    try {
      await work();
    } catch (error) {
      if (error.code !== CANCELLED) throw error;
      finished = false;
    }
    steps[name] = (performance.now() - began) / 1000;
  };
  const columns = (await tableColumns(pool)).filter(({ name }) => outliers || !OUTLIERS.has(name));
  const sources = await columnSources(pool, columns);
  const { rows: children } = await pool.query(
    "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'analytics'::regclass",
  );
  // The index that its removal looks rows up by stands since the main run.
  for (const { name } of children) await pool.query(`create index on ${name} (id)`);
  // Its planner is to know how many values are new, as it would after a minute of autovacuum.
  await pool.query('analyze analytics, datavalue');
  const changed = `dv.lastupdated >= '${since}' and dv.lastupdated < localtimestamp`;
  let touched = 0;
  await step('changed', async () => {
    const { rows } = await pool.query(`select count(*)::int as n from datavalue dv where ${changed}`);
    touched = rows[0].n;
  });
  await step('create', async () => {
    await pool.query('drop table if exists peer_analytics_temp cascade');
    const definitions = columns
      .map(({ name, type, notnull }) => `${quoted(name)} ${type}${notnull ? ' not null' : ''}`)
      .join(', ');
    await pool.query(`create unlogged table peer_analytics_temp (${definitions})`);
    await pool.query('create unlogged table peer_analytics_0_temp () inherits (peer_analytics_temp)');
  });
  await step('populate', () =>
    inParallel(connection, 1, passes(), async (client, pass) => {
      await client.query(`set statement_timeout = ${STEP_LIMIT_MS}`);
      await client.query(insertStatement({ columns, sources, year: 0, pass, outliers, rows: changed }));
    }),
  );
  await step('indexes', () =>
    inParallel(
      connection,
      workers,
      columns.filter(({ name }) => !FACTS.has(name)).map(({ name }) => name),
      (client, name) => {
        const on = name === 'co' || name === 'ao' ? `"dx", ${quoted(name)}` : quoted(name);
        return client.query(`create index on peer_analytics_0_temp (${on})`);
      },
    ),
  );
  await step('analyze', () => pool.query('analyze peer_analytics_0_temp'));
  const client = new pg.Client(connection);
  await client.connect();
  await client.query(`set statement_timeout = ${STEP_LIMIT_MS}`);
  try {
    await client.query('begin');
    await step('remove', () =>
      client.query(`
        delete from analytics ax where ax.id in (
          select concat(des.dataelementuid, '-', ps.iso, '-', ous.organisationunituid, '-', dcs.categoryoptioncombouid, '-', acs.categoryoptioncombouid)
          from datavalue dv
          inner join analytics_rs_dataelementstructure des on dv.dataelementid = des.dataelementid
          inner join analytics_rs_periodstructure ps on dv.periodid = ps.periodid
          inner join analytics_rs_orgunitstructure ous on dv.sourceid = ous.organisationunitid
          inner join analytics_rs_categorystructure dcs on dv.categoryoptioncomboid = dcs.categoryoptioncomboid
          inner join analytics_rs_categorystructure acs on dv.attributeoptioncomboid = acs.categoryoptioncomboid
          where ${changed}
        )`),
    );
    await client.query('rollback');
  } finally {
    await client.end();
  }
  const { rows } = await pool.query('select count(*)::int as n from peer_analytics_temp');
  await pool.query('drop table peer_analytics_temp cascade');
  for (const { name } of children) await dropIdIndexes(pool, name);
  const seconds = Object.values(steps).reduce((sum, time) => sum + time, 0);
  return { seconds, finished, steps, touched, rows: rows[0].n };
}

async function dropIdIndexes(pool, table) {
  const { rows } = await pool.query(
    "select indexrelid::regclass::text as name from pg_index where indrelid = $1::regclass and pg_get_indexdef(indexrelid) like '%(id)'",
    [table],
  );
  for (const { name } of rows) await pool.query(`drop index ${name}`);
}

/** Columns of `analytics` as it stands, so that both write the same ones. */
async function tableColumns(pool) {
  const { rows } = await pool.query(
    `select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as notnull
     from pg_attribute where attrelid = 'analytics'::regclass and attnum > 0 order by attnum`,
  );
  return rows;
}

/** Where each dynamic column comes from, by asking which resource table has it. */
async function columnSources(pool, columns) {
  const fixed = {
    dx: 'des.dataelementuid',
    co: 'dcs.categoryoptioncombouid',
    ao: 'acs.categoryoptioncombouid',
    pestartdate: 'ps.startdate',
    peenddate: 'ps.enddate',
    year: 'ps.year',
    pe: 'ps.iso',
    ou: 'ous.organisationunituid',
    oulevel: 'ous.level',
    id: "concat(des.dataelementuid, '-', ps.iso, '-', ous.organisationunituid, '-', dcs.categoryoptioncombouid, '-', acs.categoryoptioncombouid)",
    petype: 'ps.periodtypename',
    path: 'ous.path',
    daysno: 'ps.daysno',
    approvallevel: '0',
    avg_middle_value: 'stats.avg_middle_value',
    percentile_middle_value: 'stats.percentile_middle_value',
    mad: 'stats.mad',
    std_dev: 'stats.std_dev',
    sourceid: 'dv.sourceid',
    periodid: 'dv.periodid',
    categoryoptioncomboid: 'dv.categoryoptioncomboid',
    attributeoptioncomboid: 'dv.attributeoptioncomboid',
    dataelementid: 'dv.dataelementid',
  };
  const aliases = {
    degs: 'analytics_rs_dataelementgroupsetstructure',
    ougs: 'analytics_rs_organisationunitgroupsetstructure',
    ous: 'analytics_rs_orgunitstructure',
    dcs: 'analytics_rs_categorystructure',
    ps: 'analytics_rs_periodstructure',
  };
  const { rows } = await pool.query(
    `select relname, attname from pg_attribute join pg_class on pg_class.oid = attrelid
     where relname = any ($1) and attnum > 0 and relnamespace = 'public'::regnamespace`,
    [Object.values(aliases)],
  );
  const sources = { ...fixed };
  for (const { name } of columns) {
    if (sources[name]) continue;
    const alias = Object.entries(aliases).find(([, table]) =>
      rows.some((row) => row.relname === table && row.attname === name),
    )?.[0];
    if (alias) sources[name] = `${alias}.${quoted(name)}`;
  }
  return sources;
}

function passes() {
  const value = 'dv.value::double precision';
  return [
    {
      types: NUMERIC,
      value,
      text: 'null',
      where: `dv.value ~ ${NUMBER} and (dv.value != '0' or des.aggregationtype in ('AVERAGE', 'AVERAGE_SUM_ORG_UNIT'))`,
    },
    { types: ['BOOLEAN', 'TRUE_ONLY'], value: '1', text: 'null', where: "dv.value = 'true'" },
    { types: ['BOOLEAN'], value: '0', text: 'null', where: "dv.value = 'false'" },
    { types: TEXT, value: 'null', text: 'dv.value', where: 'true' },
  ];
}

function insertStatement({ columns, sources, year, pass, outliers, rows = `ps.year = ${year}` }) {
  const own = {
    ...sources,
    value: pass.value,
    textvalue: pass.text,
    daysxvalue: pass.value === 'null' ? 'null' : `${pass.value} * ps.daysno`,
  };
  const typed = columns.map(({ name, type }) => (own[name] === 'null' ? `null::${type}` : (own[name] ?? 'null')));
  return `
    insert into peer_analytics_${year}_temp (${columns.map(({ name }) => quoted(name)).join(', ')})
    select ${typed.join(', ')}
    from datavalue dv
    inner join analytics_rs_periodstructure ps on dv.periodid = ps.periodid
    inner join analytics_rs_dataelementstructure des on dv.dataelementid = des.dataelementid
    inner join analytics_rs_dataelementgroupsetstructure degs on dv.dataelementid = degs.dataelementid
    inner join analytics_rs_orgunitstructure ous on dv.sourceid = ous.organisationunitid
    inner join analytics_rs_organisationunitgroupsetstructure ougs on dv.sourceid = ougs.organisationunitid
    inner join analytics_rs_categorystructure dcs on dv.categoryoptioncomboid = dcs.categoryoptioncomboid
    inner join analytics_rs_categorystructure acs on dv.attributeoptioncomboid = acs.categoryoptioncomboid
    inner join analytics_rs_categoryoptioncomboname con on dv.categoryoptioncomboid = con.categoryoptioncomboid
    inner join analytics_rs_categoryoptioncomboname aon on dv.attributeoptioncomboid = aon.categoryoptioncomboid
    ${outliers ? `left join (${outlierTable()}) stats on ${KEY.map((key) => `stats.${key} = dv.${key}`).join(' and ')}` : ''}
    where des.valuetype in (${list(pass.types)}) and des.domaintype = 'AGGREGATE' and ${rows}
      and dv.lastupdated < now() and dv.value is not null and dv.deleted = false and ${pass.where}`;
}

function outlierTable() {
  const keys = KEY.join(', ');
  return `
    select ${KEY.map((key) => `t.${key}`).join(', ')},
      avg(t.value) as avg_middle_value,
      percentile_cont(0.5) within group (order by t.value) as percentile_middle_value,
      percentile_cont(0.5) within group (order by abs(t.value - t.median)) as mad,
      stddev_pop(t.value) as std_dev
    from (
      select b.*, a.median
      from (select ${keys}, percentile_cont(0.5) within group (order by value::double precision) as median from datavalue where value ~ ${LENIENT} group by ${keys}) a
      join (select ${keys}, periodid, value::double precision as value from datavalue where value ~ ${LENIENT} group by ${keys}, value, periodid) b using (${keys})
    ) t
    group by ${KEY.map((key) => `t.${key}`).join(', ')}`;
}

/** Works through the items with `workers` connections of their own. */
export async function inParallel(connection, workers, items, work) {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: workers }, async () => {
      const client = new pg.Client(connection);
      await client.connect();
      await client.query(`set work_mem = '${WORK_MEM}'; set maintenance_work_mem = '${WORK_MEM}'; set jit = off`);
      try {
        for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(client, item);
      } finally {
        await client.end();
      }
    }),
  );
}
