import { sql } from 'kysely';
import { type CheckDefinition, defineChecks } from '../check.js';

/** The data items of all visualizations and maps. */
export const FAVOURITE_ITEMS = sql`
  select item.indicatorid, item.dataelementid, item.dataelementoperand_dataelementid
  from datadimensionitem as item
  where item.datadimensionitemid in (
    select chosen.datadimensionitemid from visualization_datadimensionitems as chosen
    union all
    select chosen.datadimensionitemid from mapview_datadimensionitems as chosen
  )
`;

/** What stands on the axes and in the filters of all visualizations, event visualizations and maps: `dx`, and uids of categories and group sets. */
export const FAVOURITE_DIMENSIONS = sql.join(
  ['visualization', 'eventvisualization', 'mapview'].flatMap((favourite) =>
    ['columns', 'rows', 'filters'].map((place) => sql`select dimension from ${sql.table(`${favourite}_${place}`)}`),
  ),
  sql` union all `,
);

/** Things that nobody opened for a year; what is younger than that has not had the time. */
const notViewed = (
  table: string,
  plural: string,
  event: string,
  { section, sectionOrder }: Pick<CheckDefinition, 'section' | 'sectionOrder'>,
): CheckDefinition => ({
  name: `${plural}_not_viewed_one_year`,
  displayName: `${plural.charAt(0).toUpperCase()}${plural.slice(1)} that nobody opens`,
  section,
  sectionOrder,
  severity: 'WARNING',
  issuesIdType: plural,
  of: table,
  description: `A ${table} older than a year that nobody opened within the last year.`,
  introduction: `What nobody opens makes it harder to find the ${plural} that matter.`,
  recommendation: `Ask its owner, and delete the ${table} if it is no longer needed.`,
  issues: sql`
    select object.uid as id, object.name, viewed.last::text as comment
    from ${sql.table(table)} as object
    left join (
      select event.favoriteuid, max(event.timestamp) as last
      from datastatisticsevent as event where event.eventtype = ${sql.lit(event)}
      group by event.favoriteuid
    ) as viewed on viewed.favoriteuid = object.uid
    where object.created < localtimestamp - interval '1 year'
      and coalesce(viewed.last, '-infinity') < localtimestamp - interval '1 year'
  `,
});

/** Visualizations, maps and dashboards (contract: data-admin.md §7.7, §7.9). */
export const favouriteChecks = defineChecks([
  notViewed('visualization', 'visualizations', 'VISUALIZATION_VIEW', { section: 'Visualizations', sectionOrder: 1 }),
  notViewed('map', 'maps', 'MAP_VIEW', { section: 'Visualizations', sectionOrder: 1 }),
  notViewed('dashboard', 'dashboards', 'DASHBOARD_VIEW', { section: 'Visualizations', sectionOrder: 3 }),
  {
    name: 'dashboards_no_items',
    displayName: 'Dashboards without items',
    section: 'Dashboards',
    sectionOrder: 4,
    severity: 'INFO',
    issuesIdType: 'dashboards',
    of: 'dashboard',
    description: 'A dashboard that has no items.',
    introduction: 'It shows nothing.',
    recommendation: 'Add items, or delete the dashboard.',
    issues: sql`
      select dashboard.uid as id, dashboard.name from dashboard
      where not exists (select from dashboard_items as member where member.dashboardid = dashboard.dashboardid)
    `,
  },
  {
    name: 'push_analysis_no_recipients',
    displayName: 'Push analyses without recipients',
    section: 'Visualizations',
    sectionOrder: 4,
    severity: 'WARNING',
    issuesIdType: 'pushAnalysis',
    of: 'pushanalysis',
    description: 'A push analysis that no user group is to receive.',
    introduction: 'It is made and sent to nobody.',
    recommendation: 'Choose user groups, or delete the push analysis.',
    issues: sql`
      select analysis.uid as id, analysis.name from pushanalysis as analysis
      where not exists (
        select from pushanalysisrecipientusergroups as recipient where recipient.usergroupid = analysis.pushanalysisid
      )
    `,
  },
  {
    name: 'visualizations_wrong_sort_order',
    displayName: 'Visualizations whose data are not numbered consecutively',
    section: 'Visualizations',
    sectionOrder: 5,
    severity: 'CRITICAL',
    issuesIdType: 'visualizations',
    of: 'visualization',
    description: 'A visualization whose data items are not numbered from zero without a gap.',
    introduction: 'It cannot be opened.',
    recommendation: 'Number its data items anew in the database, or delete and draw it again.',
    issues: sql`
      select object.uid as id, object.name
      from visualization as object
      join visualization_datadimensionitems as item on item.visualizationid = object.visualizationid
      group by object.visualizationid, object.uid, object.name
      having min(item.sort_order) <> 0 or max(item.sort_order) <> count(*) - 1
    `,
  },
]);
