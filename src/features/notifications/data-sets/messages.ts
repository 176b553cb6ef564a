import type { IsoDate } from '../../../kernel/calendar.js';
import { periodLabel } from '../../../kernel/periods/index.js';
import { chopped, LONGEST_TEXT, type RenderedMessage, render } from '../render.js';
import type { DataSetTemplate, DueDataSet } from './due.js';

/** The attribute option combo of a registration that nobody has made. */
const DEFAULT_COMBO = 'default';

/** What a template says to one organisation unit about one data set that it has not completed. */
export function reminderOf(
  { template, dataSet, period }: DueDataSet,
  unitName: string,
  today: IsoDate,
): RenderedMessage {
  const label = periodLabel(period);
  return render(
    {
      name: template.name,
      subject: template.subject,
      message: template.message,
      sms: template.channels.includes('SMS') && template.recipient === 'ORGANISATION_UNIT_CONTACT',
    },
    {
      variables: {
        data_name: dataSet.name,
        data_description: dataSet.description,
        complete_registration_ou: unitName,
        complete_registration_period: label,
        complete_registration_user: null,
        complete_registration_time: today,
        complete_registration_att_opt_combo: DEFAULT_COMBO,
        current_date: today,
        // The names of the first version that had these templates.
        data_set_name: dataSet.name,
        registration_ou: unitName,
        registration_period: label,
        registration_user: null,
        registration_time: today,
        att_opt_combo: DEFAULT_COMBO,
      },
    },
  );
}

export interface Missing {
  readonly due: DueDataSet;
  /** Organisation units that have not completed it. */
  readonly units: number;
}

/** How many organisation units have not completed the data sets of one template. */
export function summaryOf(template: DataSetTemplate, missing: readonly Missing[]): RenderedMessage {
  const lines = missing.map(
    ({ due: { dataSet, period }, units }) =>
      `Organisation units: ${units}\nPeriod: ${periodLabel(period)}\nData set: ${dataSet.name}`,
  );
  return {
    subject: `${template.days < 0 ? 'Pending' : 'Overdue'} data set summary`,
    text: chopped(lines.join('\n\n'), LONGEST_TEXT),
  };
}
