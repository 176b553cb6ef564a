import { formatValue } from '../../analytics-query/index.js';
import { type DigitGroupSeparator, groupDigits } from '../number-format.js';

/** Points of the width that a mail has for a picture. */
export const PICTURE_WIDTH = 650;

export const TEXT = '#404b5a';
export const LINE = '#d5dde5';

const AXIS_DECIMALS = 4;

/** Numbers along an axis. */
export const axisNumber =
  (separator: DigitGroupSeparator, unit = '') =>
  (value: number): string =>
    `${groupDigits(formatValue(value, AXIS_DECIMALS), separator)}${unit}`;

export const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;

/** A text in lines of whole words, the last one shortened where it does not end. */
export function wrapped(text: string, letters: number, most: number): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    const joined = line === undefined ? word : `${line} ${word}`;
    if (line !== undefined && (joined.length <= letters || lines.length === most)) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines.map((line) => shortened(line, letters)).join('\n');
}
