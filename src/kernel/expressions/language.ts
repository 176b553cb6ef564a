import { isUid } from '../uid.js';
import { type Dialect, type ItemSymbol, namedBy, WILDCARD } from './ast.js';
import { FUNCTIONS } from './functions.js';

/** Fewest and most. */
type Range = readonly [number, number];

const MANY = Number.POSITIVE_INFINITY;

/** How many parts an item has, by dialect; a symbol that is not there cannot be used in it. */
const ITEM_PARTS: Readonly<Record<Dialect, Readonly<Partial<Record<ItemSymbol, Range>>>>> = {
  aggregate: {
    '#': [1, 3],
    A: [2, 2],
    C: [1, 1],
    D: [2, 2],
    I: [1, 1],
    N: [1, 1],
    OUG: [1, 1],
    R: [2, 2],
  },
  program: { '#': [2, 2], A: [1, 1], C: [1, 1], PS_EVENTDATE: [1, 1] },
};

/** How many arguments functions have that stand in formulas of the peer, and that this server cannot work out. */
const UNKNOWN_FUNCTIONS: Readonly<Record<Dialect, Readonly<Record<string, Range>>>> = {
  aggregate: { subExpression: [1, 1] },
  program: {
    'd2:condition': [3, 3],
    'd2:contains': [2, MANY],
    'd2:containsItems': [2, MANY],
    'd2:count': [1, 1],
    'd2:countIfCondition': [2, 2],
    'd2:countIfValue': [2, 2],
    'd2:daysBetween': [2, 2],
    'd2:hasValue': [1, 1],
    'd2:maxValue': [1, 1],
    'd2:minutesBetween': [2, 2],
    'd2:minValue': [1, 1],
    'd2:monthsBetween': [2, 2],
    'd2:oizp': [1, 1],
    'd2:relationshipCount': [0, 1],
    'd2:weeksBetween': [2, 2],
    'd2:yearsBetween': [2, 2],
    'd2:zing': [1, 1],
    'd2:zpvc': [1, MANY],
  },
};

/** Functions of aggregated data that program indicators do not have. */
const ONLY_AGGREGATE = new Set(['median', 'percentileCont', 'stddevPop', 'stddevSamp']);

/** What `V{…}` may be. */
const PROGRAM_VARIABLES = new Set([
  'analytics_period_end',
  'analytics_period_start',
  'completed_date',
  'creation_date',
  'current_date',
  'due_date',
  'enrollment_count',
  'enrollment_date',
  'enrollment_id',
  'enrollment_status',
  'environment',
  'event_count',
  'event_date',
  'event_id',
  'event_status',
  'execution_date',
  'incident_date',
  'org_unit',
  'org_unit_count',
  'orgunit_code',
  'program_name',
  'program_stage_id',
  'program_stage_name',
  'scheduled_date',
  'scheduled_event_count',
  'sync_date',
  'tei_count',
  'value_count',
  'zero_pos_value_count',
]);

/** How many arguments a function has in a dialect; undefined for what is no function of it. */
export function arityOf(name: string, dialect: Dialect): Range | undefined {
  const unknown = UNKNOWN_FUNCTIONS[dialect];
  if (Object.hasOwn(unknown, name)) return unknown[name];
  return dialect === 'program' && ONLY_AGGREGATE.has(name) ? undefined : FUNCTIONS.get(name)?.arity;
}

/** The symbol if items of it may stand in the dialect. */
export const itemSymbol = (text: string, dialect: Dialect): ItemSymbol | undefined =>
  Object.hasOwn(ITEM_PARTS[dialect], text) ? (text as ItemSymbol) : undefined;

export const isProgramVariable = (name: string, dialect: Dialect): boolean =>
  dialect === 'program' && PROGRAM_VARIABLES.has(name);

/** Whether the parts of an item are such as its symbol demands. */
export function areParts(symbol: ItemSymbol, parts: readonly string[], dialect: Dialect): boolean {
  const [fewest, most] = ITEM_PARTS[dialect][symbol] ?? [0, 0];
  if (parts.length < fewest || parts.length > most) return false;
  return parts.every((part, index) => isPart(symbol, part, index, dialect));
}

function isPart(symbol: ItemSymbol, part: string, index: number, dialect: Dialect): boolean {
  if (isUid(part)) return true;
  if (symbol === 'R') return index === 1 && /^[A-Z_]+$/.test(part);
  if (symbol !== '#' || dialect !== 'aggregate') return false;
  if (part === WILDCARD) return index > 0;
  const { tag, uids } = namedBy(part);
  return (tag === undefined || (tag === 'deGroup') === (index === 0)) && uids.every(isUid);
}
