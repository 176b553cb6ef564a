import { badRequest } from '../../../kernel/errors/index.js';
import { JsonTextError, readJsonList } from '../../../kernel/json-list.js';
import type { PayloadReader, SentValue } from './payload.js';

/** A JSON object with the list `dataValues`; its other members are the head. */
export const readJson: PayloadReader = async function* (source, head) {
  let count = 0;
  try {
    for await (const elements of readJsonList(source, 'dataValues', head)) {
      const stranger = elements.findIndex(
        (element) => typeof element !== 'object' || element === null || Array.isArray(element),
      );
      if (stranger >= 0) throw badRequest(`JSON parse error: data value ${count + stranger} is no object`);
      count += elements.length;
      yield elements as readonly SentValue[];
    }
  } catch (error) {
    throw error instanceof JsonTextError ? badRequest(`JSON parse error: ${error.message}`) : error;
  }
  const { dataValues } = head;
  if (dataValues !== undefined && dataValues !== null)
    throw badRequest('JSON parse error: `dataValues` must be a list');
};
