import type { RawBuilder } from 'kysely';
import type { ReadContext } from './read-context.js';

/** Forms of values, named as DHIS2's schemas name them (contract: system.md §11). */
export type ValueType =
  | 'IDENTIFIER'
  | 'TEXT'
  | 'INTEGER'
  | 'NUMBER'
  | 'BOOLEAN'
  /** A day, kept in a column of type `date`. */
  | 'DAY'
  /** A day and a time, kept in a column of type `timestamp`. */
  | 'DATE'
  | 'EMAIL'
  | 'URL'
  | 'COLOR'
  /** One of a list of words. */
  | 'CONSTANT'
  /** A JSON value that is kept as it is. */
  | 'COMPLEX';

interface Common {
  /** Belongs to the object itself: exported, and replaced by a full update. */
  readonly owner: boolean;
  readonly required?: boolean;
  /** Shown when asked for by name, but in no preset. */
  readonly hidden?: boolean;
  /** Never taken from a payload. */
  readonly readOnly?: boolean;
}

/** One column of the type's own table. */
export interface ValueProperty extends Common {
  readonly kind: 'value';
  readonly type: ValueType;
  readonly column: string;
  /** Longest text, or greatest number. */
  readonly max?: number;
  /** Shortest text, or least number. */
  readonly min?: number;
  readonly unique?: boolean;
  readonly constants?: readonly string[];
  /** What is stored when a payload says nothing. */
  readonly fallback?: unknown;
  /** The word under which its translations are filed, e.g. `SHORT_NAME`. */
  readonly translatedAs?: string;
  /** Taken from payloads, never shown. */
  readonly secret?: boolean;
  /** A complex value may be text, too. */
  readonly textual?: boolean;
  /** Members of a complex value that are taken from payloads and never shown, by their paths. */
  readonly concealed?: readonly (readonly string[])[];
}

/** Period types are plain words on the wire and keys of `periodtype` in the database (contract: clients.md §9.3). */
export interface PeriodTypeProperty extends Common {
  readonly kind: 'periodType';
  readonly column: string;
}

/** A column that holds the key of another object. */
export interface ReferenceProperty extends Common {
  readonly kind: 'reference';
  readonly to: string;
  readonly column: string;
  /** Column of the other table that is referred to, its key unless given. */
  readonly targetColumn?: string;
  /** Uid of the object that is meant when a payload says nothing. */
  readonly fallback?: string;
}

/** A column that holds the key of a row which belongs to this object alone, e.g. the left side of a validation rule. */
export interface EmbeddedProperty extends Common {
  readonly kind: 'embedded';
  readonly to: string;
  readonly column: string;
}

/** Many to many, by a table of its own. */
export interface MembersProperty extends Common {
  readonly kind: 'members';
  readonly to: string;
  readonly table: string;
  /** Column of that table with the key of this object. */
  readonly own: string;
  /** Column of that table with the key of the member. */
  readonly item: string;
  /** Column with the position, where the order counts. */
  readonly sort?: string;
  /** There is one member at most: a reference that is kept in a table of its own. */
  readonly single?: boolean;
  /** The members live and die with this object and come with it in a payload. */
  readonly embedded?: boolean;
  /** An update whose payload does not have the list leaves it as it is. */
  readonly keptWhenAbsent?: boolean;
  /** A member cannot be deleted as long as it is one; without this, it leaves the list. */
  readonly guarding?: boolean;
  /** The members are deleted with this object, although a payload does not decide about them here. */
  readonly goesAlong?: boolean;
}

/** Rows of another type that refer to this object. */
export interface ChildrenProperty extends Common {
  readonly kind: 'children';
  readonly to: string;
  /** Column of the other type's table with the key of this object. */
  readonly by: string;
  readonly sort?: string;
  /** They live and die with this object and come with it in a payload. */
  readonly embedded: boolean;
  /** The property that no two of them share within one object. */
  readonly distinctBy?: string;
  /** They are deleted with this object, although a payload does not decide about them here. */
  readonly goesAlong?: boolean;
}

/** Plain values in a table of their own. */
export interface ValuesProperty extends Common {
  readonly kind: 'values';
  readonly type: ValueType;
  readonly table: string;
  readonly own: string;
  readonly column: string;
  readonly sort?: string;
  readonly constants?: readonly string[];
}

/** Something that is worked out when it is read. */
export interface ComputedProperty extends Common {
  readonly kind: 'computed';
  readonly type: ValueType;
  /** The expression for the row called `alias`. */
  readonly expression: (alias: string, context: ReadContext) => RawBuilder<unknown>;
}

/** Rows that are worked out from the object's own row, e.g. its attribute values. */
export interface DerivedRowsProperty extends Common {
  readonly kind: 'derivedRows';
  readonly to: string;
  /** `select …` with the columns of the pseudo type. */
  readonly rows: (alias: string) => RawBuilder<unknown>;
  /** Column of theirs by which they are ordered. */
  readonly sort: string;
}

export type Property =
  | ValueProperty
  | PeriodTypeProperty
  | ReferenceProperty
  | EmbeddedProperty
  | MembersProperty
  | ChildrenProperty
  | ValuesProperty
  | ComputedProperty
  | DerivedRowsProperty;

/** A property as a descriptor writes it: its name is the key, and a column named after it is the usual case. */
export type PropertyBuilder = (name: string) => Property;

type Options<P extends Property> = Partial<Omit<P, 'kind' | 'type'>>;

const value =
  (type: ValueType) =>
  (options: Options<ValueProperty> = {}): PropertyBuilder =>
  (name) => ({ kind: 'value', type, column: name.toLowerCase(), owner: true, ...options });

export const text = value('TEXT');
export const integer = value('INTEGER');
export const number = value('NUMBER');
export const day = value('DAY');
export const moment = value('DATE');
export const email = value('EMAIL');
export const url = value('URL');
export const color = value('COLOR');
export const json = value('COMPLEX');

/** False where a payload says nothing, because the peer's objects have primitive booleans. */
export const flag = (options: Options<ValueProperty> = {}): PropertyBuilder =>
  value('BOOLEAN')({ fallback: false, ...options });

export const constant =
  (constants: readonly string[], options: Options<ValueProperty> = {}): PropertyBuilder =>
  (name) => ({ kind: 'value', type: 'CONSTANT', column: name.toLowerCase(), owner: true, constants, ...options });

export const periodType =
  (options: Options<PeriodTypeProperty> = {}): PropertyBuilder =>
  () => ({ kind: 'periodType', column: 'periodtypeid', owner: true, ...options });

export const reference =
  (to: string, options: Options<ReferenceProperty> = {}): PropertyBuilder =>
  (name) => ({ kind: 'reference', to, column: `${name.toLowerCase()}id`, owner: true, ...options });

export const embedded =
  (to: string, options: Options<EmbeddedProperty> & { readonly column: string }): PropertyBuilder =>
  () => ({ kind: 'embedded', to, owner: true, ...options });

type Members = Options<MembersProperty> & Pick<MembersProperty, 'table' | 'own' | 'item'>;

export const members =
  (to: string, options: Members): PropertyBuilder =>
  () => ({ kind: 'members', to, owner: true, ...options });

/** A reference that is kept in a table of its own. */
export const memberReference = (to: string, options: Members): PropertyBuilder =>
  members(to, { single: true, ...options });

/** The other side of a membership: shown, but not this object's to write. */
export const memberOf = (to: string, options: Members): PropertyBuilder => members(to, { owner: false, ...options });

type Children = Options<ChildrenProperty> & Pick<ChildrenProperty, 'by'>;

/** Rows that belong to this object and come with it. */
export const parts =
  (to: string, options: Children): PropertyBuilder =>
  () => ({ kind: 'children', to, owner: true, embedded: true, ...options });

/** Independent objects that name this one as theirs. */
export const children =
  (to: string, options: Children): PropertyBuilder =>
  () => ({ kind: 'children', to, owner: false, embedded: false, ...options });

export const values =
  (
    type: ValueType,
    options: Options<ValuesProperty> & Pick<ValuesProperty, 'table' | 'own' | 'column'>,
  ): PropertyBuilder =>
  () => ({ kind: 'values', type, owner: true, ...options });

export const computed =
  (
    type: ValueType,
    expression: ComputedProperty['expression'],
    options: Options<ComputedProperty> = {},
  ): PropertyBuilder =>
  () => ({ kind: 'computed', type, owner: false, readOnly: true, expression, ...options });

export const derivedRows =
  (
    to: string,
    rows: DerivedRowsProperty['rows'],
    options: Options<DerivedRowsProperty> & Pick<DerivedRowsProperty, 'sort'>,
  ): PropertyBuilder =>
  () => ({ kind: 'derivedRows', to, owner: true, rows, ...options });
