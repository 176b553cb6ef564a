import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import type { PeriodTypeName } from '../../kernel/periods/index.js';
import { isUid } from '../../kernel/uid.js';
import { typeNamed, WriteAccess } from '../../metadata/index.js';

/** The data set of an exception, and what the user may do with it. */
export interface ExceptionDataSet {
  readonly key: number;
  readonly periodType: PeriodTypeName;
  readonly mayUpdate: boolean;
  readonly mayDelete: boolean;
}

/** The data set with this uid; undefined when there is none. */
export async function findDataSet(db: Db, uid: string, user: CurrentUser): Promise<ExceptionDataSet | undefined> {
  // What cannot be the uid of anything is not looked up: it may hold what no database takes.
  if (!isUid(uid)) return undefined;
  const { rows } = await sql<{ key: number; periodType: PeriodTypeName; sharing: unknown }>`
    select dataset.datasetid as key, periodtype.name as "periodType", dataset.sharing
    from dataset
    join periodtype on periodtype.periodtypeid = dataset.periodtypeid
    where dataset.uid = ${uid}
  `.execute(db);
  const [found] = rows;
  if (!found) return undefined;
  const access = await WriteAccess.of(db, user);
  const type = typeNamed('dataSet');
  return {
    key: found.key,
    periodType: found.periodType,
    mayUpdate: access.mayUpdate(type, found.sharing),
    mayDelete: access.mayDelete(type, found.sharing),
  };
}
