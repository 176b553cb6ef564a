import {
  type Database,
  type Db,
  type OwnConnection,
  onOwnConnection,
  setLocal,
  transaction,
} from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import {
  errorSummary,
  type ImportConflict,
  type ImportCount,
  type ImportOptions,
  type ImportSummary,
  NOTHING,
  parseIdScheme,
  schemeFor,
  strategyOf,
  withHead,
  withSettings,
} from '../imports/index.js';
import { readSettings } from '../settings/index.js';
import type { ImportRules } from './checks/index.js';
import { completeDataSet } from './completion.js';
import {
  comboOfOptions,
  type FoundDataSet,
  findDataSet,
  type Head,
  headConflict,
  headProblem,
  readHead,
} from './head.js';
import { readConflicts } from './judgement/conflicts.js';
import { judgeValues } from './judgement/judge.js';
import { findLockedPlaces } from './judgement/locks.js';
import { dropUnneeded, foretell, readRejected, settleFates, storeJudged } from './judgement/outcome.js';
import type { SentHead, SentValue } from './payload/payload.js';
import {
  analyzeNames,
  nameCombos,
  nameElements,
  nameOptions,
  namePeriods,
  nameUnits,
  nameUsers,
} from './staging/named.js';
import { type StagedValues, stageValues } from './staging/stage.js';

/** Room for the hashes and sorts of one import; a million values then need no files. */
const WORK_MEMORY = '128MB';

export interface DataValueImport {
  /** Gives the values in batches as they come, and fills the head. */
  readonly read: (head: SentHead) => AsyncIterable<readonly SentValue[]>;
  readonly options: ImportOptions;
  readonly user: CurrentUser;
  readonly clock: Clock;
  /** Its abortion ends the import, of which nothing stays. */
  readonly signal: AbortSignal;
  /** Told how many values were read, and what is done next. */
  readonly progress?: ImportProgress | undefined;
}

/** Tells how far an import is. */
export interface ImportProgress {
  /** So many values have been read. */
  read(count: number): void;
  step<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
}

const UNTOLD: ImportProgress = { read: () => undefined, step: (_name, work) => work() };

/**
 * Imports a payload of data values in one transaction (contract: imports.md §2; DESIGN §6): it is copied into a table as it comes, what it names is looked up once for each name, and all
 * checks and all writing are statements over the whole of it. Memory does not grow with the payload.
 *
 * @throws OrderlyError 400 for a payload that cannot be read; then nothing is stored
 */
export async function importDataValues(database: Database, given: DataValueImport): Promise<ImportSummary> {
  return await onOwnConnection(database, given.signal, (connection) =>
    transaction(connection.db, async (db) => {
      await setLocal(db, 'work_mem', WORK_MEMORY);
      return await importInto({ ...connection, db }, given);
    }),
  );
}

async function importInto(connection: OwnConnection, given: DataValueImport): Promise<ImportSummary> {
  const { db } = connection;
  const { user, clock, progress = UNTOLD } = given;
  const sent: SentHead = {};
  const batches = given.read(sent);
  const staged = await progress.step('Reading values', () => stageValues(connection, batches, progress.read));
  const head = readHead({ ...sent, dataSet: sent.dataSet ?? given.options.dataSet });
  const options = withHead(given.options, sent);
  const named = await progress.step('Looking up what they name', () => name(db, staged, head, options, user));
  const { rules, attributeCombo, periods, refusal } = named;
  if (refusal) return { ...refusal, importCount: { ...refusal.importCount, ignored: staged.count } };
  const { fates, conflicts, rejectedIndexes } = await progress.step(`Checking ${staged.count} values`, async () => {
    await analyzeNames(db);
    await findLockedPlaces(db, rules, attributeCombo, clock.now());
    await judgeValues(db, rules, attributeCombo);
    const fates = await settleFates(db);
    if (fates.rejected === 0) return { fates, conflicts: [], rejectedIndexes: [] };
    const conflicts = await readConflicts(db, rules, attributeCombo);
    return { fates, conflicts, rejectedIndexes: await readRejected(db) };
  });
  const rejected = fates.rejected > 0;
  if (rejected && options.atomic === true) {
    // All or nothing was asked for, and not all can be taken (contract: imports.md §9 no. 6).
    await dropUnneeded(db, periods, []);
    const nothing = { ...NOTHING, ignored: staged.count };
    return { ...summaryOf(options, 'ERROR', nothing, conflicts, rejectedIndexes), dataSetComplete: 'false' };
  }
  const importCount = await progress.step('Storing values', () =>
    options.dryRun ? Promise.resolve(foretell(fates)) : storeJudged(db, fates, user.username, options.skipAudit),
  );
  await dropUnneeded(db, periods, ['I', 'C', 'D']);
  const dataSetComplete = await completeDataSet(db, { head, rules, attributeCombo, clock, rejected });
  const status = conflicts.length > 0 ? 'WARNING' : 'SUCCESS';
  return { ...summaryOf(options, status, importCount, conflicts, rejectedIndexes), dataSetComplete };
}

interface Named {
  readonly rules: ImportRules;
  /** Number of the attribute option combo that values without one are for. */
  readonly attributeCombo: number;
  /** Keys of the periods that were made. */
  readonly periods: readonly number[];
  /** The summary of a payload whose head cannot be used. */
  readonly refusal?: ImportSummary;
}

/** Makes the tables of names, and finds out what the head means. */
async function name(db: Db, staged: StagedValues, head: Head, given: ImportOptions, user: CurrentUser): Promise<Named> {
  const options = withSettings(given, await readSettings(db));
  const scheme = (kind: Parameters<typeof schemeFor>[1]) => parseIdScheme(schemeFor(options, kind));
  const dataSet =
    head.dataSet === undefined ? undefined : await findDataSet(db, head.dataSet, scheme('dataSetIdScheme'), user);
  const found = typeof dataSet === 'object' ? dataSet : undefined;
  const combo = await headCombo(db, head, found);
  const attributeCombo = staged.combos.numberOf(combo?.name);
  await nameElements(db, staged.elements, user, scheme('dataElementIdScheme'));
  await nameUnits(db, staged.units, user, scheme('orgUnitIdScheme'), head.orgUnit);
  await nameCombos(db, staged.combos, user, scheme('categoryOptionComboIdScheme'), {
    number: attributeCombo,
    id: combo?.id,
  });
  await nameUsers(db, staged.users, user);
  await nameOptions(db);
  const rules = {
    options,
    strategy: strategyOf(options),
    user,
    dataSet: found,
    hasAttributeCombo: combo !== undefined,
  };
  const conflict =
    typeof dataSet === 'string'
      ? headConflict(dataSet, 'dataSet', head.dataSet ?? '')
      : await headProblem(db, head, attributeCombo);
  if (conflict) {
    const refusal = {
      ...errorSummary('Import process was aborted', options),
      conflicts: [conflict],
      dataSetComplete: 'false',
    };
    return { rules, attributeCombo, periods: [], refusal };
  }
  return { rules, attributeCombo, periods: await namePeriods(db, staged.periods, head.period, !options.dryRun) };
}

/** A combo by its name, or by the key that its options lead to. */
interface HeadCombo {
  readonly name: string;
  readonly id?: number;
}

/** What the head calls the attribute option combo of its values; its options mean one, too. */
async function headCombo(db: Db, head: Head, dataSet: FoundDataSet | undefined): Promise<HeadCombo | undefined> {
  const { attributeOptionCombo, attributeCategoryOptions: options } = head;
  if (attributeOptionCombo !== undefined) return { name: attributeOptionCombo };
  if (options.length === 0) return undefined;
  const found = await comboOfOptions(db, options, dataSet);
  return found ? { name: found.uid, id: found.id } : { name: options.join(';') };
}

function summaryOf(
  importOptions: ImportOptions,
  status: ImportSummary['status'],
  importCount: ImportCount,
  conflicts: readonly ImportConflict[],
  rejectedIndexes: readonly number[],
): ImportSummary {
  const description = status === 'ERROR' ? 'Import process was aborted' : 'Import process completed successfully';
  return { responseType: 'ImportSummary', status, importOptions, description, importCount, conflicts, rejectedIndexes };
}
