import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { catalogued } from '../../../kernel/errors/index.js';
import { isDataReadable } from '../../../metadata/index.js';
import type { DerivedItem } from '../query.js';
import { readableBy } from '../request/data-statements.js';
import type { DataOptions } from '../request/resolve-data.js';
import type { PeriodBoundary } from './program-boundaries.js';

/** A program indicator with its formulas, as they are stored. */
export interface ProgramIndicatorItem extends DerivedItem {
  readonly kind: 'programIndicator';
  readonly program: string;
  readonly expression: string;
  readonly filter: string | null;
  readonly analyticsType: 'EVENT' | 'ENROLLMENT';
  readonly aggregationType: string;
  readonly decimals: number | null;
  readonly boundaries: readonly PeriodBoundary[];
  /** Whether its enrollments are those of tracked entities. */
  readonly hasEntities: boolean;
  /** Value types of the data elements and attributes of the program. */
  readonly valueTypes: Readonly<Record<string, string>>;
}

interface ProgramIndicatorRow extends ProgramIndicatorItem {
  readonly dataReadable: boolean;
  /** Stages of the program whose data the user may not read. */
  readonly closedStages: readonly string[];
}

/** @throws OrderlyError E7121 for an indicator of a program whose data the user may not read, or that is made of those of such a stage */
export async function readProgramIndicators(
  db: Db,
  texts: readonly string[],
  { user, shortNames, override }: DataOptions,
): Promise<readonly ProgramIndicatorItem[]> {
  const label = sql.id(shortNames ? 'shortname' : 'name');
  const { rows } = await sql<ProgramIndicatorRow>`
    select
      'programIndicator' as kind, indicator.uid, indicator.${label} as name, indicator.code, program.uid as program,
      coalesce(indicator.expression, '') as expression, indicator.filter, indicator.analyticstype as "analyticsType",
      coalesce(${override ?? null}::text, nullif(indicator.aggregationtype, 'DEFAULT'), 'AVERAGE') as "aggregationType", indicator.decimals,
      json_build_object(
        'dimensionItemType', 'PROGRAM_INDICATOR', 'valueType', 'NUMBER',
        'aggregationType', indicator.aggregationtype, 'totalAggregationType', indicator.aggregationtype
      ) as details,
      coalesce((
        select json_agg(json_build_object(
          'target', boundary.boundarytarget, 'type', boundary.analyticsperiodboundarytype,
          'offset', coalesce(boundary.offsetperiods, 0), 'offsetType', offsettype.name
        ))
        from periodboundary as boundary
        left join periodtype as offsettype on offsettype.periodtypeid = boundary.offsetperiodtypeid
        where boundary.programindicatorid = indicator.programindicatorid
      ), '[]') as boundaries,
      (
        select coalesce(json_object_agg(item.uid, item.valuetype), '{}')
        from (
          select element.uid, element.valuetype
          from programstage as stage
          join programstagedataelement as used on used.programstageid = stage.programstageid and not used.skipanalytics
          join dataelement as element on element.dataelementid = used.dataelementid
          where stage.programid = program.programid
          union
          select attribute.uid, attribute.valuetype
          from program_attributes as used
          join trackedentityattribute as attribute on attribute.trackedentityattributeid = used.trackedentityattributeid
          where used.programid = program.programid and attribute.confidential is not true
        ) as item
      ) as "valueTypes",
      ${user ? isDataReadable('program', user) : sql`true`} as "dataReadable",
      program.type = 'WITH_REGISTRATION' as "hasEntities", ${closedStages(user)} as "closedStages"
    from programindicator as indicator
    join program on program.programid = indicator.programid
    where indicator.uid = any (${[...texts]}::text[]) and ${readableBy('indicator', user)}
  `.execute(db);
  const closed = rows.find(({ dataReadable }) => !dataReadable);
  if (closed && user) throw catalogued('E7121', user.username, 'Program', closed.program);
  const stage = rows.flatMap(stagesClosedTo)[0];
  if (stage !== undefined && user) throw catalogued('E7121', user.username, 'ProgramStage', stage);
  return rows;
}

/** Only in programs with registration are stages shared apart from their program. */
function closedStages(user: CurrentUser | undefined): RawBuilder<unknown> {
  if (!user) return sql`array[]::text[]`;
  return sql`array(
    select stage.uid::text
    from programstage as stage
    where stage.programid = program.programid and program.type = 'WITH_REGISTRATION' and not ${isDataReadable('stage', user)}
  )`;
}

/** Those that the formulas or boundaries name. */
function stagesClosedTo({ expression, filter, boundaries, closedStages: closed }: ProgramIndicatorRow) {
  const texts = [expression, filter ?? '', ...boundaries.map(({ target }) => target)];
  return closed.filter((uid) => texts.some((text) => text.includes(uid)));
}
