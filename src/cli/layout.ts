/** Whatever a server sends is only text: no character of it may steer the terminal. */
export const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get through
  text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');

const oneLine = (text: string): string => printable(text.replaceAll(/\s*[\r\n]+\s*/g, ' ').replaceAll('\t', ' '));

const isNumeric = (cell: string): boolean => /^-?[\d.,\u202f ]*$/.test(cell);

/** Rows below their titles, in columns as wide as their longest cell; columns of numbers are aligned to the right. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const cells = rows.map((row) => titles.map((_title, column) => oneLine(row[column] ?? '')));
  const all = [titles, ...cells];
  const widths = titles.map((_title, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const toTheRight = titles.map((_title, column) => cells.every((row) => isNumeric(row[column] ?? '')));
  return all.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return toTheRight[column] ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

/** `name  value` for each fact that is known. */
export function facts(known: readonly (readonly [name: string, value: string])[]): readonly string[] {
  const given = known.filter(([, value]) => value !== '');
  const width = Math.max(0, ...given.map(([name]) => name.length));
  return given.map(([name, value]) => `${name.padEnd(width)}  ${oneLine(value)}`);
}

/** `1 234 567`: readable, and with a narrow blank that does not tear the number apart. */
export const grouped = (value: number): string => value.toLocaleString('en').replaceAll(',', '\u202f');

/** `3 rows`, `1 row`. */
export const counted = (count: number, noun: string): string => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;

/** `4.2 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 9_950) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A time as servers write it, without the fractions of a second: `2026-03-15 02:00:07`. */
export const moment = (time: string): string => time.slice(0, 19).replace('T', ' ');
