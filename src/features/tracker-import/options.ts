import { Type } from 'typebox';
import { badRequest } from '../../kernel/errors/index.js';
import { isUid } from '../../kernel/uid.js';

/** Kinds of metadata whose names in a payload have a scheme of their own; every other kind follows `idScheme`. */
export const SCHEMED = [
  'dataElement',
  'orgUnit',
  'program',
  'programStage',
  'categoryOptionCombo',
  'categoryOption',
] as const;
export type Schemed = (typeof SCHEMED)[number];

/** What the names of a payload are: uids, codes, names, or values of a metadata attribute. */
export type IdScheme = 'UID' | 'CODE' | 'NAME' | { readonly attribute: string };

export type IdSchemes = Readonly<Partial<Record<Schemed | 'other', IdScheme>>>;

export type ImportStrategy = 'CREATE' | 'UPDATE' | 'CREATE_AND_UPDATE' | 'DELETE';
export type ReportMode = 'ERRORS' | 'WARNINGS' | 'FULL';

/** How a payload is imported (contract: imports.md §7.1). */
export interface TrackerImportOptions {
  /** `VALIDATE` writes nothing at all and tells what `COMMIT` would do. */
  readonly importMode: 'COMMIT' | 'VALIDATE';
  readonly importStrategy: ImportStrategy;
  /** `ALL`: one error keeps everything out; `OBJECT`: it keeps out the object and what hangs on it. */
  readonly atomicMode: 'ALL' | 'OBJECT';
  /** `FAIL_FAST` ends at the first error; `SKIP` checks only what the tables themselves need, for super users; for others it is `FULL`. */
  readonly validationMode: 'FULL' | 'FAIL_FAST' | 'SKIP';
  readonly skipPatternValidation: boolean;
  readonly skipSideEffects: boolean;
  readonly skipRuleEngine: boolean;
  readonly idSchemes: IdSchemes;
}

export const DEFAULT_OPTIONS: TrackerImportOptions = {
  importMode: 'COMMIT',
  importStrategy: 'CREATE_AND_UPDATE',
  atomicMode: 'ALL',
  validationMode: 'FULL',
  skipPatternValidation: false,
  skipSideEffects: false,
  skipRuleEngine: false,
  idSchemes: {},
};

const flag = () => Type.Boolean({ default: false });
const scheme = () => Type.Optional(Type.String());

const BEHAVIOUR = {
  importMode: Type.Enum(['COMMIT', 'VALIDATE'], { default: 'COMMIT' }),
  importStrategy: Type.Enum(['CREATE', 'UPDATE', 'CREATE_AND_UPDATE', 'DELETE'], { default: 'CREATE_AND_UPDATE' }),
  atomicMode: Type.Enum(['ALL', 'OBJECT'], { default: 'ALL' }),
  validationMode: Type.Enum(['FULL', 'FAIL_FAST', 'SKIP'], { default: 'FULL' }),
  skipPatternValidation: flag(),
  skipSideEffects: flag(),
  skipRuleEngine: flag(),
};

export const REPORT_MODE = Type.Enum(['ERRORS', 'WARNINGS', 'FULL'], { default: 'ERRORS' });

/** Parameters of `POST /api/tracker`. `flushMode` is about how the peer talks to its database; it is read and makes no difference here. */
export const IMPORT_QUERY = Type.Object({
  async: Type.Boolean({ default: true }),
  ...BEHAVIOUR,
  flushMode: Type.Enum(['AUTO', 'OBJECT'], { default: 'AUTO' }),
  reportMode: REPORT_MODE,
  skipFirst: Type.Boolean({ default: true }),
  idScheme: scheme(),
  dataElementIdScheme: scheme(),
  orgUnitIdScheme: scheme(),
  programIdScheme: scheme(),
  programStageIdScheme: scheme(),
  categoryOptionComboIdScheme: scheme(),
  categoryOptionIdScheme: scheme(),
});

/** Parameters of a run, which are the options as they were read. */
export const JOB_PARAMETERS = Type.Object({ ...BEHAVIOUR, idSchemes: Type.Record(Type.String(), Type.Any()) });

type ImportQuery = Omit<TrackerImportOptions, 'idSchemes'> & {
  readonly idScheme?: string;
} & { readonly [Kind in Schemed as `${Kind}IdScheme`]?: string };

/**
 * The options that a request asks for.
 *
 * @throws OrderlyError 400 for a scheme that there is not
 */
export function importOptions(query: ImportQuery): TrackerImportOptions {
  const { importMode, importStrategy, atomicMode, validationMode } = query;
  const { skipPatternValidation, skipSideEffects, skipRuleEngine } = query;
  const other = readScheme('idScheme', query.idScheme);
  const schemes: [string, IdScheme | undefined][] = SCHEMED.map((kind) => [
    kind,
    readScheme(`${kind}IdScheme`, query[`${kind}IdScheme`]) ?? other,
  ]);
  return {
    importMode,
    importStrategy,
    atomicMode,
    validationMode,
    skipPatternValidation,
    skipSideEffects,
    skipRuleEngine,
    idSchemes: Object.fromEntries([...schemes, ['other', other]].filter(([, one]) => one !== undefined)) as IdSchemes,
  };
}

function readScheme(name: string, text: string | undefined): IdScheme | undefined {
  if (text === undefined || text === '') return undefined;
  const word = text.toUpperCase();
  if (word === 'UID' || word === 'CODE' || word === 'NAME') return word;
  const attribute = /^attribute:(.*)$/i.exec(text)?.[1];
  if (attribute !== undefined && isUid(attribute)) return { attribute };
  throw badRequest(
    `Value '${text}' is not valid for parameter ${name}. Valid values are: [UID, CODE, NAME, ATTRIBUTE:<uid of an attribute>]`,
  );
}
