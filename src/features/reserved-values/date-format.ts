import { dayNumber, dayOfWeek, localDate, MONTHS, two } from '../../kernel/calendar.js';
import { PatternFault } from './pattern-fault.js';

const TOKEN = /'((?:[^']|'')*)'|([a-zA-Z])\2*|[^a-zA-Z']+/y;

/**
 * `moment` in the words of Java's date formats, as far as identifiers have a use for them: years, months, weeks (ISO 8601), days, hours, minutes, seconds.
 *
 * @throws PatternFault for letters that mean nothing here
 */
export function formatDate(format: string, moment: Date): string {
  let formatted = '';
  let position = 0;
  while (position < format.length) {
    TOKEN.lastIndex = position;
    const [token, quoted, letter] = TOKEN.exec(format) ?? [];
    if (token === undefined)
      throw new PatternFault(`The date format '${format}' has a quotation mark that is not closed`);
    position += token.length;
    if (quoted !== undefined) formatted += quoted === '' ? "'" : quoted.replaceAll("''", "'");
    else formatted += letter === undefined ? token : field(format, letter, token.length, moment);
  }
  return formatted;
}

function field(format: string, letter: string, width: number, moment: Date): string {
  const padded = (value: number): string => String(value).padStart(width, '0');
  const year = (value: number): string => (width === 2 ? two(value % 100) : padded(value));
  const day = localDate(moment);
  switch (letter) {
    case 'y':
    case 'u':
      return year(moment.getFullYear());
    case 'Y':
      return year(weekOf(day).year);
    case 'M':
    case 'L': {
      const name = MONTHS[moment.getMonth()] ?? '';
      if (width > 3) return name;
      return width === 3 ? name.slice(0, 3) : padded(moment.getMonth() + 1);
    }
    case 'w':
      return padded(weekOf(day).week);
    case 'D':
      return padded(dayNumber(day) - dayNumber(`${day.slice(0, 4)}-01-01`) + 1);
    case 'd':
      return padded(moment.getDate());
    case 'H':
      return padded(moment.getHours());
    case 'm':
      return padded(moment.getMinutes());
    case 's':
      return padded(moment.getSeconds());
    case 'S':
      return padded(moment.getMilliseconds());
    default:
      throw new PatternFault(`The date format '${format}' has the letter '${letter}', which means nothing here`);
  }
}

/** The week of a day and the year it is counted in: the first week of a year is that of its first Thursday. */
function weekOf(day: string): { readonly year: number; readonly week: number } {
  const number = dayNumber(day);
  const thursday = number - dayOfWeek(number) + 4;
  let year = Number(day.slice(0, 4));
  const firstOf = (of: number): number => dayNumber(`${String(of).padStart(4, '0')}-01-01`);
  if (thursday < firstOf(year)) year -= 1;
  else if (thursday >= firstOf(year + 1)) year += 1;
  return { year, week: Math.floor((thursday - firstOf(year)) / 7) + 1 };
}
