import { type Static, Type } from 'typebox';
import { badRequest } from '../../kernel/errors/index.js';
import { isUid } from '../../kernel/uid.js';
import type { IdScheme } from './id-schemes.js';
import type { Schemes } from './known.js';

export type Strategy = 'CREATE' | 'UPDATE' | 'CREATE_AND_UPDATE' | 'DELETE' | 'SYNC';

/** Names that clients know, among them those of older servers (contract: imports.md §2.2). */
const STRATEGIES: Readonly<Record<string, Strategy>> = {
  CREATE: 'CREATE',
  UPDATE: 'UPDATE',
  CREATE_AND_UPDATE: 'CREATE_AND_UPDATE',
  DELETE: 'DELETE',
  SYNC: 'SYNC',
  NEW: 'CREATE',
  UPDATES: 'UPDATE',
  NEW_AND_UPDATES: 'CREATE_AND_UPDATE',
  DELETES: 'DELETE',
};

/** Schemes in the order in which the options are repeated, and what of a payload each is about. */
const SCHEMES = {
  idScheme: 'other',
  dataElementIdScheme: 'dataElement',
  categoryOptionComboIdScheme: 'categoryOptionCombo',
  categoryOptionIdScheme: 'categoryOption',
  orgUnitIdScheme: 'orgUnit',
  programIdScheme: 'program',
  programStageIdScheme: 'programStage',
} as const;

type SchemeName = keyof typeof SCHEMES;
export type OldSchemes = Schemes & { readonly categoryOption?: IdScheme };

const flag = () => Type.Boolean({ default: false });
const word = () => Type.Optional(Type.String({ maxLength: 100 }));
const strategy = () => Type.Optional(Type.Enum(Object.keys(STRATEGIES)));

/** Import options of the old resources. Those that are about data values only are read, repeated, and make no difference (contract: imports.md §2.2, §5). */
const OPTIONS = {
  dryRun: flag(),
  reportMode: Type.Enum(['FULL', 'ERRORS', 'DEBUG'], { default: 'FULL' }),
  skipNotifications: flag(),
  skipPatternValidation: flag(),
  ignoreEmptyCollection: flag(),
  mergeDataValues: flag(),
  idScheme: word(),
  dataElementIdScheme: word(),
  categoryOptionComboIdScheme: word(),
  categoryOptionIdScheme: word(),
  orgUnitIdScheme: word(),
  programIdScheme: word(),
  programStageIdScheme: word(),
};

/** Parameters of `POST`. */
export const POST_QUERY = Type.Object({
  ...OPTIONS,
  strategy: strategy(),
  importStrategy: strategy(),
  async: flag(),
  skipFirst: flag(),
  legacyStatus: flag(),
});

/** Parameters of `PUT /{uid}`. */
export const PUT_QUERY = Type.Object({ ...OPTIONS, program: word() });

/** How a payload of the old form is imported; also the parameters of the job. */
export const OLD_OPTIONS = Type.Object({
  strategy: Type.Enum(['CREATE', 'UPDATE', 'CREATE_AND_UPDATE', 'DELETE', 'SYNC']),
  async: Type.Boolean(),
  ...OPTIONS,
});

export type OldOptions = Static<typeof OLD_OPTIONS>;

type Query = Static<typeof PUT_QUERY> & Partial<Static<typeof POST_QUERY>>;

/**
 * The options that a request asks for.
 *
 * @throws OrderlyError 400 for a scheme that there is not
 */
export function oldOptions(query: Query): OldOptions {
  const { strategy: given, importStrategy, async: later = false } = query;
  const options = Object.fromEntries(
    Object.keys(OPTIONS).flatMap((name) => {
      const value = (query as Readonly<Record<string, unknown>>)[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const read = {
    ...options,
    strategy: STRATEGIES[given ?? importStrategy ?? 'CREATE_AND_UPDATE'] ?? 'CREATE_AND_UPDATE',
    async: later,
  } as OldOptions;
  schemesOf(read);
  return read;
}

/**
 * What the names of a payload are.
 *
 * @throws OrderlyError 400 for a scheme that there is not
 */
export function schemesOf(options: OldOptions): OldSchemes {
  const other = readScheme('idScheme', options.idScheme);
  return Object.fromEntries(
    (Object.entries(SCHEMES) as [SchemeName, string][]).flatMap(([name, kind]) => {
      const scheme = readScheme(name, options[name]) ?? other;
      return scheme === undefined ? [] : [[kind, scheme]];
    }),
  );
}

function readScheme(name: string, text: string | undefined): IdScheme | undefined {
  if (text === undefined || text === '') return undefined;
  const scheme = text.toUpperCase();
  if (scheme === 'UID' || scheme === 'CODE' || scheme === 'NAME') return scheme;
  const attribute = /^attribute:(.*)$/i.exec(text)?.[1];
  if (attribute !== undefined && isUid(attribute)) return { attribute };
  throw badRequest(
    `Value '${text}' is not valid for parameter ${name}. Valid values are: [UID, CODE, NAME, ATTRIBUTE:<uid of an attribute>]`,
  );
}

/** The options as answers repeat them, in the peer's order (contract: system.md §7). */
export function repeated(options: OldOptions): Readonly<Record<string, unknown>> {
  const schemes = (Object.keys(SCHEMES) as SchemeName[]).flatMap((name) =>
    options[name] === undefined ? [] : [[name, options[name]]],
  );
  return {
    idSchemes: Object.fromEntries(schemes),
    dryRun: options.dryRun,
    async: options.async,
    importStrategy: options.strategy,
    mergeMode: 'REPLACE',
    reportMode: options.reportMode,
    skipExistingCheck: false,
    sharing: false,
    skipNotifications: options.skipNotifications,
    skipAudit: false,
    datasetAllowsPeriods: false,
    strictPeriods: false,
    strictDataElements: false,
    strictCategoryOptionCombos: false,
    strictAttributeOptionCombos: false,
    strictOrganisationUnits: false,
    strictDataSetApproval: false,
    strictDataSetLocking: false,
    strictDataSetInputPeriods: false,
    requireCategoryOptionCombo: false,
    requireAttributeOptionCombo: false,
    skipPatternValidation: options.skipPatternValidation,
    ignoreEmptyCollection: options.ignoreEmptyCollection,
    force: false,
    firstRowIsHeader: true,
    skipLastUpdated: false,
    mergeDataValues: options.mergeDataValues,
    skipCache: false,
  };
}
