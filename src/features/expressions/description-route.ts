import type { Db } from '../../database/index.js';
import { type ApiServer, bodyText } from '../../http/index.js';
import {
  describeExpression,
  ExpressionError,
  type ExpressionUse,
  parseExpression,
} from '../../kernel/expressions/index.js';
import { loadFormulas } from './formulas.js';
import { KnownObjects } from './known-objects.js';

/**
 * `POST` of a formula as text: whether it may be used so, and what it says with names in the place of uids. A formula that may not is answered with the reason and
 * status `ERROR`, as in the peer without an HTTP error: whoever writes one asks at each key.
 */
export function expressionDescriptionRoute(api: ApiServer, db: Db, url: string, use: ExpressionUse): void {
  const results = RESULTS[use];
  api.post(url, async (request) => {
    const text = bodyText(request.body) ?? '';
    const { formulas } = await loadFormulas(db, [{ text, use, results }]);
    const [formula] = formulas;
    const status = { httpStatus: 'OK', httpStatusCode: 200 };
    if (formula instanceof ExpressionError) {
      const message = text.trim() === '' ? 'Expression is empty' : 'Expression is not well-formed';
      return { ...status, status: 'ERROR', message, description: formula.message };
    }
    const expression = parseExpression(text);
    const known = await KnownObjects.load(db, [expression]);
    const description = describeExpression(text, expression, (item) => known.nameOf(item));
    return { ...status, status: 'OK', message: 'Valid', description };
  });
}

const RESULTS: Readonly<Record<ExpressionUse, readonly ('number' | 'string' | 'boolean')[]>> = {
  'validation rule': ['number'],
  predictor: ['number', 'string', 'boolean'],
  'skip test': ['boolean'],
  indicator: ['number'],
};
