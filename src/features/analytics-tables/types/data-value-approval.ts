import { type RawBuilder, sql } from 'kysely';
import { RESOURCE_TABLES } from '../../resource-tables/index.js';
import type { BuildSource } from '../definition.js';

/** What `approvallevel` is made of. */
export interface Approval {
  readonly joins: RawBuilder<unknown>;
  readonly level: RawBuilder<unknown>;
}

/** Not approved at any level. */
const UNAPPROVED = 999;
/** Approved at the top, or approval is off. */
const APPROVED = 0;

const APPROVAL_OFF: Approval = { joins: sql``, level: sql`${sql.lit(APPROVED)}` };

/**
 * The approval level of each row (contract: tables.md §4.1.2): 0 when approval is off for its year, else the first known of the data set's, the attribute
 * combo's and the lowest level approved for the workflow on an ancestor, else 999. The row's own year decides in every kind of run
 * (§10.2 no. 14).
 */
export async function approval(source: BuildSource): Promise<Approval> {
  const { approvalYearThreshold: threshold, currentYear } = source.options;
  if (threshold < 0) return APPROVAL_OFF;
  const { rows } = await sql<{ level: number }>`
    select distinct dataapprovallevel.orgunitlevel as level from dataapprovallevel order by level
  `.execute(source.db);
  if (rows.length === 0) return APPROVAL_OFF;
  const aliases = rows.map(({ level }) => ({ level, alias: `approval${level}` }));
  const lowest = sql.join(aliases.map(({ alias }) => sql.ref(`${alias}.minlevel`)));
  const level = sql`coalesce(dv.datasetapprovallevel, aon.approvallevel, least(${lowest}), ${sql.lit(UNAPPROVED)})`;
  return {
    joins: sql.join(
      aliases.map(({ level: orgUnitLevel, alias }) => minLevelJoin(orgUnitLevel, alias)),
      sql` `,
    ),
    level:
      threshold === 0
        ? level
        : sql`case when ${sql.lit(currentYear)} - ps.year < ${sql.lit(threshold)} then ${level} else ${sql.lit(APPROVED)} end`,
  };
}

/** One join for each approval level instead of one with many alternatives, so that each is a hash join. */
function minLevelJoin(orgUnitLevel: number, alias: string): RawBuilder<unknown> {
  return sql`
    left join ${sql.table(RESOURCE_TABLES.approvalMinLevel)} as ${sql.id(alias)}
      on ${sql.ref(`${alias}.workflowid`)} = dv.workflowid
      and ${sql.ref(`${alias}.periodid`)} = dv.periodid
      and ${sql.ref(`${alias}.attributeoptioncomboid`)} = dv.attributeoptioncomboid
      and ${sql.ref(`${alias}.organisationunitid`)} = ${sql.ref(`ou.idlevel${orgUnitLevel}`)}
  `;
}
