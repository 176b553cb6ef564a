import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { fingerprints, knownFingerprints, RESOURCE_TABLES, readHooks } from '../../resource-tables/index.js';
import { type AnalyticsTableDefinition, type BuildSource, type TablePlan, WHOLE } from '../definition.js';
import { WHOLE_RULES } from './rules/index.js';
import { TRACKER_RULES } from './rules/tracker.js';

/**
 * How each table of a type is made now: the statement that would fill all of it. It becomes another one when a setting, a dimension, a level or a version of this server makes other
 * rows of the same values, or an SQL hook does; then rows made before cannot stand beside rows made after. For a type that is always made as a whole the state of its sources counts, too.
 */
export async function formsOf(
  source: BuildSource,
  definition: AnalyticsTableDefinition,
): Promise<ReadonlyMap<string, string>> {
  const { db, options } = source;
  const plans = await definition.plan({
    ...source,
    workshop: 'form',
    options: { ...options, fromYear: undefined, onlyYears: undefined },
  });
  const hooks = (await readHooks(db, 'ANALYTICS_TABLE_POPULATED')).get(definition.type) ?? [];
  const state = [await clusterOf(db), await sourcesOf(db, definition.type), ...hooks.map((hook) => hook.sql)].join(' ');
  return new Map(plans.map((plan) => [plan.table, hash(statementOf(db, plan), state)]));
}

function statementOf(db: Db, { columns, source, years }: TablePlan): string {
  const values = sql.join(columns.map(({ name, type, value }) => sql`${sql.lit(`${name} ${type}`)}, ${value}`));
  const { sql: text, parameters } = sql`select ${values} ${source(WHOLE)}`.compile(db);
  return JSON.stringify([text, parameters, years !== undefined]);
}

/** Numbers of transactions mean something within one cluster only: tables that were restored into another are made anew. */
async function clusterOf(db: Db): Promise<string> {
  const { rows } = await sql<{ cluster: string }>`
    select control.system_identifier::text as cluster from pg_control_system() as control
  `.execute(db);
  return rows[0]?.cluster ?? '';
}

async function sourcesOf(db: Db, type: string): Promise<string> {
  if (TRACKER_RULES.some((one) => one.type === type)) return await availableDays(db);
  const rules = WHOLE_RULES.find((one) => one.type === type);
  if (!rules) return '';
  const of = fingerprints(db);
  const known = await knownFingerprints(db);
  const states: string[] = [];
  for (const table of rules.tables) states.push(await of(table));
  for (const resource of rules.resources) states.push(known.get(resource) ?? '');
  return states.join(' ');
}

/** The days that have periods: beyond them the columns of periods are empty. */
async function availableDays(db: Db): Promise<string> {
  const { rows } = await sql<{ range: string | null }>`
    select min(days.dateperiod) || ' ' || max(days.dateperiod) as range from ${sql.table(RESOURCE_TABLES.datePeriod)} as days
  `.execute(db);
  return rows[0]?.range ?? '';
}

const hash = (...texts: readonly string[]): string => createHash('md5').update(texts.join('\n')).digest('hex');
