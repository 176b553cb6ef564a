import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { addDays, type IsoDate } from '../../kernel/calendar.js';
import { catalogued } from '../../kernel/errors/index.js';
import { RESOURCE_TABLES } from '../resource-tables/index.js';
import { spanOf } from './dates.js';
import type { ProgramRequest, UnitField } from './model.js';
import { readTable } from './table.js';
import { column, tableOf } from './values.js';

const OWN_UNITS: Readonly<Record<string, string>> = { REGISTRATION: 'registrationou', ENROLLMENT: 'enrollmentou' };
const OWNERS: Readonly<Record<string, 'START' | 'END'>> = { OWNER_AT_START: 'START', OWNER_AT_END: 'END' };
const ITEM = /^(?:[a-zA-Z][a-zA-Z0-9]{10}\.)?([a-zA-Z][a-zA-Z0-9]{10})$/;

/**
 * The unit that `orgUnitField` makes rows count for; undefined for the one that they are kept at (contract: analytics-query.md §2, §7).
 *
 * @throws OrderlyError E7211 for what is no unit of the row, E7205 for owners without a period in which they own
 */
export async function resolveUnitField(
  db: Db,
  request: Pick<ProgramRequest, 'subject' | 'table' | 'program' | 'periods' | 'dates'>,
  field: string | undefined,
): Promise<UnitField | undefined> {
  if (field === undefined) return undefined;
  const { subject, table, program } = request;
  const word = field.toUpperCase();
  const at = OWNERS[word];
  if (at !== undefined && subject !== 'TRACKED_ENTITY' && program?.registration) {
    if (!spanOf(request)) throw catalogued('E7205');
    const owners = await readTable(db, 'OWNERSHIP', program.uid);
    // Who never changed owner has no row there, and belongs to the unit of the enrollment.
    return { at, owners, otherwise: subject === 'EVENT' ? 'enrollmentou' : 'ou' };
  }
  // The table of enrollments has it as the unit of the row.
  if (word === 'ENROLLMENT' && subject === 'ENROLLMENT') return undefined;
  const uid = ITEM.exec(field)?.[1];
  // Only items that are units have the names of units beside them.
  const name = OWN_UNITS[word] ?? (table.columns.has(`${uid}_name`) ? uid : undefined);
  if (name === undefined || !table.columns.has(name)) throw catalogued('E7211', field);
  return { column: name };
}

/** The uid of the unit that a row counts for. */
export function unitOf(request: ProgramRequest): RawBuilder<unknown> {
  const { unitField } = request;
  if (!unitField) return column('ou');
  if ('column' in unitField) return column(unitField.column);
  const { owners, at, otherwise } = unitField;
  return sql`coalesce(
    (
      select own.ou
      from ${tableOf(owners)} as own
      where own.teuid = ax.trackedentity and ${ownershipDay(request, at)}::date between own.startdate and own.enddate
      order by own.startdate
      limit 1
    ),
    ${column(otherwise)}
  )`;
}

/** A span holds from the morning of its first day: who owns in the evening is told by the next morning. */
function ownershipDay(request: ProgramRequest, at: 'START' | 'END'): IsoDate {
  const days = spanOf(request);
  if (!days) throw catalogued('E7205');
  return at === 'START' ? days.startDate : addDays(days.endDate, 1);
}

/** The same request in parts in which each row has one owner: one for each period that has groups of its own. */
export const byOwnership = (request: ProgramRequest): readonly ProgramRequest[] =>
  request.unitField && 'owners' in request.unitField && request.dimensions.includes('pe')
    ? request.periods.map((period) => ({ ...request, periods: [period] }))
    : [request];

/** The unit of a level above the row, or above the unit that the request wants to count. */
export function unitOfLevel(request: ProgramRequest, level: number): RawBuilder<unknown> {
  const { unitField, table } = request;
  const name = `uidlevel${level}`;
  if (!unitField) return table.columns.has(name) ? column(name) : sql`null::text`;
  return sql`(
    select ${sql.ref(`structure.${name}`)}
    from ${sql.table(RESOURCE_TABLES.orgUnit)} as structure
    where structure.organisationunituid = ${unitOf(request)}
  )`;
}

/** What tells rows apart by a group set or a category: of units the group of the unit that counts. */
export function dimensionColumn(request: ProgramRequest, name: string): RawBuilder<unknown> {
  const kind = request.columns.find((one) => one.name === name)?.kind;
  if (!request.unitField || kind !== 'ORGANISATION_UNIT_GROUP_SET') return column(name);
  return sql`(
    select ${sql.ref(`grouped.${name}`)}
    from ${sql.table(RESOURCE_TABLES.orgUnit)} as structure
    join ${sql.table(RESOURCE_TABLES.orgUnitGroups)} as grouped on grouped.organisationunitid = structure.organisationunitid
    where structure.organisationunituid = ${unitOf(request)}
  )`;
}
