const OTHERS = 'skipEvents=true&skipEnrollment=true&skipTrackedEntities=true&skipOrgUnitOwnership=true';

/** Builds the tables that aggregate queries read, which is all that most tests of queries need. */
export const aggregateTables = ({ outliers = false } = {}): string =>
  `/api/resourceTables/analytics?${OTHERS}${outliers ? '' : '&skipOutliers=true'}`;
