import { sql } from 'kysely';
import { conflict } from '../../../kernel/errors/index.js';
import type { ResourceSource, ResourceTableDefinition } from '../definition.js';

/** Deeper than any real hierarchy; ends the walk of one that bites its own tail. */
const DEEPEST = 50;

/** The tree walked once from its roots: each unit with the ids, uids and names of its ancestors and itself. */
const TREE = sql`
  with recursive tree (organisationunitid, ids, uids, names) as (
    select unit.organisationunitid, array[unit.organisationunitid], array[unit.uid::text], array[unit.name::text]
    from organisationunit as unit
    where unit.parentid is null
    union all
    select unit.organisationunitid, tree.ids || unit.organisationunitid, tree.uids || unit.uid::text, tree.names || unit.name::text
    from tree
    join organisationunit as unit on unit.parentid = tree.organisationunitid
    where cardinality(tree.ids) < ${sql.lit(DEEPEST)}
  )
`;

/** `analytics_rs_orgunitstructure` (contract: tables.md §5.1). */
export const orgUnitStructure: ResourceTableDefinition = {
  key: 'orgUnit',
  type: 'ORG_UNIT_STRUCTURE',

  async plan(source) {
    const depth = await checkedDepth(source);
    const levels = Array.from({ length: depth }, (_, index) => index + 1);
    return {
      columns: [
        { name: 'organisationunitid', type: 'bigint', notNull: true },
        { name: 'organisationunituid', type: 'char(11)', notNull: true },
        { name: 'code', type: 'varchar(50)' },
        { name: 'name', type: 'varchar(255)' },
        { name: 'openingdate', type: 'date' },
        { name: 'closeddate', type: 'date' },
        { name: 'level', type: 'integer' },
        { name: 'path', type: 'varchar(255)' },
        ...levels.flatMap((level) => [
          { name: `idlevel${level}`, type: 'bigint' as const },
          { name: `uidlevel${level}`, type: 'char(11)' as const },
          { name: `namelevel${level}`, type: 'text' as const },
        ]),
      ],
      select: sql`
        ${TREE}
        select
          unit.organisationunitid, unit.uid, unit.code, unit.name, unit.openingdate, unit.closeddate,
          cardinality(tree.ids), '/' || array_to_string(tree.uids, '/')
          ${sql.join(
            levels.map(
              (level) =>
                sql`, tree.ids[${sql.lit(level)}], tree.uids[${sql.lit(level)}], tree.names[${sql.lit(level)}]`,
            ),
            sql``,
          )}
        from tree
        join organisationunit as unit on unit.organisationunitid = tree.organisationunitid
      `,
      primaryKey: ['organisationunitid'],
      indexes: [{ columns: ['organisationunituid'], unique: true }],
    };
  },
};

/**
 * The number of levels.
 *
 * @throws OrderlyError naming every unit whose stored level disagrees with its parents, or that no root leads to: sums over the hierarchy would be wrong
 */
async function checkedDepth({ db }: ResourceSource): Promise<number> {
  const { rows } = await sql<{ depth: number; wrong: readonly string[] | null; wrongcount: number }>`
    ${TREE}
    select
      coalesce(max(cardinality(tree.ids)), 0) as depth,
      (array_agg(unit.uid order by unit.uid) filter (where ${MISPLACED}))[1:20] as wrong,
      count(*) filter (where ${MISPLACED})::int as wrongcount
    from organisationunit as unit
    left join tree on tree.organisationunitid = unit.organisationunitid
  `.execute(db);
  const { depth = 0, wrong = null, wrongcount = 0 } = rows[0] ?? {};
  if (wrongcount > 0) {
    const more = wrongcount > 20 ? ` and ${wrongcount - 20} more` : '';
    throw conflict(
      `Invalid hierarchy level or missing parent for organisation unit ${(wrong ?? []).join(', ')}${more}. Run the maintenance operation "Update organisation unit paths", then this job again.`,
    );
  }
  return depth;
}

const MISPLACED = sql`(
  tree.ids is null or (unit.hierarchylevel is not null and unit.hierarchylevel <> cardinality(tree.ids))
)`;
