import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';

/** What a formula names is no foreign key: columns of text in which uids stand, with what they belong to. */
const FORMULAS: readonly { readonly table: string; readonly label: string; readonly columns: readonly string[] }[] = [
  { table: 'indicator', label: 'indicator', columns: ['numerator', 'denominator'] },
  { table: 'programindicator', label: 'program indicator', columns: ['expression', 'filter'] },
];

export interface FormulaUse {
  readonly uid: string;
  /** e.g. `indicator ANC coverage (Uvn6LCg7dVU)`. */
  readonly user: string;
}

/**
 * Formulas that name one of the uids: indicators, program indicators, validation rules and predictors.
 *
 * @param without uids of objects whose formulas do not count, because they are about to go
 */
export async function formulasNaming(
  db: Db,
  uids: readonly string[],
  without: readonly string[],
): Promise<readonly FormulaUse[]> {
  if (uids.length === 0) return [];
  const named = FORMULAS.map(
    ({ table, label, columns }) => sql`
      select wanted.uid, ${`${label} `}::text || formula.name || ' (' || formula.uid || ')' as user
      from unnest(${uids}::text[]) as wanted (uid)
      join ${sql.table(table)} as formula
        on position(wanted.uid in concat_ws(' ', ${sql.join(columns.map((name) => sql.ref(`formula.${name}`)))})) > 0
      where formula.uid <> all (${without})
    `,
  );
  const { rows } = await sql<FormulaUse>`
    ${sql.join(named, sql` union all `)}
    union all
    select wanted.uid, 'validation rule ' || rule.name || ' (' || rule.uid || ')'
    from unnest(${uids}::text[]) as wanted (uid)
    join expression on position(wanted.uid in expression.expression) > 0
    join validationrule as rule on expression.expressionid in (rule.leftexpressionid, rule.rightexpressionid)
    where rule.uid <> all (${without})
    union all
    select wanted.uid, 'predictor ' || predictor.name || ' (' || predictor.uid || ')'
    from unnest(${uids}::text[]) as wanted (uid)
    join expression on position(wanted.uid in expression.expression) > 0
    join predictor on expression.expressionid in (predictor.generatorexpressionid, predictor.skiptestexpressionid)
    where predictor.uid <> all (${without})
  `.execute(db);
  return rows;
}
