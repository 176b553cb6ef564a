import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { objectNotFound } from '../../kernel/errors/index.js';
import type { MissingValueStrategy } from '../../kernel/expressions/index.js';
import type { PeriodTypeName } from '../../kernel/periods/index.js';
import { isUid } from '../../kernel/uid.js';

export interface Predictor {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly periodType: PeriodTypeName;
  readonly generator: string;
  readonly strategy: MissingValueStrategy;
  readonly skipTest: string | null;
  readonly skipTestStrategy: MissingValueStrategy;
  readonly outputId: number;
  readonly output: string;
  readonly outputType: string;
  /** Whether a zero is worth storing. */
  readonly outputZeroCounts: boolean;
  /** The option combo of the output; null where a value is predicted for each of its combos. */
  readonly outputComboId: number | null;
  readonly outputCombo: string | null;
  /** Levels of the hierarchy for whose units values are predicted. */
  readonly levels: readonly number[];
  /** Whether the data of a unit are also those of the units below it. */
  readonly descendants: boolean;
  readonly sequentialCount: number;
  readonly sequentialSkip: number;
  readonly annualCount: number;
}

export interface PredictorChoice {
  readonly predictors: readonly string[];
  readonly groups: readonly string[];
}

/**
 * The predictors that are named, then those of the groups by name; all when nothing is named.
 *
 * @throws OrderlyError 404 for a uid that names none
 */
export async function readPredictors(db: Db, { predictors, groups }: PredictorChoice): Promise<readonly Predictor[]> {
  await demand(db, 'predictor', 'Predictor', predictors);
  await demand(db, 'predictorgroup', 'PredictorGroup', groups);
  const isAll = predictors.length === 0 && groups.length === 0;
  const { rows } = await sql<Predictor>`
    select
      predictor.predictorid as id, predictor.uid, predictor.name, periodtype.name as "periodType",
      coalesce(generator.expression, '') as generator, generator.missingvaluestrategy as strategy,
      nullif(trim(skiptest.expression), '') as "skipTest",
      coalesce(skiptest.missingvaluestrategy, 'SKIP_IF_ALL_VALUES_MISSING') as "skipTestStrategy",
      output.dataelementid as "outputId", output.uid as output, output.valuetype as "outputType",
      output.zeroissignificant is true or output.aggregationtype in ('AVERAGE', 'AVERAGE_SUM_ORG_UNIT') as "outputZeroCounts",
      written.categoryoptioncomboid as "outputComboId", written.uid as "outputCombo",
      array(
        select orgunitlevel.level from predictororgunitlevels as member
        join orgunitlevel on orgunitlevel.orgunitlevelid = member.orgunitlevelid
        where member.predictorid = predictor.predictorid order by orgunitlevel.level
      ) as levels,
      coalesce(predictor.organisationunitdescendants = 'DESCENDANTS', false) as descendants,
      predictor.sequentialsamplecount as "sequentialCount", coalesce(predictor.sequentialskipcount, 0) as "sequentialSkip",
      predictor.annualsamplecount as "annualCount"
    from predictor
    join periodtype on periodtype.periodtypeid = predictor.periodtypeid
    join expression as generator on generator.expressionid = predictor.generatorexpressionid
    left join expression as skiptest on skiptest.expressionid = predictor.skiptestexpressionid
    join dataelement as output on output.dataelementid = predictor.generatoroutput
    join categorycombo on categorycombo.categorycomboid = output.categorycomboid
    left join categoryoptioncombo as chosen on chosen.categoryoptioncomboid = predictor.generatoroutputcombo
    -- Without a combo of its own, or with the default one, an output that has combos gets a value for each.
    left join categoryoptioncombo as written on written.categoryoptioncomboid = case
      when categorycombo.name = 'default' or chosen.name <> 'default' then coalesce(
        chosen.categoryoptioncomboid,
        (select fallback.categoryoptioncomboid from categoryoptioncombo as fallback where fallback.name = 'default')
      )
    end
    where ${isAll} or predictor.uid = any (${[...predictors]}) or exists (
      select from predictorgroup as "group"
      join predictorgroupmembers as member on member.predictorgroupid = "group".predictorgroupid
      where member.predictorid = predictor.predictorid and "group".uid = any (${[...groups]})
    )
    order by array_position(${[...predictors]}::text[], predictor.uid::text), predictor.name, predictor.uid
  `.execute(db);
  return rows;
}

async function demand(db: Db, table: string, className: string, uids: readonly string[]): Promise<void> {
  if (uids.length === 0) return;
  // What cannot be the uid of anything is not looked up: it may hold what no database takes.
  const impossible = uids.find((uid) => !isUid(uid));
  if (impossible !== undefined) throw objectNotFound(className, impossible);
  const { rows } = await sql<{ uid: string }>`
    select wanted.uid from unnest(${[...uids]}::text[]) as wanted (uid)
    where not exists (select from ${sql.table(table)} as known where known.uid = wanted.uid)
  `.execute(db);
  const [missing] = rows;
  if (missing) throw objectNotFound(className, missing.uid);
}
