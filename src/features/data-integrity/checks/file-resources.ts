import { sql } from 'kysely';
import { defineChecks } from '../check.js';

/** Files (contract: data-admin.md §7.7). */
export const fileResourceChecks = defineChecks([
  {
    name: 'file_resources_no_icon',
    displayName: 'Files of icons without an icon',
    section: 'File resources',
    sectionOrder: 1,
    severity: 'SEVERE',
    issuesIdType: 'fileResources',
    description: 'A file that was stored for an icon, and that no icon uses.',
    introduction: 'It takes room, and nobody can choose it.',
    recommendation: 'Delete the file and add the icon again if it is needed.',
    issues: sql`
      select file.uid as id, file.name, file.storagekey as comment from fileresource as file
      where file.domain = 'ICON' and not exists (select from icon where icon.fileresourceid = file.fileresourceid)
    `,
  },
]);
