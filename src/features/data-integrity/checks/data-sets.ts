import { sql } from 'kysely';
import { defineChecks } from '../check.js';

const section = 'Data sets';
const common = { section, severity: 'WARNING', issuesIdType: 'dataSets', of: 'dataset' } as const;

/** Data sets (contract: data-admin.md §7.7). */
export const dataSetChecks = defineChecks([
  {
    ...common,
    name: 'datasets_empty',
    displayName: 'Data sets without data elements',
    sectionOrder: 1,
    description: 'A data set that has no data elements.',
    introduction: 'Nothing can be entered in it.',
    recommendation: 'Add data elements, or delete the data set.',
    issues: sql`
      select dataset.uid as id, dataset.name from dataset
      where not exists (select from datasetelement where datasetelement.datasetid = dataset.datasetid)
    `,
  },
  {
    ...common,
    name: 'datasets_not_assigned_to_org_units',
    displayName: 'Data sets without organisation units',
    sectionOrder: 2,
    description: 'A data set that is assigned to no organisation unit.',
    introduction: 'Nobody can enter data in it.',
    recommendation: 'Assign the data set to organisation units, or delete it.',
    issues: sql`
      select dataset.uid as id, dataset.name from dataset
      where not exists (select from datasetsource where datasetsource.datasetid = dataset.datasetid)
    `,
  },
  {
    ...common,
    name: 'datasets_custom_data_entry_forms_empty',
    displayName: 'Data sets with an empty form',
    sectionOrder: 3,
    description: 'A data set whose custom form has no content.',
    introduction: 'The data set shows its custom form, and that is blank.',
    recommendation: 'Write the form, or remove it, so that the data set shows its sections or its list.',
    issues: sql`
      select dataset.uid as id, dataset.name, form.name as comment
      from dataset
      join dataentryform as form on form.dataentryformid = dataset.dataentryform
      where coalesce(btrim(form.htmlcode), '') = ''
    `,
  },
  {
    ...common,
    name: 'datasets_same_name',
    displayName: 'Data sets with the same name',
    sectionOrder: 4,
    description: 'A data set that has the name or the short name of another one.',
    introduction: 'People cannot tell such data sets apart.',
    recommendation: 'Rename the data sets, or merge them.',
    issues: sql`
      select dataset.uid as id, dataset.name, 'NAME' as comment from dataset
      where exists (select from dataset as other where other.name = dataset.name and other.datasetid <> dataset.datasetid)
      union all
      select dataset.uid, dataset.name, 'SHORTNAME' from dataset
      where exists (
        select from dataset as other where other.shortname = dataset.shortname and other.datasetid <> dataset.datasetid
      )
    `,
  },
]);
