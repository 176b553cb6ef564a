import { describe, expect, it } from 'vitest';
import { CronError, isNeverDue, parseCron } from './index.js';

/** The texts of the contract (scheduling.md §6.3) and one for every other way to be wrong. */
const MISTAKES = [
  ['', 'Expression must not be empty'],
  ['   ', 'Cron expression must consist of 6 fields (found 0 in "")'],
  ['0 1 ? * *', 'Cron expression must consist of 6 fields (found 5 in "0 1 ? * *")'],
  ['0 0 4 ? * * *', 'Cron expression must consist of 6 fields (found 7 in "0 0 4 ? * * *")'],
  ['0\t0\t0\t*\t*\t*', 'Cron expression must consist of 6 fields (found 1 in "0\t0\t0\t*\t*\t*")'],
  ['@reboot', 'Cron expression must consist of 6 fields (found 1 in "@reboot")'],
  ['constructor', 'Cron expression must consist of 6 fields (found 1 in "constructor")'],
  ['60 * * * * *', `Invalid value for SecondOfMinute (valid values 0 - 59): 60 '60'`],
  ['0 60 * * * *', `Invalid value for MinuteOfHour (valid values 0 - 59): 60 '60'`],
  ['0 1,60 * * * *', `Invalid value for MinuteOfHour (valid values 0 - 59): 60 '1,60'`],
  ['0 0 24 * * *', `Invalid value for HourOfDay (valid values 0 - 23): 24 '24'`],
  ['0 0 0 0 * *', `Invalid value for DayOfMonth (valid values 1 - 28/31): 0 '0'`],
  ['0 0 0 32W * *', 'Invalid value for DayOfMonth (valid values 1 - 28/31): 32'],
  ['0 0 0 * 13 *', `Invalid value for MonthOfYear (valid values 1 - 12): 13 '13'`],
  ['0 0 0 * * 8', `Invalid value for DayOfWeek (valid values 1 - 7): 8 '8'`],
  ['0 0 0 * * 8L', `Invalid value for DayOfWeek: 8 '8'`],
  ['0 a * * * *', `For input string: "a" 'a'`],
  ['0 1,,2 * * * *', `For input string: "" '1,,2'`],
  ['0 9999999999 * * * *', `For input string: "9999999999" '9999999999'`],
  ['0 0 0 * JANUARY *', `For input string: "1UARY" '1UARY'`],
  ['0 0 0 * * MONDAY', `For input string: "1DAY" '1DAY'`],
  ['0 0 0 ? ? ?', `For input string: "?" '?'`],
  ['0 0 0 ?,1 * ?', `For input string: "?" '?,1'`],
  ['0 0 0 ?,L * ?', `For input string: "?" '?'`],
  ['0 0 0 l * ?', `For input string: "l" 'l'`],
  ['0 0 5-1 * * *', `Minimum value must be less than maximum value '5-1'`],
  ['0 0 0 * * FRI-MON', `Minimum value must be less than maximum value '5-1'`],
  ['0 */0 * * * *', `Incrementer delta must be 1 or higher '*/0'`],
  ['0 0 0 LL * ?', `Unrecognized characters before 'L' in 'LL'`],
  ['0 0 0 L3 * ?', `Offset '3 should be < 0 'L3'`],
  ['0 0 0 L, * ?', 'Value must not be empty'],
  ['0 0 0 W * ?', `No day-of-month before 'W' in 'W'`],
  ['0 0 0 1W2 * ?', `Unrecognized characters after 'W' in '1W2'`],
  ['0 0 0 ? * L', `No day-of-week before 'L' in 'L'`],
  ['0 0 0 ? * 5L2', `Unrecognized characters after 'L' in '5L2'`],
  ['0 0 0 ? * #2', `No day-of-week before '#' in '#2'`],
  ['0 0 0 ? * 5#', `No ordinal after '#' in '5#'`],
  ['0 0 0 ? * 5#0', `Ordinal '0' in '5#0' must be positive number `],
] as const;

/** Two spellings of the same expression. */
const SPELLINGS = [
  ['@yearly', '0 0 0 1 1 *'],
  ['@annually', '0 0 0 1 JAN *'],
  [' @MONTHLY ', '0 0 0 1 * *'],
  ['@weekly', '0 0 0 * * 0'],
  ['@daily', '0 0 0 * * *'],
  ['@Midnight', '0 0 0 ? * ?'],
  ['@hourly', '0 0 * * * *'],
  ['  0   0 4 * *  * ', '0 0 4 * * *'],
  ['0 5/20 * * * *', '0 5,25,45 * * * *'],
  ['0 5-30/20 * * * *', '0 25,5 * * * *'],
  ['0 */90 * * * *', '0 0 * * * *'],
  ['0 0 0 * jan-Mar *', '0 0 0 * 1-3 *'],
] as const;

const numbersOf = (text: string): unknown => {
  const { seconds, minutes, hours, months } = parseCron(text);
  return { seconds, minutes, hours, months };
};

describe('cron expressions', () => {
  it.each(MISTAKES)('%j is refused with a reason', (text, reason) => {
    const told = /^(Cron expression|Expression) must/.test(reason) ? reason : `${reason} in cron expression "${text}"`;
    expect(() => parseCron(text)).toThrow(new CronError(told));
  });

  it.each(SPELLINGS)('%j is %j', (text, same) => {
    expect(numbersOf(text)).toEqual(numbersOf(same));
  });

  it('tells a missing schedule from an expression', () => {
    expect([null, undefined, '', '* * * * * ?'].map(isNeverDue)).toEqual([true, true, true, true]);
    expect(['* * * * * *', '0 0 0 30 2 ?'].map(isNeverDue)).toEqual([false, false]);
  });
});
