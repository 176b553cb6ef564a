import { sql } from 'kysely';
import { createIndex, type IndexDefinition, type TableName } from '../../database/build/index.js';
import type { Db } from '../../database/index.js';
import { forEachWithin } from '../../kernel/parallel.js';
import type { AnalyticsColumn, TablePlan } from './definition.js';
import { withMemory } from './memory.js';
import { STATISTICS } from './types/data-value-outliers.js';
import type { Build } from './work.js';

/** A filled table that is to take its place. */
interface Piece {
  readonly plan: TablePlan;
  readonly name: TableName;
  /** Its name in `public`. */
  readonly final: string;
}

/** SQLSTATE of an index that has no room for a value. */
const TOO_LARGE = '54000';

/** Gives each piece its indexes, in the style that this server has, side by side. One that a value is too large for is left out: the table is whole without it. */
export async function createIndexes(build: Build, type: string, pieces: readonly Piece[]): Promise<void> {
  const { progress, limit, source } = build;
  const { db } = source;
  const indexesOf = source.options.indexStyle === 'dhis2' ? await dhis2Style(db) : (plan: TablePlan) => plan.indexes;
  const indexes = pieces.flatMap((piece) => indexesOf(piece.plan).map((index) => ({ ...piece, index })));
  await progress.stage(
    `${type}: create indexes`,
    async (stage) => {
      await forEachWithin(limit, indexes, async ({ name, final, index }) => {
        const what = `${final} (${index.columns.join(', ')})`;
        await stage.item(what, async () => {
          try {
            await withMemory(db, (handle) => createIndex(handle, name, index));
          } catch (error) {
            if ((error as { code?: string }).code !== TOO_LARGE) throw error;
            await progress.message(
              `${type}: no index on ${what}, because of a value that is too large for one`,
              'WARN',
            );
          }
        });
      });
    },
    indexes.length,
  );
}

/** Facts, statistics, names of users and whole events: columns that nothing is asked by. */
const UNINDEXED = new Set<string>([
  'approvallevel',
  'daysxvalue',
  'daysno',
  'value',
  'textvalue',
  ...STATISTICS,
  'eventdatavalues',
  ...['createdby', 'lastupdatedby'].flatMap((by) => [`${by}name`, `${by}lastname`, `${by}displayname`]),
]);

/** The option combos of `analytics` are asked for together with a data element. */
const WITH_DATA_ELEMENT = new Set(['co', 'ao']);

const UID = /^[a-zA-Z][a-zA-Z0-9]{10}$/;

/**
 * DHIS2's indexes, so that its own queries find what they are made for: one on every column that is a dimension (contract: tables.md §4.10). Those that only PostGIS can make are left
 * out where it is missing, and geometries have none but these: what DHIS2 makes of some, a B-tree, serves no question and cannot hold a large one.
 */
async function dhis2Style(db: Db): Promise<(plan: TablePlan) => readonly IndexDefinition[]> {
  const { rows } = await sql<{ gist: boolean }>`
    select exists (
      select from pg_opclass
      join pg_am on pg_am.oid = pg_opclass.opcmethod and pg_am.amname = 'gist'
      where pg_opclass.opcdefault and pg_opclass.opcintype = to_regtype('geometry')
    ) as gist
  `.execute(db);
  const gist = rows[0]?.gist ?? false;
  return ({ columns }) => {
    const ofDataElements = columns.some(({ name }) => name === 'co');
    return columns.flatMap((column) =>
      ofDataElements && WITH_DATA_ELEMENT.has(column.name)
        ? [{ columns: ['dx', column.name] }]
        : dhis2Indexes(column, gist),
    );
  };
}

function dhis2Indexes({ name, type, indexed = true }: AnalyticsColumn, gist: boolean): readonly IndexDefinition[] {
  if (!indexed || UNINDEXED.has(name)) return [];
  const columns = [name];
  if (type === 'jsonb') return [];
  if (type.startsWith('geometry')) return gist ? [{ columns, method: 'gist' }] : [];
  if (type === 'text' && UID.test(name)) return [{ columns }, { columns, of: 'lower case' }];
  if (type === 'timestamp' && !UID.test(name)) return [{ columns }, { columns, of: 'latest first' }];
  return [{ columns }];
}
