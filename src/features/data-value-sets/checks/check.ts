import type { RawBuilder } from 'kysely';
import type { CurrentUser } from '../../../http/index.js';
import type { ErrorCode } from '../../../kernel/errors/index.js';
import type { ImportOptions, Strategy } from '../../imports/index.js';

/** What an import asks of its values. */
export interface ImportRules {
  readonly options: ImportOptions;
  readonly strategy: Strategy;
  readonly user: CurrentUser;
  /** The data set of the head. */
  readonly dataSet: { readonly id: number; readonly uid: string } | undefined;
  /** Whether the head names an attribute option combo, so that no value needs to. */
  readonly hasAttributeCombo: boolean;
}

type Text = RawBuilder<unknown>;

/**
 * A reason to refuse a value. SQL speaks of `given` (the row of `given_value`), `element`, `period`, `unit`, `combo` and `attribute_combo` (what its names mean: rows of the
 * tables `named_…`), `stored` (the row of `datavalue` for the same key, if any), `locked` (the row of `locked_place`, if any) and `is_gone` (whether the value is to be deleted).
 */
export interface ValueCheck {
  readonly code: ErrorCode;
  /** Key of the payload that the conflict is about. */
  readonly property?: string;
  /** What is told of the value, by keys of the payload, the main thing first. */
  readonly objects: Readonly<Record<string, Text>>;
  /** Arguments of the code's text; the objects unless given. */
  readonly args?: (rules: ImportRules) => readonly Text[];
  /** Whether the value is refused; undefined when the import does not ask. */
  fails(rules: ImportRules): Text | undefined;
}
