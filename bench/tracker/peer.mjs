/**
 * The peer's plan (contract: imports.md §7; written after the description, not taken from the peer): what is there is looked up by uid in lists, each object becomes a row of its own, the rows go
 * in batches of JDBC over one connection, and each data value and attribute value is a statement for its change log, too. Building objects and checking them costs nothing here.
 */
const LOOK_UP = 20_000;

export async function insertAsPeer(pool, { trackedEntities }) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const keys = await keysOf(client, trackedEntities[0]);
    const enrollments = trackedEntities.flatMap((entity) => entity.enrollments.map((own) => ({ ...own, entity })));
    const events = enrollments.flatMap((enrollment) => enrollment.events.map((own) => ({ ...own, enrollment })));
    await lookUp(
      client,
      'trackedentity',
      trackedEntities.map((entity) => entity.trackedEntity),
    );
    await lookUp(
      client,
      'enrollment',
      enrollments.map((enrollment) => enrollment.enrollment),
    );
    await lookUp(
      client,
      'event',
      events.map((event) => event.event),
    );
    const ids = await inserted(client, trackedEntities, 'trackedentityinstance_sequence', (id, own) => ({
      name: 'peer entity',
      text: `insert into trackedentity (trackedentityid, uid, created, lastupdated, inactive, deleted, organisationunitid, trackedentitytypeid)
        values ($1, $2, localtimestamp, localtimestamp, false, false, $3, $4)`,
      values: [id, own.trackedEntity, keys.units.get(own.orgUnit), keys.type],
    }));
    for (const [index, entity] of trackedEntities.entries())
      for (const { attribute, value } of entity.attributes)
        await client.query({
          name: 'peer attribute',
          text: `insert into trackedentityattributevalue (trackedentityid, trackedentityattributeid, created, lastupdated, value) values ($1, $2, localtimestamp, localtimestamp, $3)`,
          values: [ids[index], keys.attributes.get(attribute), value],
        });
    const entityIds = new Map(trackedEntities.map((entity, index) => [entity.trackedEntity, ids[index]]));
    const enrollmentIds = await inserted(client, enrollments, 'programinstance_sequence', (id, own) => ({
      name: 'peer enrollment',
      text: `insert into enrollment (enrollmentid, uid, created, lastupdated, enrollmentdate, status, deleted, trackedentityid, programid, organisationunitid)
        values ($1, $2, localtimestamp, localtimestamp, $3, $4, false, $5, $6, $7)`,
      values: [
        id,
        own.enrollment,
        own.enrolledAt,
        own.status,
        entityIds.get(own.entity.trackedEntity),
        keys.program,
        keys.units.get(own.orgUnit),
      ],
    }));
    for (const own of enrollments)
      await client.query({
        name: 'peer owner',
        text: `insert into trackedentityprogramowner (trackedentityprogramownerid, trackedentityid, programid, created, lastupdated, organisationunitid, createdby)
          values (nextval('hibernate_sequence'), $1, $2, localtimestamp, localtimestamp, $3, 'bench')`,
        values: [entityIds.get(own.entity.trackedEntity), keys.program, keys.units.get(own.orgUnit)],
      });
    const byUid = new Map(enrollments.map((enrollment, index) => [enrollment.enrollment, enrollmentIds[index]]));
    const eventIds = await inserted(client, events, 'programstageinstance_sequence', (id, own) => ({
      name: 'peer event',
      text: `insert into event (eventid, uid, created, lastupdated, enrollmentid, programstageid, attributeoptioncomboid, deleted, occurreddate, organisationunitid, status, eventdatavalues)
        values ($1, $2, localtimestamp, localtimestamp, $3, $4, $5, false, $6, $7, $8, $9)`,
      values: [
        id,
        own.event,
        byUid.get(own.enrollment.enrollment),
        keys.stage,
        keys.optionCombo,
        own.occurredAt,
        keys.units.get(own.orgUnit),
        own.status,
        valuesOf(own),
      ],
    }));
    for (const [index, event] of events.entries())
      for (const { dataElement, value } of event.dataValues)
        await client.query({
          name: 'peer log',
          text: `insert into eventchangelog (eventid, dataelementid, currentvalue, changelogtype, created, createdby) values ($1, $2, $3, 'CREATE', localtimestamp, 'bench')`,
          values: [eventIds[index], keys.elements.get(dataElement), value],
        });
    await client.query('commit');
  } finally {
    client.release();
  }
}

const valuesOf = ({ dataValues }) =>
  JSON.stringify(
    Object.fromEntries(dataValues.map(({ dataElement, value }) => [dataElement, { value, storedBy: 'bench' }])),
  );

/** One statement for each row, keys drawn from the sequence for each. The driver sends one after the other, as JDBC does within a batch but for the waiting. */
async function inserted(client, objects, sequence, statement) {
  const ids = [];
  for (const object of objects) {
    const { rows } = await client.query({ name: `peer ${sequence}`, text: `select nextval('${sequence}') as id` });
    ids.push(rows[0].id);
    await client.query(statement(rows[0].id, object));
  }
  return ids;
}

async function lookUp(client, table, uids) {
  for (let start = 0; start < uids.length; start += LOOK_UP)
    await client.query(`select * from ${table} where uid = any ($1)`, [uids.slice(start, start + LOOK_UP)]);
}

async function keysOf(client, example) {
  const map = async (table, key) => {
    const { rows } = await client.query(`select uid, ${key} as id from ${table}`);
    return new Map(rows.map(({ uid, id }) => [uid, id]));
  };
  const [enrollment] = example.enrollments;
  const units = await map('organisationunit', 'organisationunitid');
  const program = (await map('program', 'programid')).get(enrollment.program);
  const stage = (await map('programstage', 'programstageid')).get(enrollment.events[0].programStage);
  const type = (await map('trackedentitytype', 'trackedentitytypeid')).get(example.trackedEntityType);
  const attributes = await map('trackedentityattribute', 'trackedentityattributeid');
  const elements = await map('dataelement', 'dataelementid');
  const { rows } = await client.query(
    `select categoryoptioncomboid as id from categoryoptioncombo where name = 'default'`,
  );
  return { units, program, stage, type, attributes, elements, optionCombo: rows[0].id };
}
