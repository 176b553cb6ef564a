import fc from 'fast-check';
import { sql } from 'kysely';
import type { Db } from '../../../src/database/index.js';
import { generateUid } from '../../../src/kernel/uid.js';
import { insertRows, LeastRows, nextId, type Row } from './least-row.js';

/** Tables in which somebody keeps something about an event, enrollment or tracked entity. */
const KINDS = ['event', 'enrollment', 'trackedentity'] as const;
type Kind = (typeof KINDS)[number];

/** One log, ownership or value row of each table, by what it is about. */
const ABOUT: readonly (readonly [table: string, Kind])[] = [
  ['eventchangelog', 'event'],
  ['trackedentitydatavalueaudit', 'event'],
  ['trackedentityattributevalueaudit', 'trackedentity'],
  ['trackedentitychangelog', 'trackedentity'],
  ['programownershiphistory', 'trackedentity'],
  ['programtempowner', 'trackedentity'],
  ['programtempownershipaudit', 'trackedentity'],
  ['trackedentityaudit', 'trackedentity'],
  ['potentialduplicate', 'trackedentity'],
];
const MESSAGE_PARTS = {
  programmessage_deliverychannels: ['programmessagedeliverychannelsid', 'deliverychannel'],
  programmessage_emailaddresses: ['programmessageemailaddressid', 'email'],
  programmessage_phonenumbers: ['programmessagephonenumberid', 'phonenumber'],
} as const;

const number = fc.nat(1_000);
const many = <Value>(value: fc.Arbitrary<Value>, size: number) =>
  fc.array(value, { minLength: size, maxLength: size + 5, size: 'max' });
const end = fc.record({ kind: fc.constantFrom(...KINDS), number });
/** Mostly as programs write it; sometimes of nothing or of two things, or without the name of its relationship, all of which the table allows. */
const relationshipItem = fc.record({
  ends: fc.oneof(
    { weight: 8, arbitrary: fc.array(end, { minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.array(end, { minLength: 0, maxLength: 2 }) },
  ),
  named: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});

/** What is in the tracker tables of a generated database. Numbers choose among what there is. */
export const trackerWorld = fc.record({
  trackedentity: many(fc.record({ deleted: fc.boolean() }), 6),
  enrollment: many(fc.record({ deleted: fc.boolean(), of: fc.option(number, { freq: 4 }) }), 10),
  event: many(fc.record({ deleted: fc.boolean(), of: number }), 20),
  messages: many(
    fc.record({ ends: fc.array(end, { maxLength: 2 }), channels: fc.nat(2), emails: fc.nat(2), numbers: fc.nat(2) }),
    25,
  ),
  notifications: many(fc.record({ event: fc.option(number), enrollment: fc.option(number) }), 20),
  notes: many(fc.record({ event: fc.option(number), enrollment: fc.option(number) }), 20),
  relationships: many(
    fc.record({
      deleted: fc.constantFrom(true, false, null),
      from: fc.option(relationshipItem, { freq: 8 }),
      to: fc.option(relationshipItem, { freq: 8 }),
    }),
    30,
  ),
  looseItems: many(end, 4),
  about: many(fc.record({ what: fc.constantFrom(...ABOUT), number, other: number }), 40),
});
export type TrackerWorld = typeof trackerWorld extends fc.Arbitrary<infer World> ? World : never;

/** Replaces whatever is in the tracker tables. */
export async function writeTracker(db: Db, world: TrackerWorld): Promise<void> {
  const least = new LeastRows(db);
  await sql`
    truncate trackedentity, enrollment, event, note, programmessage, programnotificationinstance, relationship, relationshipitem,
      trackedentityaudit, potentialduplicate cascade
  `.execute(db);
  let id = await nextId(db);
  const fresh = (): number => {
    id += 1;
    return id;
  };
  const dated = () => ({ uid: generateUid(), created: '2026-01-01', lastupdated: '2026-01-01' });
  const place = { organisationunitid: await anyKeyOf(db, 'organisationunit') };
  const made: Record<Kind, readonly number[]> = { event: [], enrollment: [], trackedentity: [] };
  const chosen = (kind: Kind, index: number): number => made[kind][index % made[kind].length] ?? 0;
  const optional = (kind: Kind, index: number | null) => (index === null ? null : chosen(kind, index));

  const insertKind = async (kind: Kind, rows: readonly Row[]) => {
    const whole: readonly Row[] = rows.map((row) => ({ [`${kind}id`]: fresh(), ...dated(), ...place, ...row }));
    await insertRows(db, kind, whole);
    made[kind] = whole.map((row) => Number(row[`${kind}id`]));
  };
  const type = await anyKeyOf(db, 'trackedentitytype');
  await insertKind(
    'trackedentity',
    world.trackedentity.map(({ deleted }) => ({ deleted, trackedentitytypeid: type })),
  );
  const programid = await anyKeyOf(db, 'program');
  await insertKind(
    'enrollment',
    world.enrollment.map(({ deleted, of }) => ({
      deleted,
      trackedentityid: optional('trackedentity', of),
      programid,
      enrollmentdate: '2026-01-01',
    })),
  );
  const stage = { programstageid: await anyKeyOf(db, 'programstage'), status: 'ACTIVE', eventdatavalues: {} };
  const attributeoptioncomboid = await anyKeyOf(db, 'categoryoptioncombo');
  await insertKind(
    'event',
    world.event.map(({ deleted, of }) => ({
      deleted,
      enrollmentid: chosen('enrollment', of),
      ...stage,
      attributeoptioncomboid,
      lastsynchronized: '2026-01-01',
    })),
  );
  const ends = (some: TrackerWorld['looseItems']) => {
    const columns: Record<string, number | null> = { eventid: null, enrollmentid: null, trackedentityid: null };
    for (const { kind, number: index } of some) columns[`${kind}id`] = chosen(kind, index);
    return columns;
  };

  const messages = world.messages.map((message) => ({ ...message, id: fresh() }));
  await insertRows(
    db,
    'programmessage',
    messages.map((message) => ({ id: message.id, ...dated(), text: 'Come', ...ends(message.ends) })),
  );
  for (const [table, [key, value]] of Object.entries(MESSAGE_PARTS)) {
    const count = (of: (typeof messages)[number]) =>
      ({ deliverychannel: of.channels, email: of.emails, phonenumber: of.numbers })[value];
    const rows = messages.flatMap((message) => Array.from({ length: count(message) }, () => message.id));
    await insertRows(
      db,
      table,
      rows.map((message) => ({ [key]: message, [value]: 'x' })),
    );
  }
  await insertRows(
    db,
    'programnotificationinstance',
    world.notifications.map(({ event, enrollment }) => ({
      programnotificationinstanceid: fresh(),
      ...dated(),
      name: 'Reminder',
      eventid: optional('event', event),
      enrollmentid: optional('enrollment', enrollment),
    })),
  );

  const notes = world.notes.map((note) => ({ ...note, noteid: fresh() }));
  await insertRows(
    db,
    'note',
    notes.map(({ noteid }) => ({ noteid, uid: generateUid(), created: '2026-01-01', notetext: 'Late' })),
  );
  for (const kind of ['event', 'enrollment'] as const)
    await insertRows(
      db,
      `${kind}_notes`,
      notes
        .filter((note) => note[kind] !== null)
        .map((note) => ({
          [`${kind}id`]: optional(kind, note[kind]),
          sort_order: note.noteid,
          noteid: note.noteid,
        })),
    );

  const relationships = world.relationships.map((relationship) => ({
    ...relationship,
    relationshipid: fresh(),
    uid: generateUid(),
    fromId: relationship.from && fresh(),
    toId: relationship.to && fresh(),
  }));
  const relationshiptypeid = await anyKeyOf(db, 'relationshiptype');
  await insertRows(
    db,
    'relationship',
    relationships.map(({ relationshipid, uid, deleted }) => ({
      relationshipid,
      ...dated(),
      uid,
      relationshiptypeid,
      key: uid,
      inverted_key: uid,
      deleted,
    })),
  );
  await insertRows(db, 'relationshipitem', [
    ...relationships.flatMap(({ relationshipid, from, fromId, to, toId }) =>
      [
        { side: from, relationshipitemid: fromId },
        { side: to, relationshipitemid: toId },
      ].flatMap(({ side, relationshipitemid }) =>
        side ? [{ relationshipitemid, relationshipid: side.named ? relationshipid : null, ...ends(side.ends) }] : [],
      ),
    ),
    ...world.looseItems.map((loose) => ({ relationshipitemid: fresh(), relationshipid: null, ...ends([loose]) })),
  ]);
  await sql`
    update relationship set from_relationshipitemid = ends.from_id, to_relationshipitemid = ends.to_id
    from unnest(
      ${relationships.map(({ relationshipid }) => relationshipid)}::bigint[],
      ${relationships.map(({ fromId }) => fromId)}::integer[],
      ${relationships.map(({ toId }) => toId)}::integer[]
    ) as ends (key, from_id, to_id)
    where relationship.relationshipid = ends.key
  `.execute(db);

  await sql`select setval('hibernate_sequence', ${id + 1})`.execute(db);
  const { rows: uids } = await sql<{ key: number; uid: string }>`
    select trackedentityid as key, uid from trackedentity
  `.execute(db);
  const uidOf = (key: number) => uids.find((entity) => entity.key === key)?.uid;
  for (const { what, number: index, other } of world.about) {
    const [table, kind] = what;
    const key = chosen(kind, index);
    if (table === 'trackedentityaudit') await least.insert(table, { trackedentity: uidOf(key) });
    else if (table === 'potentialduplicate')
      await least.insert(table, { original: uidOf(key), duplicate: uidOf(chosen(kind, other)) });
    else await least.insert(table, { [`${kind}id`]: key });
  }
  await sql`
    insert into trackedentityattributevalue (trackedentityid, trackedentityattributeid, created, lastupdated, value)
    select trackedentityid, trackedentityattributeid, localtimestamp, localtimestamp, 'x' from trackedentity, trackedentityattribute
  `.execute(db);
  await sql`
    insert into trackedentityprogramowner (trackedentityprogramownerid, trackedentityid, programid, created, lastupdated, organisationunitid, createdby)
    select nextval('hibernate_sequence'), trackedentityid, ${programid}, localtimestamp, localtimestamp, organisationunitid, 'admin' from trackedentity
  `.execute(db);
}

async function anyKeyOf(db: Db, table: string): Promise<number> {
  const { rows } = await sql<{ key: number }>`
    select ${sql.ref(`${table}id`)} as key from ${sql.table(table)} order by 1 limit 1
  `.execute(db);
  return rows[0]?.key ?? 0;
}
