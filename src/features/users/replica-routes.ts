import { Type } from 'typebox';
import { type ApiServer, sendWebMessage, webMessage } from '../../http/index.js';
import { typeNamed } from '../../metadata/index.js';
import { answerObject, conflictOnMalformedJson, objectBody } from '../metadata/index.js';
import { type ReplicaServices, replicate } from './replica.js';

/** `POST /api/users/{uid}/replica`, body `{"username": …, "password": …}`. */
export function replicaRoutes(api: ApiServer, services: ReplicaServices): void {
  api.post(
    '/users/:uid/replica',
    {
      config: { authorities: ['F_REPLICATE_USER'] },
      errorHandler: conflictOnMalformedJson,
      schema: { params: Type.Object({ uid: Type.String() }) },
    },
    async (request, reply) => {
      const { username, password } = objectBody(request.body);
      const report = await replicate(
        services,
        request.params.uid,
        { username: text(username)?.trim(), password: text(password) },
        request,
      );
      if (report.stats.created !== 1) return answerObject(request, reply, typeNamed('user'), { report });
      const { klass, uid = '' } = report.typeReports[0]?.objectReports[0] ?? {};
      reply.header('Location', `${request.apiRoot}/users/${uid}`);
      const response = { responseType: 'ObjectReport', klass, uid, errorReports: [] };
      return sendWebMessage(reply, webMessage(201, { message: 'User replica created', response }));
    },
  );
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;
