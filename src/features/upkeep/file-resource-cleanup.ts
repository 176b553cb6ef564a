import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { JobType } from '../../jobs/index.js';
import { type Clock, formatTimestamp } from '../../kernel/clock.js';
import { inBatches, ROWS_AT_ONCE } from './batches.js';
import { count } from './count.js';

/**
 * `FILE_RESOURCE_CLEANUP`: files that nothing uses (contract: job-types.md §3.3). Files of data values, messages and push analyses stay: what uses them is written
 * in values, which no key guards. The contents are in the file store of the server that took them; the summary names them for its operator.
 */
export function fileResourceCleanupJob(clock: Clock): JobType {
  return {
    type: 'FILE_RESOURCE_CLEANUP',
    label: 'File resource clean up',
    takeOver: 'restart',
    startMessage: 'File resource clean up',
    async run({ db, progress }) {
      const unused = unusedSince(formatTimestamp(clock.now()));
      const referenced = anyOf(await references(db));
      const assigned = await progress.stage('Assigning files that are referred to', () =>
        assign(db, unused, referenced),
      );
      const storageKeys: string[] = [];
      await progress.stage('Deleting files that nothing refers to', (stage) =>
        inBatches(stage, async () => {
          const keys = await deleteBatch(db, unused, referenced);
          storageKeys.push(...keys);
          return keys.length;
        }),
      );
      return {
        message: `${count(storageKeys.length, 'file resource')} deleted, ${assigned} set back to assigned`,
        summary: { deleted: storageKeys.length, assigned, storageKeys },
      };
    },
  };
}

/** Condition on `file`: nobody said that it is used, and whoever uploaded it has had their time to. */
const unusedSince = (now: string): RawBuilder<unknown> => sql`
  not file.isassigned and (
    file.domain in ('DOCUMENT', 'ICON', 'ORG_UNIT', 'USER_AVATAR') and file.created < ${now}::timestamp - interval '2 days'
    or file.domain = 'JOB_DATA'
      and not exists (
        select from jobconfiguration as job where job.uid = file.uid and job.schedulingtype = 'ONCE_ASAP'
      )
      and not exists (
        select from orderly.job_run as run where run.uid = file.uid and run.state in ('queued', 'running')
      )
  )
`;

/** A column that refers to file resources. */
interface Reference {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
}

/** From the catalogue: versions of the schema differ in who refers to files. */
async function references(db: Db): Promise<readonly Reference[]> {
  const { rows } = await sql<Reference>`
    select pg_namespace.nspname as schema, pg_class.relname as "table", pg_attribute.attname as "column"
    from pg_constraint
    join pg_class on pg_class.oid = pg_constraint.conrelid
    join pg_namespace on pg_namespace.oid = pg_class.relnamespace
    join pg_attribute on pg_attribute.attrelid = pg_class.oid and pg_attribute.attnum = pg_constraint.conkey[1]
    where pg_constraint.contype = 'f' and pg_constraint.confrelid = 'public.fileresource'::regclass
    order by 1, 2, 3
  `.execute(db);
  return rows;
}

/** Condition on `file`: one of the columns has it. */
const anyOf = (columns: readonly Reference[]): RawBuilder<unknown> =>
  sql`(${sql.join(
    [
      sql`false`,
      ...columns.map(
        ({ schema, table, column }) =>
          sql`exists (select from ${sql.id(schema, table)} as user_of where user_of.${sql.id(column)} = file.fileresourceid)`,
      ),
    ],
    sql` or `,
  )})`;

async function assign(db: Db, unused: RawBuilder<unknown>, referenced: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows } = await sql`
    update fileresource as file set isassigned = true where ${unused} and ${referenced}
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** @returns the storage keys of the files that were deleted; one that somebody is about to use is locked, and stays */
async function deleteBatch(
  db: Db,
  unused: RawBuilder<unknown>,
  referenced: RawBuilder<unknown>,
): Promise<readonly string[]> {
  const { rows } = await sql<{ key: string }>`
    delete from fileresource as gone
    where gone.fileresourceid in (
      select file.fileresourceid from fileresource as file
      where ${unused} and not ${referenced}
      limit ${ROWS_AT_ONCE}
      for update of file skip locked
    )
    returning gone.storagekey as key
  `.execute(db);
  return rows.map(({ key }) => key);
}
