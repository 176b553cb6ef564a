const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const MOMENT =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s?(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/;
/** More than twelve digits are milliseconds since 1970. */
const EPOCH = /^\d{13,15}$/;
const LAST_YEAR = 9_999;

/** A date in one of the forms of http.md §10 as a timestamp of the server's own zone, exact to the millisecond; undefined for what is none. */
export function timestamp(text: string): string | undefined {
  if (EPOCH.test(text)) return localText(new Date(Number(text)));
  const [, year = '', month = '01', day = '01', hours = '00', minutes = '00', seconds = '00', fraction = '', zone] =
    DATE.exec(text) ?? COMPACT.exec(text) ?? MOMENT.exec(text) ?? [];
  const date = `${year}-${month}-${day}`;
  const time = `${hours}:${minutes}:${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}`;
  if (!dayExists(year, month, day) || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59)
    return undefined;
  if (zone === undefined) return `${date}T${time}`;
  const offset = zone.replace(/^([+-]\d{2})$/, '$1:00').replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  return localText(new Date(`${date}T${time}${offset}`));
}

function dayExists(year: string, month: string, day: string): boolean {
  if (Number(year) === 0) return false;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
}

/** A moment as the clock of this server shows it. */
function localText(moment: Date): string | undefined {
  const year = moment.getFullYear();
  if (Number.isNaN(year) || year < 1 || year > LAST_YEAR) return undefined;
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = `${String(year).padStart(4, '0')}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  const time = `${two(moment.getHours())}:${two(moment.getMinutes())}:${two(moment.getSeconds())}`;
  return `${day}T${time}.${String(moment.getMilliseconds()).padStart(3, '0')}`;
}
