export { type Detection, type Dhis2, detect, NEWEST_MINOR, OLDEST_MINOR, type OrderlySchema } from './detection.js';
export { columnFor, tablesFor } from './names.js';
