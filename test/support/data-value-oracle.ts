/** A value of a generated payload: names of what is there, or of what is not. */
export interface SentValue {
  readonly dataElement?: string;
  readonly period?: string;
  readonly orgUnit?: string;
  readonly categoryOptionCombo?: string;
  readonly attributeOptionCombo?: string;
  readonly value?: string;
  readonly comment?: string;
  readonly followup?: boolean;
  readonly deleted?: boolean;
  readonly storedBy?: string;
}

export interface StoredValue {
  readonly value: string | null;
  readonly comment: string | null;
  readonly followup: boolean;
  readonly deleted: boolean;
  readonly storedBy: string;
}

export type Strategy = 'CREATE' | 'UPDATE' | 'CREATE_AND_UPDATE' | 'DELETE';

/** What the importer knows of the country. */
export interface ImportWorld {
  readonly elements: ReadonlyMap<
    string,
    { readonly type: string; readonly emptyZeros: boolean; readonly options?: ReadonlySet<string> | undefined }
  >;
  readonly periods: ReadonlySet<string>;
  /** Units that are there, and whether the user enters data for them. */
  readonly units: ReadonlyMap<string, boolean>;
  readonly combos: ReadonlySet<string>;
  readonly defaultCombo: string;
  readonly username: string;
}

export interface OracleOptions {
  readonly strategy: Strategy;
  readonly merge: boolean;
  readonly atomic: boolean;
}

export interface OracleOutcome {
  readonly counts: { imported: number; updated: number; deleted: number; ignored: number };
  readonly rejected: readonly number[];
  /** `code object: places`, in any order. */
  readonly conflicts: readonly string[];
  readonly audits: readonly string[];
}

export const keyOf = (value: SentValue, defaultCombo: string): string =>
  [
    value.dataElement,
    value.period,
    value.orgUnit,
    value.categoryOptionCombo ?? defaultCombo,
    value.attributeOptionCombo ?? defaultCombo,
  ].join(' ');

/** Imports values one after the other into a map of what is stored, as simply as it can be said. */
export function importOneByOne(
  world: ImportWorld,
  stored: Map<string, StoredValue>,
  values: readonly SentValue[],
  options: OracleOptions,
): OracleOutcome {
  const conflicts = new Map<string, number[]>();
  const rejected = new Set<number>();
  const note = (text: string, ...indexes: number[]) =>
    conflicts.set(text, [...(conflicts.get(text) ?? []), ...indexes]);
  const places = new Map<string, number[]>();
  for (const [index, value] of values.entries()) {
    const fault = faultOf(world, value, options);
    if (fault === undefined) {
      const key = keyOf(value, world.defaultCombo);
      places.set(key, [...(places.get(key) ?? []), index]);
    } else {
      note(fault, index);
      rejected.add(index);
    }
  }
  for (const [key, indexes] of places) {
    if (indexes.length === 1) continue;
    note(`E7649 ${key}`, ...indexes);
    for (const index of indexes.slice(0, -1)) rejected.add(index);
  }
  const counts = { imported: 0, updated: 0, deleted: 0, ignored: 0 };
  const audits: string[] = [];
  const before = new Map(stored);
  for (const [index, value] of values.entries()) {
    if (rejected.has(index)) {
      counts.ignored += 1;
      continue;
    }
    const fate = storeOne(world, stored, value, options, audits);
    if (fate === 'refused') rejected.add(index);
    counts[fate === 'refused' ? 'ignored' : fate] += 1;
  }
  if (options.atomic && rejected.size > 0) {
    stored.clear();
    for (const [key, value] of before) stored.set(key, value);
    audits.length = 0;
    Object.assign(counts, { imported: 0, updated: 0, deleted: 0, ignored: values.length });
  }
  return {
    counts,
    rejected: [...rejected].toSorted((a, b) => a - b),
    conflicts: [...conflicts].map(([text, indexes]) => `${text}: ${indexes.join(',')}`),
    audits,
  };
}

function faultOf(world: ImportWorld, sent: SentValue, { strategy }: OracleOptions): string | undefined {
  const { dataElement = '', period = '', orgUnit = '' } = sent;
  const element = world.elements.get(dataElement);
  if (!element) return `E7610 ${dataElement}`;
  if (!world.periods.has(period)) return `E7611 ${period}`;
  if (!world.units.has(orgUnit)) return `E7612 ${orgUnit}`;
  for (const [code, combo] of [
    ['E7613', sent.categoryOptionCombo],
    ['E7615', sent.attributeOptionCombo],
  ] as const)
    if (combo !== undefined && !world.combos.has(combo)) return `${code} ${combo}`;
  if (world.units.get(orgUnit) !== true) return `E7617 ${orgUnit}`;
  const gone = strategy === 'DELETE' || sent.deleted === true;
  if (!gone) {
    const value = sent.value?.trim() ?? '';
    if (value === '' && (sent.comment?.trim() ?? '') === '') return `E7618 ${dataElement}`;
    if (value !== '' && !fits(element.type, value)) return `E7619 ${dataElement}`;
    if (value !== '' && element.options && !element.options.has(value)) return `E7621 ${dataElement}`;
  }
  if ((sent.storedBy?.length ?? 0) > 255) return `E7637 ${sent.storedBy?.slice(0, 200)}`;
  return undefined;
}

function fits(type: string, value: string): boolean {
  switch (type) {
    case 'INTEGER':
      return /^(0|-?[1-9]\d*)$/.test(value);
    case 'NUMBER':
      return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(value);
    case 'BOOLEAN':
      return ['true', 'True', 'TRUE', 't', 'T', '1', 'false', 'False', 'FALSE', 'f', 'F', '0'].includes(value);
    case 'DATE':
      return /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.slice(0, 10) === value;
    default:
      return true;
  }
}

function storeOne(
  world: ImportWorld,
  stored: Map<string, StoredValue>,
  sent: SentValue,
  { strategy, merge }: OracleOptions,
  audits: string[],
): 'imported' | 'updated' | 'deleted' | 'ignored' | 'refused' {
  const key = keyOf(sent, world.defaultCombo);
  const element = world.elements.get(sent.dataElement ?? '');
  const there = stored.get(key);
  const live = there && !there.deleted ? there : undefined;
  const value = normal(element?.type ?? '', sent.value?.trim() || null);
  const comment = sent.comment?.trim() || null;
  const storedBy = sent.storedBy?.trim() || world.username;
  const creates = strategy === 'CREATE' || strategy === 'CREATE_AND_UPDATE';
  const remove = (old: StoredValue) => {
    audits.push(`${key} DELETE ${old.value}`);
    stored.set(key, { ...old, deleted: true, storedBy });
    return 'deleted' as const;
  };
  const isEmptyZero = element?.emptyZeros === true && /^0(\.0*)?$/.test(sent.value?.trim() ?? '');
  if (strategy === 'DELETE' || sent.deleted === true) {
    if (isEmptyZero && (!live || strategy === 'CREATE')) return 'ignored';
    if (live) return strategy === 'CREATE' ? 'refused' : remove(live);
    return creates ? 'ignored' : 'refused';
  }
  if (isEmptyZero) return live && strategy !== 'CREATE' ? remove(live) : 'ignored';
  const next = {
    value,
    comment: merge && comment === null ? (there?.comment ?? null) : comment,
    followup: merge && sent.followup === undefined ? (there?.followup ?? false) : (sent.followup ?? false),
    deleted: false,
    storedBy,
  };
  if (!live) {
    if (!creates) return 'refused';
    stored.set(key, next);
    return 'imported';
  }
  if (strategy === 'CREATE') return 'refused';
  if (live.value === next.value && (live.comment ?? '') === (next.comment ?? '') && live.followup === next.followup)
    return 'ignored';
  audits.push(`${key} UPDATE ${live.value}`);
  stored.set(key, next);
  return 'updated';
}

function normal(type: string, value: string | null): string | null {
  if (type !== 'BOOLEAN' || value === null) return value;
  return ['true', 'True', 'TRUE', 't', 'T', '1'].includes(value) ? 'true' : 'false';
}
