import type { Db } from '../../database/index.js';
import { badRequest } from '../../kernel/errors/index.js';
import { readSettings } from '../settings/index.js';
import type { Page } from './parameters/paging.js';

/** @throws OrderlyError 400 for a page of tracked entities larger than the system allows */
export async function demandPageSize(db: Db, { size }: Page): Promise<void> {
  const { KeyTrackedEntityMaxLimit: most } = await readSettings(db);
  if (most <= 0 || size <= most) return;
  throw badRequest(
    `Invalid page size: ${size}. It must not exceed the system limit of KeyTrackedEntityMaxLimit ${most}.`,
  );
}
