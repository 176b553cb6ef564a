/**
 * What a table or column of 2.42 is called in other versions, the newest name that matters first (contract: schema.md §4.1). A database says by its catalogue which of them it has.
 * From 2.43 events are in two tables, those of programs with and without registration.
 */
const TABLES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  event: [['event'], ['trackerevent', 'singleevent'], ['programstageinstance']],
  enrollment: [['enrollment'], ['programinstance']],
  trackedentity: [['trackedentity'], ['trackedentityinstance']],
  note: [['note'], ['trackedentitycomment']],
  event_notes: [['event_notes'], ['trackerevent_notes', 'singleevent_notes'], ['programstageinstancecomments']],
  enrollment_notes: [['enrollment_notes'], ['programinstancecomments']],
  eventchangelog: [['eventchangelog'], ['trackereventchangelog', 'singleeventchangelog']],
  trackedentityaudit: [['trackedentityaudit'], ['trackedentityinstanceaudit']],
  category: [['category'], ['dataelementcategory']],
  categoryoption: [['categoryoption'], ['dataelementcategoryoption']],
  eventfilter: [['eventfilter'], ['programstageinstancefilter']],
  trackedentityfilter: [['trackedentityfilter'], ['trackedentityinstancefilter']],
  intepretation_likedby: [['intepretation_likedby'], ['interpretation_likedby']],
};

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  eventid: ['eventid', 'programstageinstanceid'],
  enrollmentid: ['enrollmentid', 'programinstanceid'],
  trackedentityid: ['trackedentityid', 'trackedentityinstanceid'],
  trackedentityauditid: ['trackedentityauditid', 'trackedentityinstanceauditid'],
  trackedentity: ['trackedentity', 'trackedentityinstance'],
  noteid: ['noteid', 'trackedentitycommentid'],
  notetext: ['notetext', 'commenttext'],
  occurreddate: ['occurreddate', 'executiondate', 'incidentdate'],
  scheduleddate: ['scheduleddate', 'duedate'],
  completeddate: ['completeddate', 'enddate'],
  storedby: ['storedby', 'updatedby'],
  original: ['original', 'teia'],
  duplicate: ['duplicate', 'teib'],
};

/** The tables that stand for a table of 2.42 in a database with `tables`; its own name alone when none of them is there. */
export function tablesFor(name: string, tables: { has(table: string): boolean }): readonly string[] {
  return TABLES[name]?.find((names) => names.some((one) => tables.has(one))) ?? [name];
}

/** All names that a table of 2.42 has in some version, its own among them. */
export const namesOf = (table: string): readonly string[] => TABLES[table]?.flat() ?? [table];

const KNOWN_NAMES = new Map(
  Object.keys(TABLES).flatMap((table) => namesOf(table).map((name) => [name, table] as const)),
);

/** What 2.42 calls a table that may have its name from another version. */
export const knownName = (table: string): string => KNOWN_NAMES.get(table) ?? table;

/** The column that stands for a column of 2.42 in a table with `columns`; undefined when there is none. */
export function columnFor(name: string, columns: { has(column: string): boolean }): string | undefined {
  return columnsFor(name, columns)[0];
}

/** All columns of which one holds what the column of 2.42 holds: an event of 2.43 is in one of two. */
export function columnsFor(name: string, columns: { has(column: string): boolean }): readonly string[] {
  if (name === 'eventid' && columns.has('trackereventid')) return ['trackereventid', 'singleeventid'];
  const found = (COLUMNS[name] ?? [name]).find((one) => columns.has(one));
  return found === undefined ? [] : [found];
}
