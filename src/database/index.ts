export { attach, type Detached, detach, type OwnSchema, schemasBeside } from './attach.js';
export { changesSeenUntil } from './changes-seen.js';
export { DatabaseUnreachable, type Place } from './connection-failure.js';
export { isConnectionLoss } from './connection-loss.js';
export {
  type ConnectionOptions,
  clientConfig,
  type Database,
  type DatabaseOptions,
  type Db,
  generatedName,
  openDatabase,
} from './database.js';
export { Ear, type EarOptions } from './ear.js';
export { type Keeper, keepersOf, type Referrer, referrersOf, tableOf } from './foreign-keys.js';
export { type HeldKeys, insertHolding } from './held-keys.js';
export { kept, listed } from './kept.js';
export { lackingRight } from './lacking-right.js';
export { advisoryLockKey, lockInTransaction, tryLockInTransaction } from './locks.js';
export { type Mode, migrate, newestMigration } from './migrate.js';
export { type OwnConnection, onOwnConnection } from './own-connection.js';
export { bindToSignal } from './run-handle.js';
export { inSavepoint, onTrial } from './savepoint.js';
export { inSnapshot, type SharedSnapshot, withSnapshot } from './snapshot.js';
export type { Tables } from './tables.js';
export { type Rows, readTogether, type Statements } from './together.js';
export { setLocal, type TransactionOptions, transaction } from './transaction.js';
export { visit } from './visit.js';
