import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { GridHeader } from '../grids/index.js';
import type { ProgramItem, ProgramRequest, Subject } from './model.js';
import { geoJsonOf, pointAsGeoJson, pointOfRow } from './places.js';
import { dimensionColumn, unitOf } from './units.js';
import { column, itemValue } from './values.js';

/** A header with what clients read besides: the option set or legend set of the values. */
export interface AnalyticsHeader extends GridHeader {
  readonly optionSet?: string;
  readonly legendSet?: string;
}

/** A column of a list: its header and where its cells come from. */
export interface ListColumn {
  readonly header: AnalyticsHeader;
  /** As text is made of it; null where the table has nothing for it. */
  readonly value: RawBuilder<unknown> | undefined;
  /** What rows are sorted by when they are sorted by this column. */
  readonly sortedBy: RawBuilder<unknown> | undefined;
  readonly item?: ProgramItem;
}

const JAVA: Readonly<Record<string, string>> = {
  NUMBER: 'java.lang.Double',
  UNIT_INTERVAL: 'java.lang.Double',
  PERCENTAGE: 'java.lang.Double',
  INTEGER: 'java.lang.Integer',
  INTEGER_POSITIVE: 'java.lang.Integer',
  INTEGER_NEGATIVE: 'java.lang.Integer',
  INTEGER_ZERO_OR_POSITIVE: 'java.lang.Integer',
  BOOLEAN: 'java.lang.Boolean',
  TRUE_ONLY: 'java.lang.Boolean',
  DATE: 'java.time.LocalDate',
  AGE: 'java.time.LocalDate',
  DATETIME: 'java.time.LocalDateTime',
  COORDINATE: 'org.opengis.geometry.primitive.Point',
  ORGANISATION_UNIT: 'org.hisp.dhis.organisationunit.OrganisationUnit',
};

export const headerOf = (name: string, title: string, valueType = 'TEXT', meta = true): AnalyticsHeader => ({
  name,
  column: title,
  valueType,
  type: JAVA[valueType] ?? 'java.lang.String',
  hidden: false,
  meta,
});

export function itemHeader({ id, name, valueType, optionSet, legendSet }: ProgramItem): AnalyticsHeader {
  return {
    ...headerOf(id, name ?? id, legendSet ? 'TEXT' : valueType),
    ...(optionSet && { optionSet: optionSet.uid }),
    ...(legendSet && { legendSet: legendSet.uid }),
  };
}

interface FixedColumn {
  readonly name: string;
  readonly title: string | ((request: ProgramRequest) => string);
  readonly valueType?: string;
  /** Column of the table; the name itself when left out. */
  readonly from?: string;
  readonly registrationOnly?: boolean;
}

const ROW_AUTHORS: readonly FixedColumn[] = [
  { name: 'storedby', title: 'Stored by' },
  { name: 'createdbydisplayname', title: 'Created by' },
  { name: 'lastupdatedbydisplayname', title: 'Last updated by' },
  { name: 'lastupdated', title: 'Last updated on', valueType: 'DATETIME' },
];

const PLACE: readonly FixedColumn[] = [
  { name: 'geometry', title: 'Geometry' },
  { name: 'longitude', title: 'Longitude', valueType: 'NUMBER' },
  { name: 'latitude', title: 'Latitude', valueType: 'NUMBER' },
];

const UNIT: readonly FixedColumn[] = [
  { name: 'ouname', title: ({ program }) => program?.orgUnitLabel ?? 'Organisation unit name' },
  { name: 'ounamehierarchy', title: 'Organisation unit name hierarchy' },
  { name: 'oucode', title: 'Organisation unit code' },
];

/** Columns that every list of a subject has, in order (contract: analytics-query.md §7). */
const FIXED: Readonly<Record<Subject, readonly FixedColumn[]>> = {
  EVENT: [
    { name: 'psi', title: ({ stage }) => stage?.eventLabel ?? 'Event', from: 'event' },
    { name: 'ps', title: ({ stage }) => stage?.stageLabel ?? 'Program stage' },
    {
      name: 'eventdate',
      title: ({ stage }) => stage?.eventDateLabel ?? 'Event date',
      valueType: 'DATETIME',
      from: 'occurreddate',
    },
    ...ROW_AUTHORS,
    {
      name: 'scheduleddate',
      title: ({ stage }) => stage?.scheduledDateLabel ?? 'Scheduled date',
      valueType: 'DATETIME',
    },
    {
      name: 'enrollmentdate',
      title: ({ program }) => program?.enrollmentDateLabel ?? 'Enrollment date',
      valueType: 'DATETIME',
      registrationOnly: true,
    },
    {
      name: 'incidentdate',
      title: ({ program }) => program?.incidentDateLabel ?? 'Incident date',
      valueType: 'DATETIME',
      from: 'enrollmentoccurreddate',
      registrationOnly: true,
    },
    { name: 'tei', title: 'Tracked entity', from: 'trackedentity', registrationOnly: true },
    { name: 'pi', title: 'Enrollment', from: 'enrollment', registrationOnly: true },
    ...PLACE,
    ...UNIT,
    { name: 'programstatus', title: 'Program status', from: 'enrollmentstatus' },
    { name: 'eventstatus', title: 'Event status' },
  ],
  ENROLLMENT: [
    { name: 'pi', title: 'Enrollment', from: 'enrollment' },
    { name: 'tei', title: 'Tracked entity', from: 'trackedentity' },
    {
      name: 'enrollmentdate',
      title: ({ program }) => program?.enrollmentDateLabel ?? 'Enrollment date',
      valueType: 'DATETIME',
    },
    {
      name: 'incidentdate',
      title: ({ program }) => program?.incidentDateLabel ?? 'Incident date',
      valueType: 'DATETIME',
      from: 'occurreddate',
    },
    ...ROW_AUTHORS,
    ...PLACE,
    ...UNIT,
    { name: 'programstatus', title: 'Program status', from: 'enrollmentstatus' },
  ],
  TRACKED_ENTITY: [
    { name: 'trackedentity', title: 'Tracked entity' },
    { name: 'lastupdated', title: 'Last updated', valueType: 'DATETIME' },
    { name: 'lastupdatedbydisplayname', title: 'Last updated by' },
    { name: 'created', title: 'Created', valueType: 'DATETIME' },
    { name: 'createdbydisplayname', title: 'Created by' },
    { name: 'storedby', title: 'Stored by' },
    ...PLACE,
    { name: 'ouname', title: 'Organisation unit name' },
    { name: 'oucode', title: 'Organisation unit code' },
    { name: 'ounamehierarchy', title: 'Organisation unit hierarchy' },
  ],
};

/** Column that tells rows of a subject apart. */
export const KEY = { EVENT: 'event', ENROLLMENT: 'enrollment', TRACKED_ENTITY: 'trackedentity' } as const;

/** Spellings by which clients sort besides the names of the columns. */
const SORT_NAMES: Readonly<Record<string, string>> = {
  executiondate: 'eventdate',
  occurreddate: 'eventdate',
  enrollmentoccurreddate: 'incidentdate',
  event: 'psi',
  enrollment: 'pi',
};

export const sortName = (name: string): string => SORT_NAMES[name.toLowerCase()] ?? name.toLowerCase();

/** The column that a request means by a name: that of the header, of an item by its uid, or with its legend set. */
export function columnNamed(columns: readonly ListColumn[], name: string): ListColumn | undefined {
  return (
    columns.find(({ header }) => header.name === name) ??
    columns.find(({ item }) => item?.uid === name || (item?.legendSet && `${item.id}-${item.legendSet.uid}` === name))
  );
}

/** All columns of a list in order: the fixed ones, the dimensions, the items. */
export function listColumns(request: ProgramRequest): readonly ListColumn[] {
  const { subject, program, table } = request;
  const fixed = FIXED[subject]
    .filter(({ registrationOnly }) => !registrationOnly || program?.registration)
    .map(({ name, title, valueType, from = name }): ListColumn => {
      const header = headerOf(name, typeof title === 'string' ? title : title(request), valueType);
      const value = name === 'geometry' ? geometryOf(request) : table.columns.has(from) ? column(from) : undefined;
      return { header, value, sortedBy: value };
    });
  const dimensions = request.dimensions
    .filter((name) => name !== 'pe')
    .map((name): ListColumn => {
      const title = name === 'ou' ? 'Organisation unit' : request.columns.find((one) => one.name === name)?.title;
      const value = name === 'ou' ? unitOf(request) : dimensionColumn(request, name);
      return { header: headerOf(name, title ?? name), value, sortedBy: value };
    });
  return [...fixed, ...dimensions, ...request.items.map((item) => itemColumn(request, item))];
}

function geometryOf(request: ProgramRequest): RawBuilder<unknown> | undefined {
  const { place, table } = request;
  const found = place.fields.map((name) => geoJsonOf(table, name)).filter((value) => value !== undefined);
  const [only] = found;
  if (only) return found.length > 1 ? sql`coalesce(${sql.join(found)})` : only;
  // Without a column of geometries the point is all that is known.
  const point = pointOfRow(request);
  return point && pointAsGeoJson(point);
}

function itemColumn(request: ProgramRequest, item: ProgramItem): ListColumn {
  const own = itemHeader(item);
  const program = request.programs.find(({ uid }) => uid === item.stage?.program);
  // Elements of several programs stand side by side.
  const isAmbiguous = request.subject === 'TRACKED_ENTITY' && program !== undefined && item.stage !== undefined;
  const header = isAmbiguous ? { ...own, column: [item.name, program.name, item.stage.name].join(', ') } : own;
  return { header, value: itemCell(request, item), sortedBy: itemValue(request, item), item };
}

/** What is shown of an item: of a unit its name. */
export function itemCell(request: ProgramRequest, item: ProgramItem): RawBuilder<unknown> {
  if (item.legendSet) return itemValue(request, item);
  if (item.indicator) return itemValue(request, item);
  const isEvents = request.subject !== 'TRACKED_ENTITY' && item.kind === 'DATA_ELEMENT';
  const columns = isEvents ? (request.events ?? request.table).columns : request.table.columns;
  if (item.valueType === 'ORGANISATION_UNIT') {
    const isNamed = columns.has(`${item.uid}_name`) || (!isEvents && item.kind === 'DATA_ELEMENT');
    return itemValue(request, item, isNamed ? '_name' : '');
  }
  const value = itemValue(request, item);
  if (columns.get(item.uid) !== 'geometry') return value;
  const at = (part: 'X' | 'Y') => sql`round(${sql.raw(`ST_${part}`)}(${value})::numeric, 6)`;
  return sql`'[' || ${at('X')} || ',' || ${at('Y')} || ']'`;
}
