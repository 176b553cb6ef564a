import { isIsoDate } from '../calendar.js';
import type { Item } from './ast.js';
import { ExpressionError } from './expression-error.js';

/** Makes of a modifier's argument what it does to an item. */
type Modifier = (argument: string, position: number) => (item: Item) => Item;

const FARTHEST = 1_000;

const AGGREGATION_TYPES = new Set([
  'SUM',
  'AVERAGE',
  'AVERAGE_SUM_ORG_UNIT',
  'LAST',
  'LAST_AVERAGE_ORG_UNIT',
  'LAST_LAST_ORG_UNIT',
  'LAST_IN_PERIOD',
  'LAST_IN_PERIOD_AVERAGE_ORG_UNIT',
  'FIRST',
  'FIRST_AVERAGE_ORG_UNIT',
  'FIRST_FIRST_ORG_UNIT',
  'COUNT',
  'STDDEV',
  'VARIANCE',
  'MIN',
  'MAX',
  'MIN_SUM_ORG_UNIT',
  'MAX_SUM_ORG_UNIT',
  'NONE',
]);

const date =
  (property: 'minDate' | 'maxDate'): Modifier =>
  (argument, position) => {
    const day = argument.replace(/^(\d{4})-(\d)-/, '$1-0$2-').replace(/-(\d)$/, '-0$1');
    if (!isIsoDate(day)) throw new ExpressionError(`${JSON.stringify(argument)} is no date`, position);
    return (item) => ({ ...item, [property]: day });
  };

/** What may follow an item or a bracket after a point. */
export const MODIFIERS: ReadonlyMap<string, Modifier> = new Map<string, Modifier>([
  [
    'periodOffset',
    (argument, position) => {
      const offset = /^[-+]?\d{1,4}$/.test(argument) ? Number(argument) : Number.NaN;
      if (!(Math.abs(offset) <= FARTHEST))
        throw new ExpressionError(`A period offset is a whole number within ±${FARTHEST}`, position);
      return (item) => ({ ...item, offset: item.offset + offset });
    },
  ],
  ['minDate', date('minDate')],
  ['maxDate', date('maxDate')],
  [
    'aggregationType',
    (argument, position) => {
      if (!AGGREGATION_TYPES.has(argument))
        throw new ExpressionError(`Unknown aggregation type ${JSON.stringify(argument)}`, position);
      return (item) => ({ ...item, aggregationType: argument });
    },
  ],
  [
    'yearToDate',
    (argument, position) => {
      if (argument !== '')
        throw new ExpressionError(
          `Function 'yearToDate' cannot have the argument ${JSON.stringify(argument)}`,
          position,
        );
      return (item) => ({ ...item, yearToDate: position });
    },
  ],
  [
    'stageOffset',
    (argument, position) => {
      const offset = /^[-+]?\d{1,4}$/.test(argument) ? Number(argument) : Number.NaN;
      if (!(Math.abs(offset) <= FARTHEST))
        throw new ExpressionError(
          `Function 'stageOffset' cannot have the argument ${JSON.stringify(argument)}`,
          position,
        );
      return (item) => ({ ...item, stageOffset: { offset, position } });
    },
  ],
]);
