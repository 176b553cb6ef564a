import { useEffect, useState } from 'react';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { SelectField, TextField } from '../../parts/fields';
import { formatTime } from '../../parts/format';
import { TimeAgo } from '../../parts/times';
import { cronText } from './cron-text';
import { useCronTimes } from './use-jobs';

const PRESETS: readonly (readonly [expression: string, label: () => string])[] = [
  ['0 0 * ? * *', () => i18n.t('Every hour')],
  ['0 0 0 ? * *', () => i18n.t('Every day at midnight')],
  ['0 0 3 ? * *', () => i18n.t('Every day at 3:00')],
  ['0 0 12 ? * *', () => i18n.t('Every day at noon')],
  ['0 0 3 ? * MON', () => i18n.t('Every Monday at 3:00')],
];

interface CronFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly problem?: string | undefined;
}

/** A cron expression, with its meaning in words and the times that the server makes of it. */
export function CronField({ value, onChange, problem }: CronFieldProps) {
  const settled = useSettled(value);
  return (
    <>
      <SelectField
        label={i18n.t('Often used')}
        value={PRESETS.some(([expression]) => expression === value) ? value : ''}
        onChange={(chosen) => chosen !== '' && onChange(chosen)}
        none={i18n.t('Other')}
        choices={PRESETS.map(([expression, label]) => ({ value: expression, label: label() }))}
      />
      <TextField
        label={i18n.t('Cron expression')}
        help={
          value.trim() === ''
            ? i18n.t('Second, minute, hour, day of month, month and day of week, with blanks between.')
            : cronText(value)
        }
        problem={problem}
        value={value}
        onChange={onChange}
        required
        spellCheck={false}
        autoComplete="off"
      />
      {settled.trim() !== '' && <NextRuns expression={settled} />}
    </>
  );
}

const PAUSE_MS = 400;

/** The value once nobody has typed for a moment. */
function useSettled(value: string): string {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** The next ten times of an expression, as the scheduler reckons them. */
export function NextRuns({ expression }: { readonly expression: string }) {
  const times = useCronTimes(expression);
  return (
    <DataState query={times} isEmpty={({ nextExecutionTimes }) => nextExecutionTimes.length === 0}>
      {({ nextExecutionTimes, timeZone }) => (
        <div>
          <div>{i18n.t('Next runs, in the time zone of the server ({{zone}}):', { zone: timeZone })}</div>
          <ol>
            {nextExecutionTimes.map((time) => (
              <li key={time}>
                {formatTime(time, true)} (<TimeAgo time={time} />)
              </li>
            ))}
          </ol>
        </div>
      )}
    </DataState>
  );
}
