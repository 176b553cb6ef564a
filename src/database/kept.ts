import { hash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import pg from 'pg';

const MARK = '/* kept */ ';
/** A connection keeps the plans of so many texts; statements after them are planned each time. */
const MOST = 500;
const names = new Map<string, string>();

/**
 * A statement whose plan a connection keeps, because it is asked often and takes longer to plan than to run. Only for statements of which there are few: their text may
 * depend on what is asked for, never on values.
 */
export const kept = <Row>(statement: RawBuilder<Row>): RawBuilder<Row> => sql<Row>`${sql.raw(MARK)}${statement}`;

/**
 * A list of values in such a statement. PostgreSQL keeps a plan only where planning for the very values would not promise a better one, so it is told nothing of them.
 */
export const listed = (
  values: readonly string[] | readonly number[],
  type: 'text' | 'int' = 'text',
): RawBuilder<unknown> => sql`(select ${[...values]}::${sql.raw(type)}[])::${sql.raw(type)}[]`;

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST) return known;
  const name = `kept_${hash('sha256', text).slice(0, 32)}`;
  names.set(text, name);
  return name;
}

/** A connection that keeps the plans of the statements that ask for it: PostgreSQL calls them prepared statements. */
export class KeepingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the driver has ten forms of this
  override query(...[config, ...rest]: any[]): any {
    const name = typeof config === 'string' && config.startsWith(MARK) ? nameOf(config) : undefined;
    const given = name === undefined ? config : { name, text: config };
    // biome-ignore lint/suspicious/noExplicitAny: the driver has ten forms of this
    return (super.query as any)(given, ...rest);
  }
}
