import { badRequest, catalogued, type ErrorCode, errorText } from '../../kernel/errors/index.js';
import { isObject, type MetadataObject } from '../../metadata/index.js';

/** Where a min-max value belongs; uids. */
export interface MinMaxKey {
  readonly dataElement: string;
  readonly orgUnit: string;
  readonly optionCombo: string;
}

export interface MinMaxValue extends MinMaxKey {
  readonly min: number;
  readonly max: number;
  /** False for what a person has set. */
  readonly generated: boolean;
}

/** The members of a value as they were sent, whatever the form of the payload. */
export type SentValue = Readonly<Record<keyof MinMaxValue, unknown>>;

const LEAST = -2_147_483_648;
const GREATEST = 2_147_483_647;
const WHOLE = /^[-+]?\d{1,15}$/;

/** `{"source": {"id": …}, "dataElement": {"id": …}, "optionCombo": {"id": …}, "min": …, "max": …, "generated": …}` (contract: data-admin.md §1.1). */
export const sentObject = ({ dataElement, source, optionCombo, min, max, generated }: MetadataObject): SentValue => ({
  dataElement: idOf(dataElement),
  orgUnit: idOf(source),
  optionCombo: idOf(optionCombo),
  min,
  max,
  generated,
});

const idOf = (reference: unknown): unknown => (isObject(reference) ? reference.id : reference);

/** `{"dataElement": …, "orgUnit": …, "optionCombo": …, "minValue": …, "maxValue": …, "generated": …}`; `categoryOptionCombo` is another name of `optionCombo` (contract: data-admin.md §1.4). */
export const sentRow = (row: MetadataObject): SentValue => ({
  dataElement: row.dataElement,
  orgUnit: row.orgUnit,
  optionCombo: row.optionCombo ?? row.categoryOptionCombo,
  min: row.minValue,
  max: row.maxValue,
  generated: row.generated,
});

/**
 * The three ids of a value. Whether they are ids of anything is found out when they are looked up.
 *
 * @throws OrderlyError 400 E1100, E1102, E1103 for one that is missing
 */
export function readKey({ dataElement, orgUnit, optionCombo }: SentValue): MinMaxKey {
  return {
    dataElement: named(dataElement, 'E1100'),
    orgUnit: named(orgUnit, 'E1102'),
    optionCombo: named(optionCombo, 'E1103'),
  };
}

/**
 * A value that can be stored.
 *
 * @param generated what it is when the payload does not say
 * @throws OrderlyError 400 as {@link readKey}, E2042 and E2043 for a missing bound, E2044 for bounds with nothing between them, without code for what is no whole number
 */
export function readValue(sent: SentValue, generated: boolean): MinMaxValue {
  const key = readKey(sent);
  const min = bound(sent.min, 'min', key, 'E2042');
  const max = bound(sent.max, 'max', key, 'E2043');
  if (max <= min) throw catalogued('E2044', told(key));
  return { ...key, min, max, generated: flag(sent.generated) ?? generated };
}

/** The three ids in one text, for messages. */
export const told = ({ dataElement, orgUnit, optionCombo }: MinMaxKey): string =>
  `dataElement=${dataElement}, orgUnit=${orgUnit}, optionCombo=${optionCombo}`;

function named(id: unknown, code: ErrorCode): string {
  if (typeof id === 'string' && id.trim() !== '') return id.trim();
  // The catalogue has these codes as conflicts; here they are faults of the payload (contract: data-admin.md §1.3).
  throw badRequest(errorText(code, id === undefined || id === null || id === '' ? 'null' : JSON.stringify(id)), {
    code,
  });
}

function bound(value: unknown, name: 'min' | 'max', key: MinMaxKey, code: ErrorCode): number {
  if (value === undefined || value === null || value === '') throw catalogued(code, told(key));
  const number = typeof value === 'string' && WHOLE.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= LEAST && number <= GREATEST) return number;
  throw badRequest(
    `The ${name} value of ${told(key)} has to be a whole number from ${LEAST} to ${GREATEST}, not ${JSON.stringify(value).slice(0, 100)}.`,
  );
}

function flag(value: unknown): boolean | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const word = String(value).toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  throw badRequest(`generated has to be true or false, not ${JSON.stringify(value).slice(0, 100)}.`);
}
