import { sql } from 'kysely';
import type { ResourceTableDefinition } from '../definition.js';

/** `analytics_rs_dataapprovalremaplevel`: the levels of each workflow with the gaps closed (contract: tables.md §5.14). */
export const approvalRemapLevels: ResourceTableDefinition = {
  key: 'approvalRemapLevel',
  type: 'DATA_APPROVAL_REMAP_LEVEL',
  plan: () =>
    Promise.resolve({
      columns: [
        { name: 'workflowid', type: 'bigint', notNull: true },
        { name: 'dataapprovallevelid', type: 'bigint', notNull: true },
        { name: 'level', type: 'integer', notNull: true },
      ],
      select: sql`
        select
          used.workflowid, used.dataapprovallevelid,
          1 + coalesce(max(level.level) over (
            partition by used.workflowid order by level.level range between unbounded preceding and 1 preceding
          ), 0)
        from dataapprovalworkflowlevels as used
        join dataapprovallevel as level on level.dataapprovallevelid = used.dataapprovallevelid
      `,
      primaryKey: ['workflowid', 'dataapprovallevelid'],
      indexes: [],
    }),
};

/** `analytics_rs_dataapprovalminlevel`: the approvals that no higher approval above or beside them makes needless (contract: tables.md §5.15). */
export const approvalMinLevels: ResourceTableDefinition = {
  key: 'approvalMinLevel',
  type: 'DATA_APPROVAL_MIN_LEVEL',
  plan: ({ table }) =>
    Promise.resolve({
      columns: [
        { name: 'workflowid', type: 'bigint', notNull: true },
        { name: 'periodid', type: 'bigint', notNull: true },
        { name: 'attributeoptioncomboid', type: 'bigint', notNull: true },
        { name: 'organisationunitid', type: 'bigint', notNull: true },
        { name: 'minlevel', type: 'integer', notNull: true },
      ],
      select: sql`
        with approval as (
          select
            approved.workflowid, approved.periodid, approved.attributeoptioncomboid, approved.organisationunitid,
            remap.level, unit.path
          from dataapproval as approved
          join ${table('approvalRemapLevel')} as remap
            on remap.workflowid = approved.workflowid and remap.dataapprovallevelid = approved.dataapprovallevelid
          join ${table('orgUnit')} as unit on unit.organisationunitid = approved.organisationunitid
        )
        select approval.workflowid, approval.periodid, approval.attributeoptioncomboid, approval.organisationunitid, min(approval.level)
        from approval
        where not exists (
          select
          from approval as higher
          where higher.workflowid = approval.workflowid
            and higher.periodid = approval.periodid
            and higher.attributeoptioncomboid = approval.attributeoptioncomboid
            and higher.level < approval.level
            and starts_with(approval.path, higher.path)
        )
        group by approval.workflowid, approval.periodid, approval.attributeoptioncomboid, approval.organisationunitid
      `,
      primaryKey: ['workflowid', 'periodid', 'attributeoptioncomboid', 'organisationunitid'],
      indexes: [],
    }),
};
