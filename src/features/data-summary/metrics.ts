import type { ByDays } from './day-counts.js';
import type { Summary } from './summary.js';
import { type Family, gaugesText } from './text.js';

/** The summary as metrics, in the peer's order and with its words (contract: data-admin.md §3.4). */
export function summaryMetrics({ system, ...counts }: Summary): string {
  const { objectCounts, userInvitations } = counts;
  return gaugesText([
    family('object_counts', 'Count of metadata objects', 'type', objectCounts),
    family('active_users', 'Count of active users by day', 'days', counts.activeUsers),
    family('user_invitations', 'Count of user invitations', 'type', { ...userInvitations }),
    family('data_value_count', 'Count of updated data values by day', 'days', counts.dataValueCount),
    family('event_count', 'Count of updated events by day', 'days', counts.eventCount),
    family('tracker_event_count', 'Count of updated tracker events by day', 'days', counts.trackerEventCount),
    family('single_event_count', 'Count of updated single events by day', 'days', counts.singleEventCount),
    family('enrollment_count', 'Count of updated enrollments by day', 'days', counts.enrollmentCount),
    {
      name: 'data_summary_build_info',
      help: 'Build information',
      samples: [
        {
          labels: { version: system.version, commit: system.revision },
          value: Math.floor(system.buildTime.getTime() / 1000),
        },
      ],
    },
    {
      name: 'data_summary_system_id',
      help: 'System ID',
      samples: system.systemId === undefined ? [] : [{ labels: { system_id: system.systemId }, value: 1 }],
    },
  ]);
}

const family = (name: string, help: string, label: string, counts: ByDays): Family => ({
  name: `data_summary_${name}`,
  help,
  samples: Object.entries(counts).map(([key, value]) => ({ labels: { [label]: key }, value })),
});
