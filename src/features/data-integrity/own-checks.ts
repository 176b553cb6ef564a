import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { parse } from 'yaml';
import type { Db } from '../../database/index.js';
import { type CheckSummary, defineChecks, type IntegrityCheck, type Issue } from './check.js';

const LIST = 'custom-data-integrity-checks.yaml';
const FOLDER = 'custom-data-integrity-checks';

const LIST_FILE = Type.Object({ checks: Type.Array(Type.String({ minLength: 1 })) });
const text = () => Type.String({ minLength: 1 });
const CHECK_FILE = Type.Object({
  name: Type.String({ pattern: '^\\s*[a-zA-Z][a-zA-Z0-9]*(_[a-zA-Z0-9]+)*\\s*$', maxLength: 200 }),
  description: text(),
  section: text(),
  section_order: Type.Integer(),
  summary_sql: text(),
  details_sql: text(),
  severity: Type.Enum(['INFO', 'WARNING', 'SEVERE', 'CRITICAL']),
  details_id_type: Type.Optional(Type.String()),
  introduction: Type.Optional(Type.String()),
  recommendation: Type.Optional(Type.String()),
  is_slow: Type.Optional(Type.Boolean()),
});
type CheckFile = Static<typeof CHECK_FILE>;

/**
 * The checks that the operator has written: files in the folder `custom-data-integrity-checks` of the server's home, of which `custom-data-integrity-checks.yaml` beside it lists
 * those that are used (contract: data-admin.md §7.6). A file that cannot be used is left out with a line in the log, and so is one with a name or a code that is taken.
 */
export function readOwnChecks(
  home: string,
  shipped: readonly IntegrityCheck[],
  log: Logger,
): readonly IntegrityCheck[] {
  const list = join(home, LIST);
  if (!existsSync(list)) return [];
  const leaveOut = (file: string, reason: string): undefined =>
    void log.warn({ file, reason }, 'an own check of data integrity is left out');
  const names = readYaml(list, LIST_FILE);
  if ('reason' in names) {
    leaveOut(LIST, names.reason);
    return [];
  }
  const taken = [...shipped];
  for (const file of names.content.checks) {
    const read =
      basename(file) === file
        ? readYaml(join(home, FOLDER, file), CHECK_FILE)
        : { reason: `it must be the name of a file in ${FOLDER}` };
    if ('reason' in read) {
      leaveOut(file, read.reason);
      continue;
    }
    const [check] = defineChecks([definitionOf(read.content)]);
    if (!check) continue;
    const rival = taken.find(({ name, code }) => name === check.name || code === check.code);
    if (rival) leaveOut(file, `its name or code is that of ${rival.name}`);
    else taken.push(check);
  }
  return taken.slice(shipped.length);
}

/** The content of a YAML file, or why it cannot be used. */
function readYaml<Schema extends typeof LIST_FILE | typeof CHECK_FILE>(
  path: string,
  schema: Schema,
): { readonly content: Static<Schema> } | { readonly reason: string } {
  try {
    const content: unknown = parse(readFileSync(path, 'utf8'));
    const [error] = Value.Errors(schema, content);
    if (!error) return { content: content as Static<Schema> };
    return { reason: `${error.instancePath.slice(1) || 'the file'} ${error.message}` };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

function definitionOf(file: CheckFile) {
  const name = file.name.trim();
  return {
    name,
    displayName: name.replaceAll('_', ' '),
    section: file.section.trim(),
    sectionOrder: file.section_order,
    severity: file.severity,
    description: file.description.trim(),
    introduction: file.introduction?.trim() ?? '',
    recommendation: file.recommendation?.trim() ?? '',
    ...(file.details_id_type !== undefined && { issuesIdType: file.details_id_type.trim() }),
    isSlow: file.is_slow ?? false,
    issues: async (db: Db): Promise<readonly Issue[]> => (await rowsOf(db, file.details_sql)).map(issueOf),
    summary: async (db: Db): Promise<CheckSummary> => summaryOf((await rowsOf(db, file.summary_sql))[0]),
  };
}

/**
 * The rows of a statement that the operator wrote, each as its values from left to right. The bound value makes the database take one statement and no second one; the transaction in which it
 * runs lets it change nothing.
 */
async function rowsOf(db: Db, statement: string): Promise<readonly (readonly unknown[])[]> {
  const query = sql.raw(statement.trim().replace(/;+$/, ''));
  const { rows } = await sql<{ given: Readonly<Record<string, unknown>> }>`
    select row_to_json(given) as given from (
    ${query}
    ) as given where ${true}::boolean
  `.execute(db);
  return rows.map(({ given }) => Object.values(given));
}

/** Columns: uid, name, comment, references. */
function issueOf([id, name, comment, refs]: readonly unknown[]): Issue {
  return {
    ...(isSaid(id) && { id: String(id) }),
    name: isSaid(name) ? String(name) : '',
    ...(isSaid(comment) && { comment: String(comment) }),
    ...(Array.isArray(refs) && { refs: refs.filter(isSaid).map(String) }),
  };
}

/** Columns: count, percentage; the latter may be a text with a sign. */
function summaryOf([count, share]: readonly unknown[] = []): CheckSummary {
  if (!Number.isInteger(Number(count ?? 'none'))) throw new Error('summary_sql gave no count in its first column');
  const percentage = Number.parseFloat(String(share));
  return { count: Number(count), percentage: Number.isFinite(percentage) ? percentage : null };
}

const isSaid = (value: unknown): boolean => value !== null && value !== undefined;
