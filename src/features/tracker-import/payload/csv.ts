import { CsvError, parse } from 'csv-parse/sync';
import { badRequest } from '../../../kernel/errors/index.js';
import type { EventInput, TrackerPayload } from './payload.js';
import { wktGeometry } from './wkt.js';

/** Columns of the peer's CSV of events, in their order when there is no header. */
const COLUMNS = [
  'event',
  'status',
  'program',
  'programStage',
  'enrollment',
  'orgUnit',
  'occurredAt',
  'scheduledAt',
  'geometry',
  'latitude',
  'longitude',
  'followUp',
  'deleted',
  'createdAt',
  'createdAtClient',
  'updatedAt',
  'updatedAtClient',
  'completedBy',
  'completedAt',
  'updatedBy',
  'attributeOptionCombo',
  'attributeCategoryOptions',
  'assignedUser',
  'dataElement',
  'value',
  'storedBy',
  'providedElsewhere',
  'storedByDataValue',
  'createdAtDataValue',
  'updatedAtDataValue',
] as const;
type Line = Readonly<Partial<Record<(typeof COLUMNS)[number], string>>>;

/** Spellings of older headers. */
const ALIASES: Readonly<Record<string, string>> = { followup: 'followUp', createAtDataValue: 'createdAtDataValue' };

/**
 * Events from CSV (contract: imports.md §7.1): a line for each data value, lines of one event one after the other. With a header (`skipFirst`) columns may come in any order.
 *
 * @throws OrderlyError 400 for a text that is no CSV, or whose header has unknown columns
 */
export function readCsv(text: string, skipFirst: boolean): TrackerPayload {
  const lines = parsed(text);
  const header = skipFirst ? headerOf(lines[0] ?? []) : COLUMNS;
  const events: (EventInput & { dataValues: object[] })[] = [];
  for (const [index, cells] of (skipFirst ? lines.slice(1) : lines).entries()) {
    if (cells.length > header.length)
      throw unreadable(
        `line ${index + (skipFirst ? 2 : 1)} has ${cells.length} columns, but there are ${header.length}`,
      );
    const line: Line = Object.fromEntries(
      header.flatMap((name, column) => ((cells[column] ?? '') === '' ? [] : [[name, cells[column]]])),
    );
    let event = events.at(-1);
    if (!event || line.event === undefined || event.event !== line.event) {
      event = { ...eventOf(line), dataValues: [] };
      events.push(event);
    }
    if (line.dataElement !== undefined || line.value !== undefined) {
      event.dataValues.push({
        dataElement: line.dataElement,
        value: line.value,
        providedElsewhere: line.providedElsewhere,
        storedBy: line.storedByDataValue,
      });
    }
  }
  return { events };
}

function eventOf(line: Line): EventInput {
  const { event, status, program, programStage, enrollment, orgUnit, occurredAt, scheduledAt } = line;
  const { createdAtClient, updatedAtClient, completedBy, completedAt, storedBy } = line;
  const { attributeOptionCombo, attributeCategoryOptions, assignedUser } = line;
  return {
    event,
    status,
    program,
    programStage,
    enrollment,
    orgUnit,
    occurredAt,
    scheduledAt,
    createdAtClient,
    updatedAtClient,
    completedBy,
    completedAt,
    storedBy,
    attributeOptionCombo,
    attributeCategoryOptions,
    ...(assignedUser !== undefined && { assignedUser: { username: assignedUser } }),
    ...geometryOf(line),
  };
}

function geometryOf({ geometry, longitude, latitude }: Line): Pick<EventInput, 'geometry'> {
  if (geometry !== undefined) {
    const found = wktGeometry(geometry.replace(/^'+|'+$/g, ''));
    if (!found) throw unreadable(`'${geometry.slice(0, 100)}' is no geometry in well-known text`);
    return { geometry: found };
  }
  if (longitude === undefined || latitude === undefined) return {};
  return { geometry: { type: 'Point', coordinates: [Number(longitude), Number(latitude)] } };
}

function headerOf(cells: readonly string[]): readonly string[] {
  const names = cells.map((name) => ALIASES[name] ?? name);
  const unknown = names.filter((name) => !(COLUMNS as readonly string[]).includes(name));
  if (names.length === 0 || unknown.length > 0)
    throw unreadable(`unknown columns [${unknown.join(', ').slice(0, 200)}]; there are [${COLUMNS.join(', ')}]`);
  return names;
}

function parsed(text: string): readonly (readonly string[])[] {
  try {
    const lines: string[][] = parse(text, {
      bom: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      skip_empty_lines: true,
    });
    return lines;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw unreadable(error.message);
  }
}

const unreadable = (problem: string) => badRequest(`Error parsing CSV file: ${problem}`);
