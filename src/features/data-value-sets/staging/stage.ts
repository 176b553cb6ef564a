import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sql } from 'kysely';
import type { OwnConnection } from '../../../database/index.js';
import { flagOf, type SentValue, textOf } from '../payload/payload.js';
import { CopyLines } from './copy-lines.js';
import { Names } from './names.js';

/** What of a payload is in the table `given_value`, and what its numbers stand for. */
export interface StagedValues {
  readonly count: number;
  readonly elements: Names;
  readonly periods: Names;
  readonly units: Names;
  /** Category and attribute option combos. */
  readonly combos: Names;
  readonly users: Names;
}

const CHUNK_BYTES = 128 * 1024;

/** What nearly all values are: a whole number that is not negative. It is seen here at a tenth of the cost of the patterns in the database, which then are spared. */
const COUNT = /^(0|[1-9]\d{0,14})$/;

/**
 * Copies the values of a payload into the temporary table `given_value`, which goes with the transaction: position, numbers of names, and what stands in the value itself;
 * `is_count` says that it is a whole number that is not negative.
 *
 * @param each told how many values there are, now and then
 */
export async function stageValues(
  { db, copyIn }: OwnConnection,
  batches: AsyncIterable<readonly SentValue[]>,
  each: (count: number) => void = () => undefined,
): Promise<StagedValues> {
  await sql`
    create temporary table given_value (
      position int not null,
      element int not null, period int not null, unit int not null, combo int not null, attribute_combo int not null, stored_by int not null,
      value text, is_count boolean not null, comment text, followup boolean, deleted boolean not null
    ) on commit drop
  `.execute(db);
  const staged = {
    elements: new Names('dataElement'),
    periods: new Names('period'),
    units: new Names('orgUnit'),
    combos: new Names('categoryOptionCombo'),
    users: new Names('storedBy'),
  };
  let count = 0;
  const lines = new CopyLines(2 * CHUNK_BYTES);
  async function* chunks(): AsyncGenerator<Buffer> {
    for await (const batch of batches) {
      for (const sent of batch) {
        writeLine(lines, count, sent, staged);
        count += 1;
        if (lines.length >= CHUNK_BYTES) yield lines.take();
      }
      each(count);
    }
    if (lines.length > 0) yield lines.take();
  }
  await pipeline(Readable.from(chunks()), copyIn('copy given_value from stdin'));
  // What stands in the values is joined to nothing.
  await sql`analyze given_value (element, period, unit, combo, attribute_combo, stored_by)`.execute(db);
  return { count, ...staged };
}

function writeLine(lines: CopyLines, position: number, sent: SentValue, names: Omit<StagedValues, 'count'>): void {
  lines.number(position);
  lines.number(names.elements.numberOf(textOf(sent.dataElement, 'dataElement')));
  lines.number(names.periods.numberOf(textOf(sent.period, 'period')));
  lines.number(names.units.numberOf(textOf(sent.orgUnit, 'orgUnit')));
  lines.number(names.combos.numberOf(textOf(sent.categoryOptionCombo, 'categoryOptionCombo')));
  lines.number(names.combos.numberOf(textOf(sent.attributeOptionCombo, 'attributeOptionCombo')));
  lines.number(names.users.numberOf(textOf(sent.storedBy, 'storedBy')));
  const value = textOf(sent.value, 'value');
  lines.text(value);
  lines.flag(value !== undefined && COUNT.test(value));
  lines.text(textOf(sent.comment, 'comment'));
  lines.flag(flagOf(sent.followup ?? sent.followUp, 'followup'));
  lines.flag(flagOf(sent.deleted, 'deleted') === true);
  lines.end();
}
