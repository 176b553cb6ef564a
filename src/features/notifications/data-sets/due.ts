import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { addDays, type IsoDate } from '../../../kernel/calendar.js';
import { type Period, type PeriodTypeName, periodContaining } from '../../../kernel/periods/index.js';

/** A template that reminds of data sets some days before or after the end of their period. */
export interface DataSetTemplate {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly subject: string | null;
  readonly message: string;
  /** Days after the end of the period; negative before it. */
  readonly days: number;
  readonly groupId: number | null;
  readonly hierarchyOnly: boolean | null;
  readonly parentOnly: boolean | null;
  readonly strategy: 'SINGLE_NOTIFICATION' | 'COLLECTIVE_SUMMARY' | null;
  readonly recipient: string | null;
  readonly channels: readonly string[];
  readonly dataSets: readonly TemplateDataSet[];
}

export interface TemplateDataSet {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly description: string | null;
  readonly periodType: PeriodTypeName;
}

/** A data set whose reminder is sent today. */
export interface DueDataSet {
  readonly template: DataSetTemplate;
  readonly dataSet: TemplateDataSet;
  readonly period: Period;
}

/** Templates with the trigger `SCHEDULED_DAYS` and their data sets. */
export async function scheduledTemplates(db: Db): Promise<readonly DataSetTemplate[]> {
  const { rows } = await sql<DataSetTemplate>`
    select template.datasetnotificationtemplateid as id, template.uid, template.name, template.subjecttemplate as subject,
      template.messagetemplate as message, template.relativescheduleddays as days, template.usergroupid as "groupId",
      template.notifyusersinhierarchyonly as "hierarchyOnly", template.notifyparentorganisationunitonly as "parentOnly",
      template.sendstrategy as strategy, template.notificationrecipienttype as recipient,
      array (
        select channel.deliverychannel::text from datasetnotificationtemplate_deliverychannel as channel
        where channel.datasetnotificationtemplateid = template.datasetnotificationtemplateid
      ) as channels,
      coalesce((
        select json_agg(
          json_build_object(
            'id', dataset.datasetid, 'uid', dataset.uid, 'name', dataset.name, 'description', dataset.description,
            'periodType', periodtype.name
          ) order by dataset.name, dataset.uid
        )
        from datasetnotification_datasets as member
        join dataset on dataset.datasetid = member.datasetid
        join periodtype on periodtype.periodtypeid = dataset.periodtypeid
        where member.datasetnotificationtemplateid = template.datasetnotificationtemplateid
      ), '[]') as "dataSets"
    from datasetnotificationtemplate as template
    where template.datasetnotificationtrigger = 'SCHEDULED_DAYS' and template.relativescheduleddays is not null
    order by template.datasetnotificationtemplateid
  `.execute(db);
  return rows;
}

/** The data sets with a period that ended, or ends, as many days from `today` as their template says. */
export function dueOn(today: IsoDate, templates: readonly DataSetTemplate[]): readonly DueDataSet[] {
  return templates.flatMap((template) => {
    const end = addDays(today, -template.days);
    return template.dataSets.flatMap((dataSet) => {
      const period = periodContaining(dataSet.periodType, end);
      return period.endDate === end ? [{ template, dataSet, period }] : [];
    });
  });
}
