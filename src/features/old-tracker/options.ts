import { type Static, Type } from 'typebox';
import { IMPORT_QUERY, type ImportOptions, schemeFor } from '../imports/index.js';
import type { IdScheme } from '../tracker-import/index.js';
import type { Schemes } from './known.js';

export type Strategy = 'CREATE' | 'UPDATE' | 'CREATE_AND_UPDATE' | 'DELETE' | 'SYNC';

/** Older names of strategies (contract: imports.md §2.2). */
const OLDER: Readonly<Record<string, Strategy>> = {
  NEW: 'CREATE',
  UPDATES: 'UPDATE',
  NEW_AND_UPDATES: 'CREATE_AND_UPDATE',
  DELETES: 'DELETE',
};

/** What the strategy means. `SYNC` is to create and update, and to delete what is marked as deleted. */
export const oldStrategy = ({ importStrategy }: Pick<ImportOptions, 'importStrategy'>): Strategy =>
  OLDER[importStrategy] ?? (importStrategy as Strategy);

/** Parameters of `POST`: the options of all imports, and what only these resources have (contract: imports.md §5). */
export const POST_QUERY = Type.Object({
  ...IMPORT_QUERY.properties,
  /** Of CSV: the first line is passed over. */
  skipFirst: Type.Boolean({ default: false }),
  /** 201 whatever comes of it, as the peer answers for enrollments (contract: imports.md §9 no. 20). */
  legacyStatus: Type.Boolean({ default: false }),
});

/** Parameters of `PUT /{uid}`. With a program, its attributes that are not sent are taken away from the tracked entity. */
export const PUT_QUERY = Type.Object({ ...IMPORT_QUERY.properties, program: Type.Optional(Type.String()) });

export type PostQuery = Static<typeof POST_QUERY>;

const NAMES = {
  dataElement: 'dataElementIdScheme',
  orgUnit: 'orgUnitIdScheme',
  program: 'programIdScheme',
  programStage: 'programStageIdScheme',
  categoryOptionCombo: 'categoryOptionComboIdScheme',
  categoryOption: 'categoryOptionIdScheme',
} as const;

/** What the names of a payload are, as the import of tracker objects takes it. */
export function schemesOf(options: Pick<ImportOptions, 'idSchemes'>): Schemes {
  const texts = [
    ...Object.entries(NAMES).map(([kind, name]) => [kind, schemeFor(options, name)] as const),
    ['other', options.idSchemes.idScheme] as const,
  ];
  return Object.fromEntries(texts.flatMap(([kind, text]) => (text === undefined ? [] : [[kind, schemeOf(text)]])));
}

/** The text has been judged before. */
function schemeOf(text: string): IdScheme {
  const [, attribute] = /^attribute:(.*)$/i.exec(text) ?? [];
  if (attribute !== undefined) return { attribute };
  const word = text.toUpperCase();
  return word === 'CODE' || word === 'NAME' ? word : 'UID';
}
