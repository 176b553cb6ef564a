import pg from 'pg';

/** `pg` type ids whose text form is turned into something else than the driver's default. */
const { INT8, NUMERIC, DATE, TIMESTAMP, INTERVAL } = pg.types.builtins;

const asText = (value: string): string => value;

const parsers = new Map<number, (value: string) => unknown>([
  // Ids and counts stay far below 2^53 here, and JSON clients want numbers.
  [INT8, Number],
  [NUMERIC, Number],
  [DATE, asText],
  // A timestamp without zone is local time of the server: text keeps it free of a second interpretation (contract: http.md §10).
  [TIMESTAMP, isoTimestamp],
  [INTERVAL, asText],
]);

/** How values come out of the database: see `docs/decisions` on the SQL layer. */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    parsers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

/** `2018-03-26 15:02:32.17` → `2018-03-26T15:02:32.170`. */
function isoTimestamp(value: string): string {
  const [seconds = value, fraction = ''] = value.split('.');
  return `${seconds.replace(' ', 'T')}.${fraction.padEnd(3, '0').slice(0, 3)}`;
}
