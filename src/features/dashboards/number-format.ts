/** How thousands are told apart (contract: setting `keyAnalysisDigitGroupSeparator`). */
export type DigitGroupSeparator = 'NONE' | 'SPACE' | 'COMMA';

/** The blank does not break: a number stays on one line. */
const CHARACTERS: Readonly<Record<DigitGroupSeparator, string>> = { NONE: '', SPACE: '\u00a0', COMMA: ',' };

/** `12345.6` → `12 345.6`, as favourites show it; text that is no number stays as it is. */
export function groupDigits(text: string, separator: DigitGroupSeparator): string {
  const [, sign = '', whole, rest = ''] = /^(-?)(\d+)(\.\d+)?$/.exec(text) ?? [];
  if (whole === undefined) return text;
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, CHARACTERS[separator])}${rest}`;
}

/** What a favourite asks for, else the system's way. */
export function separatorOf(own: unknown, fallback: DigitGroupSeparator): DigitGroupSeparator {
  return own === 'NONE' || own === 'SPACE' || own === 'COMMA' ? own : fallback;
}
