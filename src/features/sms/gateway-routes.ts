import { Type } from 'typebox';
import type { Db } from '../../database/index.js';
import { type ApiServer, listParameter, ok, selectByParameter } from '../../http/index.js';
import { conflict, notFound } from '../../kernel/errors/index.js';
import { generateUid } from '../../kernel/uid.js';
import { objectBody } from '../metadata/index.js';
import type { Gateway } from './gateway.js';
import {
  defaultGateway,
  deleteGateway,
  findGateway,
  insertGateway,
  readGateways,
  setDefaultGateway,
  updateGateway,
} from './gateway-store.js';
import { readGateway } from './read-gateway.js';

const ADMIN = { authorities: ['F_MOBILE_SENDSMS'] };
const READ = { ...ADMIN, cache: 'private' as const };
const UID = Type.Object({ uid: Type.String() });
const FIELDS = Type.Object({ fields: listParameter() });

/** `/api/gateways`: through which providers SMS go out. */
export function gatewayRoutes(api: ApiServer, db: Db): void {
  const existing = async (uid: string, missing = 'No gateway found'): Promise<Gateway> => {
    const gateway = await findGateway(db, uid);
    if (!gateway) throw notFound(missing);
    return gateway;
  };

  api.get('/gateways', { config: READ, schema: { querystring: FIELDS } }, async (request) => ({
    gateways: (await readGateways(db)).map((gateway) => selectByParameter(wireForm(gateway), request.query.fields)),
  }));

  api.get('/gateways/:uid', { config: READ, schema: { params: UID, querystring: FIELDS } }, async (request) =>
    selectByParameter(wireForm(await existing(request.params.uid)), request.query.fields),
  );

  api.post('/gateways', { config: ADMIN }, async (request, reply) => {
    const { name, config } = readGateway(objectBody(request.body));
    const uid = generateUid();
    await insertGateway(db, uid, name, config);
    reply.header('Location', `${request.apiRoot}/gateways/${uid}`);
    return ok('Gateway configuration added');
  });

  api.put('/gateways/:uid', { config: ADMIN, schema: { params: UID } }, async (request) => {
    const { uid } = request.params;
    const stored = await existing(uid);
    const payload = objectBody(request.body);
    const { name, config } = readGateway(payload, stored.config);
    if (payload.isDefault === true && !stored.isDefault && (await defaultGateway(db)))
      throw conflict('Default gateway already exists');
    await updateGateway(db, uid, name, config);
    return ok(`Gateway with uid: ${uid} has been updated`);
  });

  api.put('/gateways/default/:uid', { config: ADMIN, schema: { params: UID } }, async (request) => {
    const { uid, name } = await existing(request.params.uid);
    await setDefaultGateway(db, uid);
    return ok(`${name} is set to default`);
  });

  api.delete('/gateways/:uid', { config: ADMIN, schema: { params: UID } }, async (request) => {
    const { uid } = request.params;
    await existing(uid, `No gateway found with id: ${uid}`);
    await deleteGateway(db, uid);
    return ok('Gateway removed successfully');
  });
}

/** A gateway as it is shown: without passwords, tokens and the values of confidential parameters. */
function wireForm({ uid, name, isDefault, config }: Gateway): Readonly<Record<string, unknown>> {
  const common = { uid, name, type: config.type, isDefault, urlTemplate: config.urlTemplate };
  if (config.type !== 'http') return { ...common, username: config.username, sendUrlParameters: false };
  const { type: _type, urlTemplate: _url, parameters, ...rest } = config;
  return {
    ...common,
    ...rest,
    parameters: parameters.map((parameter) => (parameter.confidential ? { ...parameter, value: '' } : parameter)),
  };
}
