import { Tag } from '@dhis2/ui';
import { i18n } from '../../i18n';
import type { Severity } from './use-integrity';

const NAMES: Readonly<Record<Severity, () => string>> = {
  CRITICAL: () => i18n.t('Critical'),
  SEVERE: () => i18n.t('Severe'),
  WARNING: () => i18n.t('Warning'),
  INFO: () => i18n.t('Information'),
};

export const severityName = (severity: Severity): string => NAMES[severity]();

export const SeverityTag = ({ severity }: { readonly severity: Severity }) => (
  <Tag negative={severity === 'CRITICAL' || severity === 'SEVERE'} neutral={severity === 'WARNING'}>
    {severityName(severity)}
  </Tag>
);
