import { type RawBuilder, sql } from 'kysely';
import { tableRef } from '../../../../database/build/index.js';
import { RESOURCE_TABLES } from '../../../resource-tables/index.js';
import type { LatestSource, RowRules } from '../rules.js';
import { markRelation, unseenNote, unseenRow } from '../watermark.js';
import { dimensionsShown } from './shown.js';

const NOTES = ['trackedentity', 'programownershiphistory', 'trackedentityprogramowner'];

/** Tracked entities that a unit owns or owned, of those whose owner changed. */
const ofUnit = sql`
  join (
    select history.trackedentityid, history.organisationunitid from programownershiphistory as history
    union
    select owner.trackedentityid, owner.organisationunitid
    from trackedentityprogramowner as owner
    where owner.trackedentityid in (select history.trackedentityid from programownershiphistory as history)
  ) as te on te.organisationunitid = change.key[1]
`;

/** `analytics_ownership_*`: the rows of a tracked entity come from all changes of its owners; every such change is noted. */
export const ownershipRules: RowRules = {
  type: 'OWNERSHIP',
  key: ['trackedentityid'],
  notes: NOTES,
  dependencies: [
    {
      resource: 'orgUnit',
      shows: ({ source }) =>
        [...(source.resourceColumns.get(RESOURCE_TABLES.orgUnit) ?? [])].filter((column) =>
          /^(organisationunituid|uidlevel\d+)$/.test(column),
        ),
      rows: ofUnit,
    },
    { resource: 'orgUnitGroups', shows: dimensionsShown, rows: ofUnit },
  ],

  changedRows: ({ marks, since }) => [
    // Beside a DHIS2 nothing notes changes; whoever changes an owner writes the time there.
    sql`
      select owner.trackedentityid
      from trackedentityprogramowner as owner join ${markRelation(marks)} on ${unseenRow('owner')}
      where owner.lastupdated >= ${since}::timestamp and not exists (
        select from pg_trigger where tgrelid = 'public.trackedentityprogramowner'::regclass and tgname = 'note_change'
      )
    `,
    sql`
      select note.key[1]
      from orderly.analytics_gone_row as note join ${markRelation(marks)} on ${unseenNote('note')}
      where note.source = any (${NOTES}::text[]) and note.key[1] is not null
    `,
  ],

  dependentRows: ({ marks, changes }, resource, rows) => sql`
    select te.trackedentityid
    from ${tableRef(changes)} as change
    join ${markRelation(marks)} on ${unseenNote('change')}
    ${rows}
    where change.resource = ${resource}
  `,

  condition: (touched) =>
    sql`te.trackedentityid in (select touched.trackedentityid from ${tableRef(touched)} as touched)`,

  async beforeRemoval(at) {
    await sql`
      create unlogged table ${obsoleteRows(at)} as
      select te.uid::char(11) as identity
      from ${tableRef(at.touched)} as touched join trackedentity as te on te.trackedentityid = touched.trackedentityid
      union
      select note.uid::char(11)
      from orderly.analytics_gone_row as note
      where note.source = 'trackedentity' and note.key[1] in (select touched.trackedentityid from ${tableRef(at.touched)} as touched)
    `.execute(at.handle);
    await sql`analyze ${obsoleteRows(at)}`.execute(at.handle);
  },

  obsolete: (at) => sql`using ${obsoleteRows(at)} as obsolete where present.teuid = obsolete.identity`,
};

const obsoleteRows = ({ source }: LatestSource): RawBuilder<unknown> => sql.id(source.workshop, 'obsolete_owners');
