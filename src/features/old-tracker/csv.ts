import { CsvError, parse } from 'csv-parse/sync';
import { badRequest } from '../../kernel/errors/index.js';
import { wkt } from '../tracker-export/index.js';
import { geometryOf, pointOf } from './geometry.js';
import { defined, isObject, type Json, objectsOf, textOf } from './values.js';

/** Columns of a file of events, in their order where it has no header (contract: imports.md §5; the peer's order). */
const COLUMNS = [
  'event',
  'status',
  'program',
  'programStage',
  'enrollment',
  'orgUnit',
  'eventDate',
  'dueDate',
  'latitude',
  'longitude',
  'dataElement',
  'value',
  'storedBy',
  'providedElsewhere',
  'completedDate',
  'completedBy',
  'geometry',
  'attributeOptionCombo',
] as const;

/** Events as lines of cells, one for each data value, the names of the columns first unless that is not wanted. */
export function eventRows(events: readonly Json[], skipHeader: boolean): readonly (readonly string[])[] {
  const lines = events.flatMap((event) => {
    const values = objectsOf(event.dataValues);
    return (values.length > 0 ? values : [{}]).map((value: Json) =>
      COLUMNS.map((column) => cellOf(event, value, column)),
    );
  });
  return skipHeader ? lines : [[...COLUMNS], ...lines];
}

function cellOf(event: Json, value: Json, column: (typeof COLUMNS)[number]): string {
  const { coordinate, geometry } = event;
  if (column === 'latitude' || column === 'longitude')
    return textOf(isObject(coordinate) ? coordinate[column] : undefined) ?? '';
  if (column === 'geometry') return isObject(geometry) ? wkt(geometry) : '';
  const ofValue = column === 'dataElement' || column === 'value' || column === 'providedElsewhere';
  const text = textOf(
    ofValue ? value[column] : column === 'storedBy' ? (value.storedBy ?? event.storedBy) : event[column],
  );
  return text ?? '';
}

type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], string>>>;

/**
 * Events of a CSV text, one line for each data value: lines that follow each other with one `event` are one event. A first line of column names gives the order of the
 * columns, whatever is asked; `skipFirst` passes over a first line that is none.
 *
 * @throws OrderlyError 400 for what is no CSV, or has columns that are not known
 */
export function eventsFromCsv(text: string, skipFirst: boolean): readonly Json[] {
  const events: { readonly first: Row; readonly values: Json[] }[] = [];
  for (const row of rowsOf(text, skipFirst)) {
    const last = events.at(-1);
    const same = last !== undefined && row.event !== undefined && row.event === last.first.event;
    const event = same ? last : { first: row, values: [] };
    if (!same) events.push(event);
    const { dataElement, value, storedBy, providedElsewhere } = row;
    if (dataElement !== undefined) event.values.push(defined({ dataElement, value, storedBy, providedElsewhere }));
  }
  return events.map(({ first, values }) => eventOf(first, values));
}

function eventOf(row: Row, dataValues: readonly Json[]): Json {
  const { latitude, longitude, dataElement: _, value: __, providedElsewhere: ___, geometry, ...members } = row;
  const read = geometry === undefined ? pointOf(longitude, latitude) : geometryOf({ geometry });
  if (read.fault !== undefined)
    throw badRequest(`CSV parse error: ${read.fault} of event ${row.event ?? '(without uid)'}.`);
  return defined({ ...members, geometry: read.geometry, dataValues });
}

function rowsOf(text: string, skipFirst: boolean): readonly Row[] {
  const [first, ...others] = linesOf(text);
  if (first === undefined) return [];
  const header = headerOf(first);
  const columns = header ?? COLUMNS;
  const lines = header !== undefined || skipFirst ? others : [first, ...others];
  return lines.map((line) => {
    if (line.length > columns.length)
      throw badRequest(`CSV parse error: a line has ${line.length} values for ${columns.length} columns.`);
    return Object.fromEntries(
      columns.map((column, index) => [column, textOf(line[index])] as const).filter(([, value]) => value !== undefined),
    );
  });
}

/** The names of a first line that is a header; a line of values has no name of a column in it. */
function headerOf(line: readonly string[]): readonly string[] | undefined {
  const names = line.map((name) => COLUMNS.find((column) => column.toLowerCase() === name.toLowerCase()));
  if (names.every((name) => name === undefined)) return undefined;
  const unknown = line.filter((_, index) => names[index] === undefined);
  if (unknown.length > 0) throw badRequest(`CSV parse error: unknown columns: [${unknown.join(', ')}].`);
  return names as readonly string[];
}

function linesOf(text: string): readonly (readonly string[])[] {
  try {
    const lines: string[][] = parse(text, {
      bom: true,
      trim: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      skip_records_with_empty_values: true,
      // Polygons are long; the size of the whole body is limited elsewhere.
      max_record_size: 0,
    });
    return lines;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw badRequest(`CSV parse error: ${error.message}.`, { cause: error });
  }
}
