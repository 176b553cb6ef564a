import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Type } from 'typebox';
import type { ApiServer } from '../../http/index.js';
import { badRequest, notFound } from '../../kernel/errors/index.js';
import type { ExportServices } from '../metadata/index.js';
import { readSettings } from '../settings/index.js';
import { createVersion } from './create-version.js';
import { currentVersion, readSnapshot, readVersions } from './store.js';
import { VERSION_TYPES, versionListWire, versionWire } from './version.js';

const MANAGE = ['F_METADATA_MANAGE'];
const NAME = Type.Object({ name: Type.String() });
const compressed = promisify(gzip);

/** `/api/metadata/version…`: states of the metadata that other servers take over (contract: job-types.md §3.1 META_DATA_SYNC). */
export function metadataVersionRoutes(api: ApiServer, services: ExportServices): void {
  const { db } = services;
  const mustBeEnabled = async (): Promise<void> => {
    const { keyVersionEnabled } = await readSettings(db);
    if (!keyVersionEnabled) throw badRequest('Metadata versioning is not enabled for this instance.');
  };
  const snapshotOf = async (name: string): Promise<string> => {
    await mustBeEnabled();
    const snapshot = await readSnapshot(db, name);
    if (snapshot === undefined) throw notFound(`No metadata version snapshot found for the given version ${name}`);
    return snapshot;
  };

  api.get(
    '/metadata/version',
    {
      config: { cache: 'no-store' },
      schema: { querystring: Type.Object({ versionName: Type.Optional(Type.String()) }) },
    },
    async ({ query: { versionName = '' } }) => {
      await mustBeEnabled();
      const versions = await readVersions(db);
      const found = versionName === '' ? currentVersion(versions) : versions.find(({ name }) => name === versionName);
      if (found) return versionWire(found);
      throw notFound(
        versionName === ''
          ? 'No metadata versions exist. Please check again later.'
          : `No metadata version with name ${versionName} exists. Please check again later.`,
      );
    },
  );

  api.get(
    '/metadata/version/history',
    { config: { cache: 'no-store' }, schema: { querystring: Type.Object({ baseline: Type.Optional(Type.String()) }) } },
    async ({ query: { baseline = '' } }) => {
      await mustBeEnabled();
      const versions = await readVersions(db);
      if (baseline === '') return versionListWire(versions);
      const place = versions.findIndex(({ name }) => name === baseline);
      if (place === -1)
        throw notFound(
          `There is no such metadata version. The latest version is Version ${currentVersion(versions)?.name ?? 'none'}`,
        );
      return versionListWire(versions.slice(place + 1));
    },
  );

  api.get('/metadata/versions', { config: { cache: 'no-store' } }, async () => {
    await mustBeEnabled();
    return versionListWire(await readVersions(db));
  });

  api.post(
    '/metadata/version/create',
    { config: { authorities: MANAGE }, schema: { querystring: Type.Object({ type: Type.Enum([...VERSION_TYPES]) }) } },
    async ({ query, user }) => {
      await mustBeEnabled();
      return versionWire(await createVersion(services, query.type, user));
    },
  );

  api.get(
    '/metadata/version/:name/data',
    { config: { authorities: MANAGE, cache: 'no-store' }, schema: { params: NAME } },
    async (request, reply) => {
      const snapshot = await snapshotOf(request.params.name);
      return reply
        .type('application/json;charset=UTF-8')
        .serializer((payload) => payload as string)
        .send(snapshot);
    },
  );

  api.get(
    '/metadata/version/:name/data.gz',
    { compress: false, config: { authorities: MANAGE, cache: 'no-store' }, schema: { params: NAME } },
    async (request, reply) => {
      const packed = await compressed(await snapshotOf(request.params.name));
      return reply
        .type('application/gzip')
        .header('Content-Disposition', 'attachment; filename=metadata.json.gz')
        .header('Content-Transfer-Encoding', 'binary')
        .send(packed);
    },
  );
}
