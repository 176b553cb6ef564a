import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { badRequest, catalogued, errorText } from '../../kernel/errors/index.js';
import { isUid } from '../../kernel/uid.js';
import { isObject } from '../../metadata/index.js';
import { objectBody } from '../metadata/index.js';
import { readCsv } from './csv.js';
import { type SentValue, sentRow } from './values.js';

/** Many values of one data set. */
export interface Bulk {
  readonly dataSet: string;
  readonly values: readonly SentValue[];
}

/**
 * Reads the body of a bulk request: JSON with the data set inside, or CSV with it among the parameters (contract: data-admin.md §1.4).
 *
 * @param bounds whether each value needs its bounds
 * @throws OrderlyError 400 E2046 for CSV that cannot be read, without code for JSON of another form; 409 E1105 without a data set
 */
export function readBulk(body: unknown, parameter: string | undefined, bounds: boolean): Bulk {
  const { dataSet, values } =
    typeof body === 'string' ? { dataSet: parameter, values: readCsv(body, bounds) } : readJson(body, parameter);
  if (typeof dataSet !== 'string' || dataSet === '') throw catalogued('E1105', 'null');
  return { dataSet, values: values.map(sentRow) };
}

function readJson(body: unknown, parameter: string | undefined) {
  const { dataSet = parameter, values = [] } = objectBody(body);
  if (!Array.isArray(values) || !values.every(isObject))
    throw badRequest('JSON parse error: values has to be a list of objects.');
  return { dataSet, values };
}

/**
 * @throws OrderlyError 409 E1105 for a data set that is not there, 400 E2021 for data elements that are not in it. Those that are nowhere are none of its business.
 */
export async function demandElementsOf(db: Db, dataSet: string, elements: ReadonlySet<string>): Promise<void> {
  const { rows } = await sql<{ strangers: readonly string[] }>`
    select array(
      select element.uid::text
      from dataelement as element
      where element.uid = any (${[...elements].filter(isUid)}::text[]) and not exists (
        select from datasetelement as member
        where member.datasetid = dataset.datasetid and member.dataelementid = element.dataelementid
      )
      order by element.uid
    ) as strangers
    from dataset
    where dataset.uid = ${isUid(dataSet) ? dataSet : null}::text
  `.execute(db);
  const [found] = rows;
  if (!found) throw catalogued('E1105', dataSet);
  if (found.strangers.length === 0) return;
  throw badRequest(errorText('E2021', dataSet, found.strangers.join(', ')), { code: 'E2021' });
}
