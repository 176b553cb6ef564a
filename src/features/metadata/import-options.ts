import { type Static, Type } from 'typebox';
import { DEFAULT_OPTIONS, type ImportOptions } from '../../metadata/index.js';

/** Older names of the strategies, which old clients still send. */
const STRATEGIES: Readonly<Record<string, ImportOptions['importStrategy']>> = {
  CREATE: 'CREATE',
  UPDATE: 'UPDATE',
  CREATE_AND_UPDATE: 'CREATE_AND_UPDATE',
  DELETE: 'DELETE',
  NEW: 'CREATE',
  UPDATES: 'UPDATE',
  NEW_AND_UPDATES: 'CREATE_AND_UPDATE',
  DELETES: 'DELETE',
};

const flag = () => Type.Optional(Type.Boolean());

/** Parameters of `POST /api/metadata` (contract: imports.md §8.1). Those that change nothing here are taken and checked all the same. */
export const IMPORT_QUERY = Type.Object({
  importMode: Type.Optional(Type.Enum(['COMMIT', 'VALIDATE'])),
  identifier: Type.Optional(Type.Enum(['UID', 'CODE', 'AUTO'])),
  importStrategy: Type.Optional(Type.Enum(Object.keys(STRATEGIES))),
  atomicMode: Type.Optional(Type.Enum(['ALL', 'NONE'])),
  preheatMode: Type.Optional(Type.Enum(['REFERENCE', 'ALL', 'NONE'])),
  flushMode: Type.Optional(Type.Enum(['AUTO', 'OBJECT'])),
  importReportMode: Type.Optional(Type.Enum(['ERRORS', 'ERRORS_NOT_OWNER', 'FULL', 'DEBUG'])),
  mergeMode: Type.Optional(Type.Enum(['REPLACE', 'MERGE'])),
  dryRun: flag(),
  skipSharing: flag(),
  skipTranslation: flag(),
  skipValidation: flag(),
  async: flag(),
  classKey: Type.Optional(Type.String()),
});

export type ImportQuery = Static<typeof IMPORT_QUERY>;

/** What an import does, and what its summary repeats as `importParams`. */
export function importOptions(query: ImportQuery): ImportOptions {
  const { dryRun, importStrategy, importMode, identifier, atomicMode, importReportMode } = query;
  const { skipSharing, skipTranslation, skipValidation } = query;
  return {
    importMode: dryRun === true ? 'VALIDATE' : (importMode ?? DEFAULT_OPTIONS.importMode),
    identifier: identifier ?? DEFAULT_OPTIONS.identifier,
    importStrategy: STRATEGIES[importStrategy ?? ''] ?? DEFAULT_OPTIONS.importStrategy,
    atomicMode: atomicMode ?? DEFAULT_OPTIONS.atomicMode,
    importReportMode: importReportMode ?? DEFAULT_OPTIONS.importReportMode,
    skipSharing: skipSharing ?? false,
    skipTranslation: skipTranslation ?? false,
    skipValidation: skipValidation ?? false,
  };
}
