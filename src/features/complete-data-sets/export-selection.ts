import { type RawBuilder, sql } from 'kysely';
import { type Static, Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type CurrentUser, listParameter } from '../../http/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import { badRequest, conflict } from '../../kernel/errors/index.js';
import { parsePeriod } from '../../kernel/periods/index.js';
import { isReadable, timestamp } from '../../metadata/index.js';
import { isCaptured } from '../data-values/index.js';
import { type IdScheme, parseIdScheme } from '../imports/index.js';

const text = () => Type.Optional(Type.String());

export const EXPORT_QUERY = Type.Object({
  dataSet: Type.Array(Type.String()),
  period: listParameter(),
  startDate: text(),
  endDate: text(),
  orgUnit: listParameter(),
  orgUnitGroup: listParameter(),
  children: Type.Boolean({ default: false }),
  created: text(),
  createdDuration: text(),
  limit: Type.Optional(Type.Integer()),
  idScheme: text(),
  dataSetIdScheme: text(),
  orgUnitIdScheme: text(),
  attributeOptionComboIdScheme: text(),
});

export type ExportQuery = Static<typeof EXPORT_QUERY>;

/** Which registrations are exported, and by what their objects are named. */
export interface ExportSelection {
  /** Conditions on `registration`, the row of the table; `unit`, its organisation unit; and `period`. */
  readonly where: RawBuilder<unknown>;
  /** Most rows; all when undefined. */
  readonly limit: number | undefined;
  readonly dataSet: IdScheme;
  readonly orgUnit: IdScheme;
  readonly attributeOptionCombo: IdScheme;
}

/**
 * What a query asks for (contract: imports.md §4). Objects are found by uid; those that are not there are left out, as by the peer.
 *
 * @throws OrderlyError 409 with the peer's sentences for what is missing or does not go together, 400 for a date that is none
 */
export async function exportSelection(
  db: Db,
  query: ExportQuery,
  user: CurrentUser,
  now: Date,
): Promise<ExportSelection> {
  const dataSets = await keysOf(db, 'dataset', 'datasetid', query.dataSet, isReadable('object', user));
  const units = await unitsOf(db, query.orgUnit, user);
  const groups = await keysOf(db, 'orgunitgroup', 'orgunitgroupid', query.orgUnitGroup, sql`true`);
  const periods = query.period.flatMap((name) => parsePeriod(name) ?? []);
  const [startDate, endDate, created] = (['startDate', 'endDate', 'created'] as const).map((name) =>
    momentOf(query, name),
  );
  const { children, createdDuration, limit } = query;
  const since = createdDuration === undefined ? undefined : before(now, createdDuration);
  const hasDates = startDate !== undefined && endDate !== undefined;
  const refused: readonly (readonly [boolean, string])[] = [
    [dataSets.length === 0, 'At least one data set must be specified'],
    [
      periods.length === 0 && !hasDates && created === undefined && createdDuration === undefined,
      'At least one valid period, start/end dates, created or created duration must be specified',
    ],
    [periods.length > 0 && hasDates, 'Both periods and start/end date cannot be specified'],
    [hasDates && startDate > endDate, 'Start date must be before end date'],
    [createdDuration !== undefined && since === undefined, `Duration is not valid: ${createdDuration}`],
    [
      units.length === 0 && groups.length === 0,
      'At least one valid organisation unit or organisation unit group must be specified',
    ],
    [children && groups.length > 0, 'Children cannot be included for organisation unit groups'],
    [limit !== undefined && limit < 0, `Limit cannot be less than zero: ${limit}`],
  ];
  const [refusal] = refused.filter(([holds]) => holds);
  if (refusal) throw conflict(refusal[1]);
  const outside = units.find(({ captured }) => !captured);
  if (outside) throw conflict(`User is not allowed to view org unit: ${outside.uid}`);
  const conditions = [
    sql`registration.datasetid = any (${dataSets}::bigint[])`,
    children ? belowOneOf(units) : amongst(units, groups, user),
    ...(periods.length > 0 ? [oneOf(periods)] : []),
    ...(hasDates ? [sql`period.startdate >= ${startDate}::date and period.enddate <= ${endDate}::date`] : []),
    ...((created ?? since) === undefined ? [] : [sql`registration.date >= ${created ?? since}::timestamp`]),
  ];
  const scheme = (own: string | undefined): IdScheme => parseIdScheme(own ?? query.idScheme);
  return {
    where: sql.join(conditions, sql` and `),
    limit,
    dataSet: scheme(query.dataSetIdScheme),
    orgUnit: scheme(query.orgUnitIdScheme),
    attributeOptionCombo: scheme(query.attributeOptionComboIdScheme),
  };
}

async function keysOf(
  db: Db,
  table: string,
  key: string,
  uids: readonly string[],
  condition: RawBuilder<unknown>,
): Promise<readonly number[]> {
  if (uids.length === 0) return [];
  const { rows } = await sql<{ key: number }>`
    select object.${sql.ref(key)} as key from ${sql.table(table)} as object where object.uid = any (${storable(uids)}::text[]) and ${condition}
  `.execute(db);
  return rows.map((row) => row.key);
}

interface ExportedUnit {
  readonly uid: string;
  readonly key: number;
  readonly path: string;
  readonly captured: boolean;
}

async function unitsOf(db: Db, uids: readonly string[], user: CurrentUser): Promise<readonly ExportedUnit[]> {
  if (uids.length === 0) return [];
  const { rows } = await sql<ExportedUnit>`
    select unit.uid, unit.organisationunitid as key, unit.path, ${isCaptured('unit', user)} as captured
    from organisationunit as unit where unit.uid = any (${storable(uids)}::text[]) order by unit.uid
  `.execute(db);
  return rows;
}

/** The database takes no text with the character zero. */
const storable = (uids: readonly string[]): readonly string[] => uids.filter((uid) => !uid.includes('\u0000'));

const belowOneOf = (units: readonly ExportedUnit[]): RawBuilder<unknown> =>
  sql`unit.path like any (${units.map(({ path }) => `${path}%`)}::text[])`;

/** The units themselves, and members of the groups where the user enters data. */
const amongst = (
  units: readonly ExportedUnit[],
  groups: readonly number[],
  user: CurrentUser,
): RawBuilder<unknown> => sql`(
  registration.sourceid = any (${units.map(({ key }) => key)}::bigint[])
  or exists (
    select from orgunitgroupmembers as member
    where member.organisationunitid = registration.sourceid and member.orgunitgroupid = any (${groups}::bigint[])
  ) and ${isCaptured('unit', user)}
)`;

const oneOf = (periods: readonly { readonly type: string; readonly startDate: string }[]): RawBuilder<unknown> => sql`
  (periodtype.name, period.startdate) in (
    select * from unnest(${periods.map(({ type }) => type)}::text[], ${periods.map(({ startDate }) => startDate)}::date[])
  )
`;

function momentOf(query: ExportQuery, name: 'startDate' | 'endDate' | 'created'): string | undefined {
  const { [name]: given } = query;
  if (given === undefined || given === '') return undefined;
  const moment = timestamp(given);
  if (moment === undefined)
    throw badRequest(`Value '${given}' is not valid for parameter ${name}. It should be a date such as 2026-01-31`);
  return moment;
}

const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };
/** There was nothing to register before. */
const EARLIEST = Date.UTC(1900, 0, 1);

/** The moment that lies a duration such as `10d`, `5h`, `30m` or `90s` back; undefined for what is no duration. */
function before(now: Date, duration: string): string | undefined {
  const [, number = '', unit = ''] = /^(\d{1,9})([dhms])$/.exec(duration) ?? [];
  const milliseconds = UNITS[unit];
  if (milliseconds === undefined) return undefined;
  return formatTimestamp(new Date(Math.max(EARLIEST, now.getTime() - Number(number) * milliseconds)));
}
