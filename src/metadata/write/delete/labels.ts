/** What people call one row, and several rows, of tables that hold data. */
const LABELS: Readonly<Record<string, readonly [one: string, several: string]>> = {
  datavalue: ['data value', 'data values'],
  datavalueaudit: ['data value audit record', 'data value audit records'],
  completedatasetregistration: ['data set registration', 'data set registrations'],
  dataapproval: ['data approval', 'data approvals'],
  dataapprovalaudit: ['data approval audit record', 'data approval audit records'],
  minmaxdataelement: ['min-max value', 'min-max values'],
  lockexception: ['lock exception', 'lock exceptions'],
  validationresult: ['validation result', 'validation results'],
  event: ['event', 'events'],
  eventchangelog: ['event change record', 'event change records'],
  enrollment: ['enrollment', 'enrollments'],
  trackedentity: ['tracked entity', 'tracked entities'],
  trackedentityattributevalue: ['tracked entity attribute value', 'tracked entity attribute values'],
  trackedentityprogramowner: ['program ownership', 'program ownerships'],
  relationship: ['relationship', 'relationships'],
  message: ['message', 'messages'],
  messageconversation: ['message conversation', 'message conversations'],
  programmessage: ['program message', 'program messages'],
  configuration: ['setting of the system configuration', 'settings of the system configuration'],
};

/** `3 data values`; tables that nobody has a word for are named. */
export function counted(table: string, count: number): string {
  const [one, several] = LABELS[table] ?? [`row of ${table}`, `rows of ${table}`];
  return `${count} ${count === 1 ? one : several}`;
}
