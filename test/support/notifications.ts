import { sql } from 'kysely';
import type { testServer } from './server.js';
import { makeUsers } from './users.js';

type Server = ReturnType<typeof testServer>;

/** A nation with one district and two facilities. */
export const UNITS = {
  nation: 'Nation00001',
  district: 'District001',
  one: 'Facility001',
  two: 'Facility002',
} as const;
export type UnitName = keyof typeof UNITS;

export interface InboxMessage {
  /** Names of those who have it, in order. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly type: string;
  readonly priority: string;
  readonly status: string;
}

/** What tests of notifications need: places, people, objects made over HTTP, and a look into the inboxes. */
export function notificationWorld(server: Server) {
  const users = makeUsers(server);
  const names = new Map<string, string>();

  /** Makes an object over HTTP; gives its uid. */
  const make = async (plural: string, body: Readonly<Record<string, unknown>>): Promise<string> => {
    const { status, json, text } = await server.request(`/api/${plural}`, { method: 'POST', body });
    if (status !== 201) throw new Error(`${plural} answered ${status}: ${text}`);
    return json.response.uid;
  };

  const makeUnits = async (): Promise<void> => {
    const parents: Readonly<Record<UnitName, UnitName | undefined>> = {
      nation: undefined,
      district: 'nation',
      one: 'district',
      two: 'district',
    };
    for (const [name, parent] of Object.entries(parents)) {
      await make('organisationUnits', {
        id: UNITS[name as UnitName],
        name: `The ${name}`,
        shortName: name,
        code: `CODE_${name}`,
        openingDate: '2010-01-01',
        email: `${name}@example.org`,
        phoneNumber: '+23276000001',
        ...(parent && { parent: { id: UNITS[parent] } }),
      });
    }
  };

  /** A user by a name of the test, assigned to some places. */
  const person = async (name: string, ...places: readonly UnitName[]): Promise<string> => {
    const { uid } = await users.make([], { email: `${name}@example.org` });
    names.set(uid, name);
    await sql`
      insert into usermembership (userinfoid, organisationunitid)
      select userinfo.userinfoid, organisationunit.organisationunitid from userinfo, organisationunit
      where userinfo.uid = ${uid} and organisationunit.uid = any (${places.map((place) => UNITS[place])}::text[])
    `.execute(server.db);
    return uid;
  };

  const group = async (name: string, members: readonly string[]): Promise<string> =>
    await make('userGroups', { name, users: members.map((id) => ({ id })) });

  /** All messages, oldest first. */
  const inbox = async (): Promise<readonly InboxMessage[]> => {
    const { rows } = await sql<InboxMessage>`
      select conversation.subject, message.messagetext as text, conversation.messagetype as type, conversation.priority, conversation.status,
        array (
          select userinfo.uid::text from messageconversation_usermessages as mark
          join usermessage on usermessage.usermessageid = mark.usermessageid
          join userinfo on userinfo.userinfoid = usermessage.userid
          where mark.messageconversationid = conversation.messageconversationid
        ) as "to"
      from messageconversation as conversation
      join messageconversation_messages as link on link.messageconversationid = conversation.messageconversationid
      join message on message.messageid = link.messageid
      order by conversation.messageconversationid
    `.execute(server.db);
    return rows.map((row) => ({ ...row, to: row.to.map((uid) => names.get(uid) ?? uid).toSorted() }));
  };

  const emptyInboxes = async (): Promise<void> => {
    for (const table of [
      'messageconversation_usermessages',
      'messageconversation_messages',
      'messageconversation',
      'usermessage',
      'message',
    ])
      await sql`delete from ${sql.table(table)}`.execute(server.db);
    await sql`delete from orderly.sent_notification`.execute(server.db);
  };

  return { make, makeUnits, person, group, inbox, emptyInboxes };
}

/** Copies of messages to the outside, as DHIS2 keeps them, oldest first. */
export async function programMessages(server: Server): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { rows } = await sql<Record<string, unknown>>`
    select kept.subject, kept.text, kept.messagestatus as status, kept.notificationtemplate as template,
      event.uid as event, enrollment.uid as enrollment, trackedentity.uid as "trackedEntity", organisationunit.uid as unit,
      (select array_agg(deliverychannel::text) from programmessage_deliverychannels where programmessagedeliverychannelsid = kept.id) as channels,
      (select array_agg(email) from programmessage_emailaddresses where programmessageemailaddressid = kept.id) as mails,
      (select array_agg(phonenumber) from programmessage_phonenumbers where programmessagephonenumberid = kept.id) as phones
    from programmessage as kept
    left join event on event.eventid = kept.eventid
    left join enrollment on enrollment.enrollmentid = kept.enrollmentid
    left join trackedentity on trackedentity.trackedentityid = kept.trackedentityid
    left join organisationunit on organisationunit.organisationunitid = kept.organisationunitid
    order by kept.id
  `.execute(server.db);
  return rows;
}
