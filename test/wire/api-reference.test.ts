import { describe, expect, it } from 'vitest';
import { describedOperations, withoutType } from '../../src/features/api-reference/describe.js';
import { testServer } from '../support/server.js';

const server = testServer({ flags: { contextPath: '/hmis' } });

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly name: string; readonly schema: { readonly enum?: readonly string[] } }[];
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

const documentAt = async (path: string) => (await server.request(path, { user: null })).json;

const operationsOf = (paths: Paths) =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ key: `${method.toUpperCase()} ${path}`, path, operation })),
  );

describe('the OpenAPI document', () => {
  it('says of every operation what it does and where it belongs', async () => {
    const { paths, tags } = await documentAt('/api/openapi.json');
    const silent = operationsOf(paths).filter(({ operation }) => !operation.summary || operation.tags?.length !== 1);
    expect(silent.map(({ key }) => key)).toEqual([]);
    const titles = tags.map(({ name }: { readonly name: string }) => name);
    expect(new Set(operationsOf(paths).flatMap(({ operation }) => operation.tags ?? []))).toEqual(new Set(titles));
  });

  it('says nothing of operations that are gone', async () => {
    const { paths } = await documentAt('/api/openapi.json');
    const keys = operationsOf(paths).flatMap(({ key, path }) => {
      const [method = ''] = key.split(' ');
      return [key, `${method} ${withoutType(path)}`];
    });
    expect(describedOperations().filter((key) => !keys.includes(key))).toEqual([]);
  });

  it('says who may ask, what refusals look like, and where the server is', async () => {
    const { paths, components, servers } = await documentAt('/api/openapi.json');
    expect(servers).toEqual([{ url: '/hmis' }]);
    expect(paths['/api/ping'].get.security).toEqual([]);
    expect(paths['/api/maintenance/cacheClear'].post.description).toContain('`F_PERFORM_MAINTENANCE`');
    expect(paths['/api/me'].get.responses.default).toEqual({ $ref: '#/components/responses/Refusal' });
    const refused = await server.request('/api/dataElements/nothing');
    expect(Object.keys(components.schemas.WebMessage.properties)).toEqual(
      expect.arrayContaining(Object.keys(refused.json)),
    );
  });
});

describe('the page', () => {
  it('is there for everybody, below the context path', async () => {
    const bare = await server.request('/docs', { user: null });
    expect([bare.status, bare.headers.get('location')]).toEqual([302, '/hmis/docs/']);
    const page = await server.request('/docs/', { user: null });
    expect(page.status).toBe(200);
    const files = [...page.text.matchAll(/(?:src|stylesheet" href)="([^"]+)"/g)].map(([, file]) => file);
    expect(files).toHaveLength(4);
    for (const file of files) expect((await server.request(`/docs/${file}`, { user: null })).status).toBe(200);
    expect((await server.request('/docs/package.json', { user: null })).status).toBe(404);
    expect((await server.request('/docs/%2e%2e%2fpackage.json', { user: null })).status).toBe(404);
  });

  it('tells what all metadata types have in common once, and loses none', async () => {
    const whole = operationsOf((await documentAt('/api/openapi.json')).paths);
    const folded = operationsOf((await documentAt('/docs/openapi.json')).paths);
    const unfolded = folded.flatMap(({ key, operation }) => {
      const types = key.includes('{type}') ? operation.parameters?.find(({ name }) => name === 'type') : undefined;
      return types?.schema.enum?.map((type) => key.replace('{type}', type)) ?? [key];
    });
    expect(unfolded.toSorted()).toEqual(whole.map(({ key }) => key).toSorted());
    expect(folded.length).toBeLessThan(whole.length / 2);
  });
});
