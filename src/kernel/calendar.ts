/** A calendar day as `yyyy-MM-dd` (ISO calendar, no time zone). Texts of this form sort as the days do. */
export type IsoDate = string;

const DAY_MS = 86_400_000;

/** Days since 1970-01-01. */
export function dayNumber(date: IsoDate): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return dayNumberOf(year, month, day);
}

/** Days since 1970-01-01 of a date whose month and day may lie outside their usual range: month 13 is January of the next year. */
export function dayNumberOf(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / DAY_MS);
}

export function isoDate(number: number): IsoDate {
  const date = new Date(number * DAY_MS);
  const year = String(date.getUTCFullYear()).padStart(4, '0');
  return `${year}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

export const addDays = (date: IsoDate, days: number): IsoDate => isoDate(dayNumber(date) + days);

export const yearOf = (date: IsoDate): number => Number(date.slice(0, 4));

/** 1 … 12. */
export const monthOf = (date: IsoDate): number => Number(date.slice(5, 7));

/** 1 is Monday, 7 is Sunday. */
export const dayOfWeek = (number: number): number => ((((number + 3) % 7) + 7) % 7) + 1;

/** Whether the text is a day that exists. */
export function isIsoDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && Number(text.slice(0, 4)) > 0 && isoDate(dayNumber(text)) === text;
}

/** The day of a moment in the zone of the process. */
export function localDate(moment: Date): IsoDate {
  return `${String(moment.getFullYear()).padStart(4, '0')}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

export const two = (value: number): string => String(value).padStart(2, '0');

/** English names of the months, from January. */
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
