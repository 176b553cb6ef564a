export { type Detection, detect, NEWEST_MINOR, OLDEST_MINOR, type OrderlySchema } from './detection.js';
export type { Dhis2 } from './dhis2.js';
export { KNOWN_TABLES } from './known-tables.js';
export { type ActualColumns, readActualTables } from './lens/catalogue.js';
export { type Gap, LENS_SCHEMA, lowerLens, raiseLens } from './lens/index.js';
export { readShape } from './lens/shape.js';
export { columnFor, columnsFor, namesOf, tablesFor } from './names.js';
export { readRunningJobs } from './running-jobs.js';
export { isStagingTable, readTableRuns, type TableRuns } from './table-runs.js';
