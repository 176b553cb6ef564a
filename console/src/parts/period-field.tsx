import { useState } from 'react';
import { useServerClock } from '../api/server';
import { i18n } from '../i18n';
import { SelectField, TextField } from './fields';
import { periodText } from './period-text';
import { type Period, periodsOf } from './periods';

interface PeriodFieldProps {
  /** E.g. `Monthly`. */
  readonly type: string;
  /** Its name for the server; empty while none is chosen. */
  readonly value: string;
  readonly onChange: (iso: string) => void;
}

const YEARS = 20;
const MINUTE_MS = 60_000;

/** A period of one type that has begun, the latest first. */
export function PeriodField({ type, value, onChange }: PeriodFieldProps) {
  const now = useServerClock();
  // The day that the server has, as a midnight of UTC.
  const today = now() - new Date().getTimezoneOffset() * MINUTE_MS;
  const thisYear = new Date(today).getUTCFullYear();
  const [chosenYear, setYear] = useState<number>();
  const begun = (wanted: number): readonly Period[] =>
    periodsOf(type, wanted).filter(({ start }) => start.getTime() <= today);

  if (type === 'Daily')
    return (
      <TextField
        label={i18n.t('Day')}
        type="date"
        max={new Date(today).toISOString().slice(0, 10)}
        value={value.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')}
        onChange={(day) => onChange(day.replaceAll('-', ''))}
        required
      />
    );

  // Some years are named by the year in which they end.
  const years = Array.from({ length: YEARS }, (_none, index) => thisYear + 1 - index).filter(
    (one) => begun(one).length > 0,
  );
  const year = chosenYear ?? (value === '' ? (years[0] ?? thisYear) : Number(value.slice(0, 4)));
  const isOneAYear = periodsOf(type, thisYear).length === 1;
  const choices = (isOneAYear ? years.flatMap(begun) : begun(year).toReversed()).map((period) => ({
    value: period.iso,
    label: periodText(period),
  }));
  return (
    <>
      {!isOneAYear && (
        <SelectField
          label={i18n.t('Year')}
          value={String(year)}
          onChange={(text) => {
            setYear(Number(text));
            onChange('');
          }}
          choices={years.map((one) => ({ value: String(one), label: String(one) }))}
        />
      )}
      <SelectField
        label={i18n.t('Period')}
        value={value}
        onChange={onChange}
        none={i18n.t('Choose a period')}
        choices={choices}
        required
      />
    </>
  );
}
