import { uidFactory } from '../../dist/kernel/uid.js';

/** Tracked entities of a registering program of the demo country, with what belongs to them; the same ones each time. */
export async function trackerPayload(pool, entities, eventsEach) {
  const { rows } = await pool.query(`
    select program.uid as program, stage.uid as stage, type.uid as type,
      array(select unit.uid from program_organisationunits link join organisationunit unit using (organisationunitid) where link.programid = program.programid order by 1) as units,
      array(
        select json_build_object('uid', attribute.uid, 'type', attribute.valuetype, 'unique', attribute.uniquefield)
        from program_attributes link join trackedentityattribute attribute using (trackedentityattributeid) where link.programid = program.programid order by link.sort_order limit 4
      ) as attributes,
      array(
        select json_build_object('uid', element.uid, 'type', element.valuetype)
        from programstagedataelement link join dataelement element using (dataelementid) where link.programstageid = stage.programstageid order by link.sort_order limit 3
      ) as elements
    from program join programstage stage using (programid) join trackedentitytype type using (trackedentitytypeid)
    where program.type = 'WITH_REGISTRATION' order by program.programid limit 1
  `);
  const { program, stage, type, units, attributes, elements } = rows[0];
  const uid = uidFactory(4711);
  const day = (number) => new Date(Date.UTC(2022, 0, 1 + (number % 365))).toISOString().slice(0, 10);
  return {
    trackedEntities: Array.from({ length: entities }, (_, index) => {
      const orgUnit = units[index % units.length];
      return {
        trackedEntity: uid(),
        trackedEntityType: type,
        orgUnit,
        attributes: attributes.map((attribute) => ({ attribute: attribute.uid, value: textFor(attribute, index) })),
        enrollments: [
          {
            enrollment: uid(),
            program,
            orgUnit,
            enrolledAt: day(index),
            occurredAt: day(index),
            status: 'ACTIVE',
            events: Array.from({ length: eventsEach }, (_, number) => ({
              event: uid(),
              program,
              programStage: stage,
              orgUnit,
              status: 'COMPLETED',
              occurredAt: day(index + number * 30),
              dataValues: elements.map((element) => ({ dataElement: element.uid, value: textFor(element, number) })),
            })),
          },
        ],
      };
    }),
  };
}

function textFor({ type, unique }, number) {
  if (unique) return `bench-${number}`;
  if (type === 'BOOLEAN' || type === 'TRUE_ONLY') return 'true';
  if (type === 'DATE' || type === 'AGE') return '2001-02-03';
  if (type === 'PHONE_NUMBER') return '+00 123456789';
  if (type.startsWith('INTEGER') || ['NUMBER', 'PERCENTAGE'].includes(type)) return String(1 + (number % 9));
  return `Text ${number}`;
}
