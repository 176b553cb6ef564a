/**
 * What the statement builder knows of the tables: nothing. Statements are written as text with bound parameters and state the shape of their rows themselves
 * (docs/decisions/0003-sql-layer.md).
 */
export interface Tables {
  readonly [table: string]: Record<string, unknown>;
}
