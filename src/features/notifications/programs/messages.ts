import { dayNumber, type IsoDate } from '../../../kernel/calendar.js';
import { type RenderedMessage, render, type TemplateValues } from '../render.js';
import type { ProgramCase } from './cases.js';

/** What a template says about an enrollment or an event. */
export function messageOf(found: ProgramCase, today: IsoDate): RenderedMessage {
  const { name, subject, message, channels } = found.template;
  return render({ name, subject, message, sms: channels.includes('SMS') }, valuesOf(found, today));
}

function valuesOf(found: ProgramCase, today: IsoDate): TemplateValues {
  const { attributes, dataElements, event } = found;
  if (event === null) return { variables: enrollmentVariables(found, today), attributes };
  return {
    variables: { ...commonVariables(found, today), ...eventVariables(event, found, today) },
    attributes,
    dataElements,
  };
}

type Variables = Readonly<Record<string, string | null>>;

const commonVariables = (found: ProgramCase, today: IsoDate): Variables => ({
  current_date: today,
  program_name: found.program.name,
  program_id: found.program.uid,
  org_unit_name: found.unit.name,
  org_unit_id: found.unit.uid,
  org_unit_code: found.unit.code,
  enrollment_id: found.enrollment.uid,
  enrollment_org_unit_id: found.enrollmentUnit.uid,
  enrollment_org_unit_name: found.enrollmentUnit.name,
  enrollment_org_unit_code: found.enrollmentUnit.code,
  tracked_entity_id: found.trackedEntity?.uid ?? null,
});

const enrollmentVariables = (found: ProgramCase, today: IsoDate): Variables => ({
  ...commonVariables(found, today),
  enrollment_date: found.enrollment.enrollmentDate,
  incident_date: found.enrollment.incidentDate,
  days_since_enrollment_date: days(found.enrollment.enrollmentDate, today),
});

const eventVariables = (
  { stage, status, dueDate, eventDate }: NonNullable<ProgramCase['event']>,
  { unit }: ProgramCase,
  today: IsoDate,
): Variables => ({
  program_stage_name: stage.name,
  program_stage_id: stage.uid,
  event_org_unit_id: unit.uid,
  event_status: status,
  event_date: eventDate,
  due_date: dueDate,
  days_since_due_date: days(dueDate, today),
  days_until_due_date: days(today, dueDate),
});

/** Calendar days from one day to another. */
const days = (from: IsoDate | null, to: IsoDate | null): string | null =>
  from === null || to === null ? null : String(dayNumber(to) - dayNumber(from));
