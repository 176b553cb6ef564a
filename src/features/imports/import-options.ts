import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { badRequest } from '../../kernel/errors/index.js';
import type { SettingValues } from '../settings/index.js';
import { isIdScheme, unknownScheme } from './id-schemes.js';

/** What an import does with an object, by whether it is there. */
export type Strategy = 'CREATE' | 'UPDATE' | 'CREATE_AND_UPDATE' | 'DELETE';

/** Names of the strategies, the older ones too. Where values are not compared with everything that is stored, `SYNC` has nothing more to do than to create and update. */
const STRATEGIES: Readonly<Record<string, Strategy>> = {
  CREATE_AND_UPDATE: 'CREATE_AND_UPDATE',
  CREATE: 'CREATE',
  UPDATE: 'UPDATE',
  DELETE: 'DELETE',
  SYNC: 'CREATE_AND_UPDATE',
  NEW_AND_UPDATES: 'CREATE_AND_UPDATE',
  NEW: 'CREATE',
  UPDATES: 'UPDATE',
  DELETES: 'DELETE',
};

const flag = (fallback = false) => Type.Boolean({ default: fallback });
const scheme = () => Type.Optional(Type.String());

const ID_SCHEMES = {
  idScheme: scheme(),
  dataElementIdScheme: scheme(),
  dataElementGroupIdScheme: scheme(),
  categoryOptionComboIdScheme: scheme(),
  categoryOptionIdScheme: scheme(),
  categoryIdScheme: scheme(),
  orgUnitIdScheme: scheme(),
  orgUnitGroupIdScheme: scheme(),
  programIdScheme: scheme(),
  programStageIdScheme: scheme(),
  trackedEntityAttributeIdScheme: scheme(),
  dataSetIdScheme: scheme(),
  attributeOptionComboIdScheme: scheme(),
};

const STRATEGY = Type.Enum(Object.keys(STRATEGIES));

const OPTIONS = {
  dryRun: flag(),
  preheatCache: Type.Optional(Type.Boolean()),
  async: flag(),
  importStrategy: Type.Enum(Object.keys(STRATEGIES), { default: 'CREATE_AND_UPDATE' }),
  mergeMode: Type.Enum(['REPLACE', 'MERGE', 'MERGE_ALWAYS', 'MERGE_IF_NOT_NULL', 'NONE'], { default: 'REPLACE' }),
  reportMode: Type.Enum(['FULL', 'ERRORS', 'ERRORS_NOT_OWNER', 'DEBUG', 'ALL'], { default: 'FULL' }),
  skipExistingCheck: flag(),
  sharing: flag(),
  skipNotifications: flag(),
  skipAudit: flag(),
  datasetAllowsPeriods: flag(),
  strictPeriods: flag(),
  strictDataElements: flag(),
  strictCategoryOptionCombos: flag(),
  strictAttributeOptionCombos: flag(),
  strictOrganisationUnits: flag(),
  strictDataSetApproval: flag(),
  strictDataSetLocking: flag(),
  strictDataSetInputPeriods: flag(),
  requireCategoryOptionCombo: flag(),
  requireAttributeOptionCombo: flag(),
  skipPatternValidation: flag(),
  ignoreEmptyCollection: flag(),
  force: flag(),
  firstRowIsHeader: flag(true),
  filename: Type.Optional(Type.String()),
  notificationLevel: Type.Optional(Type.Enum(['OFF', 'DEBUG', 'LOOP', 'INFO', 'WARN', 'ERROR'])),
  skipLastUpdated: flag(),
  mergeDataValues: flag(),
  skipCache: flag(),
  dataSet: Type.Optional(Type.String()),
  /** All values or none: an extension (contract: imports.md §9 no. 6). */
  atomic: Type.Optional(Type.Boolean()),
};

/** Options of an import with all their defaults, in the order in which summaries repeat them (contract: imports.md §2.2); also the parameters of its job. */
export const IMPORT_OPTIONS = Type.Object({ idSchemes: Type.Object(ID_SCHEMES, { default: {} }), ...OPTIONS });

export type ImportOptions = Static<typeof IMPORT_OPTIONS>;

/** The options with defaults for what is left out. */
export const defaultOptions = (given: Partial<ImportOptions>): ImportOptions =>
  Value.Default(IMPORT_OPTIONS, { ...given }) as ImportOptions;

/** Query parameters of an import: its options, the schemes each by itself, and the older name of the strategy. */
export const IMPORT_QUERY = Type.Object({
  ...ID_SCHEMES,
  ...OPTIONS,
  importStrategy: Type.Optional(STRATEGY),
  strategy: Type.Optional(STRATEGY),
  /** Status of the answer when only some of the data were taken: 409 as from the peer, or 200 (contract: imports.md §9 no. 5). */
  conflictStatus: Type.Enum(['409', '200'], { default: '409' }),
});

export type ImportQuery = Static<typeof IMPORT_QUERY>;

const SCHEME_NAMES = Object.keys(ID_SCHEMES) as readonly (keyof typeof ID_SCHEMES)[];
const OPTION_NAMES = Object.keys(OPTIONS) as readonly (keyof typeof OPTIONS)[];

/**
 * The options that a query asks for, what it is silent about by default. Members without a value are left out.
 *
 * @throws OrderlyError 400 for an identifier scheme that is none; other malformed values never come through the schema of the query
 */
export function importOptions(query: ImportQuery): ImportOptions {
  const { importStrategy = query.strategy ?? 'CREATE_AND_UPDATE' } = query;
  return assembled(presentIn(query, SCHEME_NAMES), { ...query, importStrategy });
}

/** What the head of a payload may say; it wins over the query (contract: imports.md §2.1). */
export type ImportHead = Readonly<Record<string, unknown>>;

/**
 * The options with what the head of a payload says of schemes, dry run and strategy.
 *
 * @throws OrderlyError 400 for a value that is none
 */
export function withHead(options: ImportOptions, head: ImportHead): ImportOptions {
  const schemes = { ...options.idSchemes, ...presentIn(head, SCHEME_NAMES) };
  const { dryRun, strategy, importStrategy = strategy } = head;
  return assembled(schemes, {
    ...options,
    ...(dryRun != null && { dryRun: readFlag('dryRun', dryRun) }),
    ...(importStrategy != null && { importStrategy: readStrategy(importStrategy) }),
  });
}

function presentIn(head: ImportHead, names: readonly string[]): Readonly<Record<string, string>> {
  const given = names.filter((name) => head[name] != null && head[name] !== '');
  return Object.fromEntries(given.map((name) => [name, wordOf(head[name])]));
}

function assembled(
  schemes: Readonly<Partial<Record<string, string>>>,
  options: Readonly<Record<string, unknown>>,
): ImportOptions {
  const idSchemes = Object.fromEntries(
    SCHEME_NAMES.flatMap((name) => {
      const text = schemes[name];
      if (text === undefined) return [];
      if (!isIdScheme(text)) throw badRequest(unknownScheme(text));
      return [[name, text]];
    }),
  );
  const named = OPTION_NAMES.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]);
  return { idSchemes, ...Object.fromEntries(named) } as ImportOptions;
}

function readFlag(name: string, value: unknown): boolean {
  const word = { true: true, false: false }[wordOf(value).toLowerCase()];
  if (word === undefined)
    throw badRequest(`Value '${told(value)}' is not valid for ${name}. It should be of type boolean`);
  return word;
}

function readStrategy(value: unknown): string {
  const word = wordOf(value).toUpperCase();
  if (Object.hasOwn(STRATEGIES, word)) return word;
  throw badRequest(
    `Value '${told(value)}' is not valid for strategy. Valid values are: [${Object.keys(STRATEGIES).join(', ')}]`,
  );
}

/** What a payload gives for a word; lists and objects are none. */
const wordOf = (value: unknown): string => (typeof value === 'object' ? 'an object' : String(value));

const told = (value: unknown): string => wordOf(value).slice(0, 50);

/** What the strategy means, by whichever of its names. */
export const strategyOf = ({ importStrategy }: Pick<ImportOptions, 'importStrategy'>): Strategy =>
  STRATEGIES[importStrategy] ?? 'CREATE_AND_UPDATE';

/** The scheme of one kind of object, as text; undefined for uids. */
export const schemeFor = (
  { idSchemes }: Pick<ImportOptions, 'idSchemes'>,
  name: Exclude<keyof typeof ID_SCHEMES, 'idScheme'>,
): string | undefined => idSchemes[name] ?? idSchemes.idScheme;

/** The rules that hold for an import: those it asks for, and those that the administrator switched on for all (contract: imports.md §2.2). */
export function withSettings(options: ImportOptions, settings: SettingValues): ImportOptions {
  return {
    ...options,
    strictPeriods: options.strictPeriods || settings.keyDataImportStrictPeriods,
    strictDataElements: options.strictDataElements || settings.keyDataImportStrictDataElements,
    strictCategoryOptionCombos: options.strictCategoryOptionCombos || settings.keyDataImportStrictCategoryOptionCombos,
    strictAttributeOptionCombos:
      options.strictAttributeOptionCombos || settings.keyDataImportStrictAttributeOptionCombos,
    strictOrganisationUnits: options.strictOrganisationUnits || settings.keyDataImportStrictOrganisationUnits,
    strictDataSetApproval: options.strictDataSetApproval || settings.keyDataImportStrictDataSetApproval,
    strictDataSetLocking: options.strictDataSetLocking || settings.keyDataImportStrictDataSetLocking,
    strictDataSetInputPeriods: options.strictDataSetInputPeriods || settings.keyDataImportStrictDataSetInputPeriods,
    requireCategoryOptionCombo: options.requireCategoryOptionCombo || settings.keyDataImportRequireCategoryOptionCombo,
    requireAttributeOptionCombo:
      options.requireAttributeOptionCombo || settings.keyDataImportRequireAttributeOptionCombo,
  };
}
