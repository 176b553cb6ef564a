import { type RawBuilder, sql } from 'kysely';
import type { SettingKey } from '../settings/index.js';

/** Rows of one table that are sent to another server when they have changed (contract: job-types.md §3.1 DATA_SYNC). */
export interface Subject {
  /** Under which its progress is kept. */
  readonly name: 'data-values' | 'registrations';
  /** What the peer's messages call the work. */
  readonly title: string;
  /** What they call the rows. */
  readonly things: string;
  /** Path and list of the import. */
  readonly path: string;
  readonly list: string;
  /** Setting with the moment up to which everything has been sent. */
  readonly setting: Extract<SettingKey, 'keyLastSuccessfulDataSynch' | 'keyLastCompleteDataSetRegistrationSyncSuccess'>;
  readonly table: string;
  /** When a row of the table, called `stored`, was changed last. An index of the table is on it. */
  readonly changed: RawBuilder<unknown>;
  /** Primary key, all of bigint. */
  readonly key: readonly string[];
  /** Other columns that the row needs to be put into words. */
  readonly columns: readonly string[];
  /** What a row, called `kept`, says, and where the names in it come from. */
  readonly row: RawBuilder<unknown>;
  readonly joins: RawBuilder<unknown>;
}

/** A moment in the form of the wire: local time without zone (contract: http.md §10). */
export const wireTime = (column: string): RawBuilder<string> =>
  sql`to_char(${sql.ref(column)}, 'YYYY-MM-DD"T"HH24:MI:SS.MS')`;

const PERIOD = sql`orderly.period_iso(periodtype.name, period.startdate)`;
const PERIOD_JOIN = sql`
  join period on period.periodid = kept.periodid
  join periodtype on periodtype.periodtypeid = period.periodtypeid
  join organisationunit on organisationunit.organisationunitid = kept.sourceid
  join categoryoptioncombo as attributeoption on attributeoption.categoryoptioncomboid = kept.attributeoptioncomboid
`;

/** Values, also those that are marked as deleted: the other server has to forget them too. */
export const DATA_VALUES: Subject = {
  name: 'data-values',
  title: 'DataValueSynchronization',
  things: 'DataValues',
  path: '/api/dataValueSets',
  list: 'dataValues',
  setting: 'keyLastSuccessfulDataSynch',
  table: 'datavalue',
  changed: sql`stored.lastupdated`,
  key: ['dataelementid', 'periodid', 'sourceid', 'categoryoptioncomboid', 'attributeoptioncomboid'],
  columns: ['value', 'storedby', 'created', 'lastupdated', 'comment', 'followup', 'deleted'],
  row: sql`
    'dataElement', dataelement.uid, 'period', ${PERIOD}, 'orgUnit', organisationunit.uid,
    'categoryOptionCombo', categoryoption.uid, 'attributeOptionCombo', attributeoption.uid,
    'value', kept.value, 'storedBy', kept.storedby, 'created', ${wireTime('kept.created')}, 'lastUpdated', ${wireTime('kept.lastupdated')},
    'comment', kept.comment, 'followup', coalesce(kept.followup, false), 'deleted', case when kept.deleted then true end
  `,
  joins: sql`
    ${PERIOD_JOIN}
    join dataelement on dataelement.dataelementid = kept.dataelementid
    join categoryoptioncombo as categoryoption on categoryoption.categoryoptioncomboid = kept.categoryoptioncomboid
  `,
};

export const REGISTRATIONS: Subject = {
  name: 'registrations',
  title: 'CompleteDataSetRegistrationSynchronization',
  things: 'CompleteDataSetRegistrations',
  path: '/api/completeDataSetRegistrations',
  list: 'completeDataSetRegistrations',
  setting: 'keyLastCompleteDataSetRegistrationSyncSuccess',
  table: 'completedatasetregistration',
  changed: sql`coalesce(stored.lastupdated, stored.date)`,
  key: ['datasetid', 'periodid', 'sourceid', 'attributeoptioncomboid'],
  columns: ['date', 'storedby', 'lastupdatedby', 'completed'],
  row: sql`
    'dataSet', dataset.uid, 'period', ${PERIOD}, 'organisationUnit', organisationunit.uid, 'attributeOptionCombo', attributeoption.uid,
    'date', ${wireTime('kept.date')}, 'storedBy', kept.storedby, 'lastUpdatedBy', kept.lastupdatedby, 'completed', kept.completed
  `,
  joins: sql`${PERIOD_JOIN} join dataset on dataset.datasetid = kept.datasetid`,
};
