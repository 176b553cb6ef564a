import { escapeMarkup } from '../../../kernel/markup.js';
import { type Grid, textHeader } from '../../grids/index.js';
import type { AggregatedValue } from './data-value-set.js';

type Batches = AsyncIterable<readonly AggregatedValue[]>;

/** `{"dataValues":[…]}` (contract: analytics-query.md §5.5). */
export async function* dataValuesToJson(batches: Batches): AsyncGenerator<string> {
  let begun = false;
  for await (const values of batches) {
    if (values.length > 0)
      yield `${begun ? ',' : '{"dataValues":['}${values.map((value) => JSON.stringify(value)).join(',')}`;
    begun ||= values.length > 0;
  }
  yield begun ? ']}' : '{"dataValues":[]}';
}

const ROOT = '<dataValueSet xmlns="http://dhis2.org/schema/dxf/2.0">';

/** Values as elements that say everything in attributes, as imports take them. */
export async function* dataValuesToXml(batches: Batches): AsyncGenerator<string> {
  const head = `<?xml version="1.0" encoding="UTF-8"?>\n${ROOT}`;
  let begun = false;
  for await (const values of batches) {
    yield `${begun ? '' : head}${values.map(element).join('')}`;
    begun = true;
  }
  yield `${begun ? '' : head}</dataValueSet>`;
}

function element({ followup, ...members }: AggregatedValue): string {
  const attributes = Object.entries({ ...members, followUp: String(followup) });
  return `<dataValue ${attributes.map(([name, value]) => `${name}="${escapeMarkup(value)}"`).join(' ')}/>`;
}

const COLUMNS: readonly (readonly [string, keyof AggregatedValue])[] = [
  ['data_element', 'dataElement'],
  ['period', 'period'],
  ['organisation_unit', 'orgUnit'],
  ['category_option_combo', 'categoryOptionCombo'],
  ['attribute_option_combo', 'attributeOptionCombo'],
  ['value', 'value'],
  ['stored_by', 'storedBy'],
  ['created', 'created'],
  ['last_updated', 'lastUpdated'],
  ['comment', 'comment'],
  ['follow_up', 'followup'],
];

/** Values as a table with the peer's titles. */
export const dataValuesGrid = (batches: Batches): Grid => ({
  title: '',
  subtitle: '',
  headers: COLUMNS.map(([title]) => textHeader(title)),
  rows: (async function* () {
    for await (const values of batches) yield values.map((value) => COLUMNS.map(([, member]) => value[member]));
  })(),
});
