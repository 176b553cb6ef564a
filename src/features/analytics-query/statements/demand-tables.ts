import type { Db } from '../../../database/index.js';
import { catalogued } from '../../../kernel/errors/index.js';
import { isLost } from '../../analytics-tables/index.js';

/**
 * Whether there are tables of these types. Empty after a crash is as good as not built: an answer without rows would be a lie.
 *
 * @throws OrderlyError E7144
 */
export async function demandTables(db: Db, ...types: readonly string[]): Promise<void> {
  for (const type of types) if (await isLost(db, type)) throw catalogued('E7144');
}
