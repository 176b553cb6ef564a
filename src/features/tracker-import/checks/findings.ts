import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { Finding } from '../report.js';
import { type StagedType, staged } from '../staging/tables.js';

/** Marks the objects of a type that errors were found about. */
export async function markRefused(db: Db, type: StagedType): Promise<void> {
  await sql`
    update ${staged(type)} as own set refused = true
    where not own.refused and own.position in (select position from staged_finding where not warning)
  `.execute(db);
}

/** Leaves the first error alone, if there is any; tells whether there is. */
export async function keepFirstError(db: Db): Promise<boolean> {
  const { rows } = await sql<{ rank: number }>`
    select rank from staged_finding where not warning order by position, rank limit 1
  `.execute(db);
  const [first] = rows;
  if (!first) return false;
  await sql`delete from staged_finding where not warning and rank <> ${first.rank}`.execute(db);
  return true;
}

export async function storeFindings(db: Db, findings: readonly Finding[]): Promise<void> {
  await sql`
    insert into staged_finding (position, code, args, warning)
    select found.position, found.code, array(select jsonb_array_elements_text(found.args)), found.warning
    from jsonb_to_recordset(${JSON.stringify(findings)}::jsonb) as found (position int, code text, args jsonb, warning boolean)
  `.execute(db);
}

/** All findings, in the order of the payload and of the checks. */
export async function readFindings(db: Db): Promise<readonly Finding[]> {
  const { rows } = await sql<Finding>`
    select position, code, args, warning from staged_finding order by position, rank
  `.execute(db);
  return rows;
}
