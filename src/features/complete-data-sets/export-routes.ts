import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { type ApiServer, CONTENT_TYPES } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { escapeMarkup } from '../../kernel/markup.js';
import { sendPieces } from '../grids/index.js';
import { type IdScheme, identifier } from '../imports/index.js';
import { EXPORT_QUERY, type ExportSelection, exportSelection } from './export-selection.js';
import { registrationKey } from './register.js';

/** `GET /api/completeDataSetRegistrations` as JSON or XML (contract: imports.md §4); the rows are sent as they are read. */
export function exportRoutes(api: ApiServer, db: Db, clock: Clock): void {
  const config = { produces: ['json', 'xml'] as const };
  api.get(
    '/completeDataSetRegistrations',
    { config, schema: { querystring: EXPORT_QUERY } },
    async (request, reply) => {
      const selection = await exportSelection(db, request.query, request.user, clock.now());
      const rows = batches(db, selection);
      return request.media === 'xml'
        ? await sendPieces(reply, CONTENT_TYPES.xml, toXml(rows))
        : await sendPieces(reply, CONTENT_TYPES.json, toJson(rows));
    },
  );
}

type ExportedRow = Readonly<Record<string, string | boolean>>;

const BATCH = 5_000;

interface Read {
  readonly key: readonly [string, string, string, string];
  readonly row: ExportedRow;
}

/** The registrations one batch after the other, each beginning after the key of the one before. */
async function* batches(db: Db, selection: ExportSelection): AsyncGenerator<readonly ExportedRow[]> {
  let left = selection.limit ?? Number.MAX_SAFE_INTEGER;
  let after: Read['key'] | undefined;
  while (left > 0) {
    const size = Math.min(left, BATCH);
    const rows = await readBatch(db, selection, after, size);
    yield rows.map(({ row }) => row);
    after = rows.at(-1)?.key;
    left -= rows.length;
    if (rows.length < size) return;
  }
}

async function readBatch(
  db: Db,
  { where, dataSet, orgUnit, attributeOptionCombo }: ExportSelection,
  after: Read['key'] | undefined,
  size: number,
): Promise<readonly Read[]> {
  const { rows } = await sql<Read>`
    with batch as materialized (
      select registration.*, periodtype.name as period_type, period.startdate as start_date
      from completedatasetregistration as registration
      join organisationunit as unit on unit.organisationunitid = registration.sourceid
      join period on period.periodid = registration.periodid
      join periodtype on periodtype.periodtypeid = period.periodtypeid
      where ${where} and ${
        after === undefined
          ? sql`true`
          : sql`(${registrationKey('registration')}) > (${sql.join(after.map((part) => sql`${part}::bigint`))})`
      }
      order by ${registrationKey('registration')}
      limit ${size}
    )
    select array[batch.datasetid::text, batch.periodid::text, batch.sourceid::text, batch.attributeoptioncomboid::text] as key,
      json_strip_nulls(json_build_object(
        'period', orderly.period_iso(batch.period_type, batch.start_date),
        'dataSet', (${nameOf('dataset', 'datasetid', 'datasetid', dataSet)}),
        'organisationUnit', (${nameOf('organisationunit', 'organisationunitid', 'sourceid', orgUnit)}),
        'attributeOptionCombo', (${nameOf('categoryoptioncombo', 'categoryoptioncomboid', 'attributeoptioncomboid', attributeOptionCombo)}),
        'date', to_char(batch.date, 'YYYY-MM-DD'), 'storedBy', batch.storedby, 'completed', batch.completed
      )) as row
    from batch
    order by ${registrationKey('batch')}
  `.execute(db);
  return rows;
}

/** What an object of a row is called; what the scheme has no name for keeps its uid. */
const nameOf = (table: string, key: string, column: string, scheme: IdScheme) => sql`
  select coalesce(${identifier(scheme)}, object.uid) from ${sql.table(table)} as object
  where object.${sql.ref(key)} = batch.${sql.ref(column)}
`;

async function* toJson(rows: AsyncGenerator<readonly ExportedRow[]>): AsyncGenerator<string> {
  yield '{"completeDataSetRegistrations":[';
  let separator = '';
  for await (const batch of rows) {
    if (batch.length === 0) continue;
    yield separator + batch.map((row) => JSON.stringify(row)).join(',');
    separator = ',';
  }
  yield ']}';
}

async function* toXml(rows: AsyncGenerator<readonly ExportedRow[]>): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<completeDataSetRegistrations xmlns="http://dhis2.org/schema/dxf/2.0">';
  for await (const batch of rows) {
    yield batch
      .map((row) => {
        const attributes = Object.entries(row).map(([name, value]) => ` ${name}="${escapeMarkup(String(value))}"`);
        return `<completeDataSetRegistration${attributes.join('')}/>`;
      })
      .join('');
  }
  yield '</completeDataSetRegistrations>';
}
