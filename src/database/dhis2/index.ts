export { type Detection, type Dhis2, detect, NEWEST_MINOR, OLDEST_MINOR, type OrderlySchema } from './detection.js';
export { KNOWN_TABLES } from './known-tables.js';
export { type Gap, LENS_SCHEMA, lowerLens, raiseLens } from './lens/index.js';
export { columnFor, namesOf, tablesFor } from './names.js';
