import { i18n } from '../../../i18n';
import { formatMoment, formatNumber } from '../../../parts/format';
import type { SettingValue } from '../use-system';
import { isMoment } from './groups';
import type { SettingText } from './setting';

/** A value for people to read. @param zone of the server */
export function valueText(
  { choices, isSecret }: SettingText,
  value: SettingValue | undefined,
  zone: string | undefined,
): string {
  if (isSecret) return i18n.t('not shown');
  if (value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return value ? i18n.t('Yes') : i18n.t('No');
  if (typeof value === 'number') return formatNumber(value);
  if (isMoment(value)) return Date.parse(value) === 0 ? i18n.t('never') : formatMoment(Date.parse(value), zone);
  return choices?.find(([one]) => one === value)?.[1]() ?? value;
}
