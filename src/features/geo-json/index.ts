import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { transaction } from '../../database/index.js';
import { type ApiServer, sendWebMessage, uidParameter, webMessage } from '../../http/index.js';
import { keepPayload } from '../../jobs/index.js';
import type { Feature, Services } from '../feature.js';
import { jobStarted } from '../tasks/index.js';
import { importFeatures, removeGeometry } from './import.js';
import { GEOJSON_IMPORT, geoJsonImportJob } from './job.js';
import { type GeoJsonReport, sentenceOf } from './report.js';

export { areContaining, polygonsOf } from './area.js';
export { faultOfGeometry } from './faults.js';
export { isGeometry } from './geometry.js';

const config = { authorities: ['F_PERFORM_MAINTENANCE', 'F_ORGANISATIONUNIT_ADD'] };
const ONE = { params: Type.Object({ uid: uidParameter() }) };
const TARGET = Type.Object({
  attributeId: Type.Optional(Type.String()),
  dryRun: Type.Boolean({ default: false }),
});
const FILE = Type.Object({
  ...TARGET.properties,
  geoJsonId: Type.Boolean({ default: true }),
  geoJsonProperty: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
  orgUnitProperty: Type.Enum(['id', 'code', 'name'], { default: 'id' }),
  async: Type.Boolean({ default: false }),
});
const BY_UID = { geoJsonId: true, orgUnitProperty: 'id' } as const;

/** Geometries of organisation units from GeoJSON, of many or of one (documentation of DHIS2, "GeoJSON import"). */
export function createGeoJson({ database: { db }, jobs }: Services): Feature {
  jobs.register(geoJsonImportJob());
  const routes = (api: ApiServer): void => {
    api.post('/organisationUnits/geometry', { config, schema: { querystring: FILE } }, async (request, reply) => {
      const { async: later, ...options } = request.query;
      if (!later) return answer(reply, await importFeatures(db, request.body, options));
      const run = await transaction(db, async (handle) => {
        const queued = await jobs.queue(handle, {
          type: GEOJSON_IMPORT,
          parameters: options,
          requestedBy: request.user.uid,
        });
        await keepPayload(handle, queued.uid, request.body ?? null);
        return queued;
      });
      return jobStarted(request, reply, run);
    });

    api.post(
      '/organisationUnits/:uid/geometry',
      { config, schema: { ...ONE, querystring: TARGET } },
      async (request, reply) => {
        const file = { features: [{ id: request.params.uid, geometry: request.body }] };
        return answer(reply, await importFeatures(db, file, { ...BY_UID, ...request.query }));
      },
    );

    api.delete(
      '/organisationUnits/:uid/geometry',
      { config, schema: { ...ONE, querystring: TARGET } },
      async (request, reply) =>
        answer(reply, await removeGeometry(db, request.params.uid, { ...BY_UID, ...request.query })),
    );
  };
  return { name: 'geo-json', routes };
}

/** The report says what went wrong; as in the peer the status of the answer is 200. */
function answer(reply: FastifyReply, report: GeoJsonReport): FastifyReply {
  const status = report.status === 'SUCCESS' ? 'OK' : report.status;
  const response = { responseType: 'GeoJsonImportReport', ...report };
  return sendWebMessage(reply, webMessage(200, { status, message: sentenceOf(report), response }));
}
