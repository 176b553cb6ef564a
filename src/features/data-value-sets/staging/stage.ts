import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sql } from 'kysely';
import type { OwnConnection } from '../../../database/index.js';
import { flagOf, type SentValue, textOf } from '../payload/payload.js';
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

const CHUNK_CHARACTERS = 256 * 1024;

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
  async function* chunks(): AsyncGenerator<string> {
    let chunk = '';
    for await (const batch of batches) {
      for (const sent of batch) {
        chunk += lineOf(count, sent, staged);
        count += 1;
        if (chunk.length < CHUNK_CHARACTERS) continue;
        yield chunk;
        chunk = '';
      }
      each(count);
    }
    if (chunk !== '') yield chunk;
  }
  await pipeline(Readable.from(chunks()), copyIn('copy given_value from stdin'));
  await sql`analyze given_value`.execute(db);
  return { count, ...staged };
}

function lineOf(position: number, sent: SentValue, names: Omit<StagedValues, 'count'>): string {
  const element = names.elements.numberOf(textOf(sent.dataElement, 'dataElement'));
  const period = names.periods.numberOf(textOf(sent.period, 'period'));
  const unit = names.units.numberOf(textOf(sent.orgUnit, 'orgUnit'));
  const combo = names.combos.numberOf(textOf(sent.categoryOptionCombo, 'categoryOptionCombo'));
  const attributeCombo = names.combos.numberOf(textOf(sent.attributeOptionCombo, 'attributeOptionCombo'));
  const storedBy = names.users.numberOf(textOf(sent.storedBy, 'storedBy'));
  const value = textOf(sent.value, 'value');
  const comment = cell(textOf(sent.comment, 'comment'));
  const followup = flag(flagOf(sent.followup ?? sent.followUp, 'followup'));
  const deleted = flagOf(sent.deleted, 'deleted') === true ? 't' : 'f';
  return `${position}\t${element}\t${period}\t${unit}\t${combo}\t${attributeCombo}\t${storedBy}\t${cell(value)}\t${value !== undefined && COUNT.test(value) ? 't' : 'f'}\t${comment}\t${followup}\t${deleted}\n`;
}

const flag = (given: boolean | undefined): string => (given === undefined ? '\\N' : given ? 't' : 'f');

/** A text as COPY takes it. */
function cell(text: string | undefined): string {
  if (text === undefined) return '\\N';
  if (!/[\\\t\n\r]/.test(text)) return text;
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}
