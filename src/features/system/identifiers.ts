import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import type { ApiServer } from '../../http/index.js';
import { generateUid } from '../../kernel/uid.js';

const MOST = 10_000;

const query = Type.Object({ limit: Type.Optional(Type.Integer()), n: Type.Optional(Type.Integer()) });

/** `/api/system/id`, `/uid` and `/uuid`: new identifiers, none twice in one answer (contract: system.md §1). */
export function identifierRoutes(api: ApiServer): void {
  for (const [path, generate] of [
    ['/system/id', generateUid],
    ['/system/uid', generateUid],
    ['/system/uuid', randomUUID],
  ] as const) {
    api.get(
      path,
      {
        config: { cache: 'never', produces: ['json', 'xml', 'csv'], xmlRoot: 'codes' },
        schema: { querystring: query },
      },
      (request) => {
        const { limit = request.query.n ?? 1 } = request.query;
        const codes = distinct(Math.min(Math.max(limit, 0), MOST), generate);
        if (request.media === 'csv') return [['uid'], ...codes.map((code) => [code])];
        return request.media === 'xml' ? { code: codes } : { codes };
      },
    );
  }
}

function distinct(count: number, generate: () => string): readonly string[] {
  const codes = new Set<string>();
  while (codes.size < count) codes.add(generate());
  return [...codes];
}
