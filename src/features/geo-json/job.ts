import { Type } from 'typebox';
import { type JobType, readPayload } from '../../jobs/index.js';
import { importFeatures } from './import.js';

export const GEOJSON_IMPORT = 'GEOJSON_IMPORT';

const PARAMETERS = Type.Object({
  geoJsonId: Type.Boolean({ default: true }),
  geoJsonProperty: Type.Optional(Type.String()),
  orgUnitProperty: Type.Enum(['id', 'code', 'name'], { default: 'id' }),
  attributeId: Type.Optional(Type.String()),
  dryRun: Type.Boolean({ default: false }),
});

/** `GEOJSON_IMPORT`: geometries that were sent with `async=true`. The summary is the report (contract: job-types.md §3.2, system.md §7). */
export function geoJsonImportJob(): JobType<typeof PARAMETERS> {
  return {
    type: GEOJSON_IMPORT,
    label: 'GeoJSON import',
    parameters: PARAMETERS,
    // One transaction writes everything.
    takeOver: 'restart',
    startMessage: 'GeoJSON import started',
    async run({ run, db, parameters, progress }) {
      const file = await readPayload(db, run.uid);
      const report = await progress.stage('Importing geometries', () => importFeatures(db, file, parameters));
      for (const { errorCode, object } of report.conflicts)
        progress.error({ code: errorCode, id: object, type: 'OrganisationUnit', args: [object] });
      const { imported, updated, deleted, ignored } = report.importCount;
      return {
        message: `GeoJSON import completed with status ${report.status}, ${imported} created, ${updated} updated, ${deleted} deleted, ${ignored} ignored`,
        summary: { ...report },
      };
    },
  };
}
