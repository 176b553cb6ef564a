import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { testServer } from '../support/server.js';

const server = testServer();

const FILE = fileURLToPath(new URL('../../console/src/api/schema.d.ts', import.meta.url));
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

type Methods = Readonly<Record<string, { readonly parameters?: unknown }>>;

it('the types of the console are those of the OpenAPI document; `npm run api-types` writes them', async () => {
  const { json } = await server.request('/api/openapi.json', { user: null });
  const document = { ...json, info: { title: 'Orderly', version: '' }, paths: askedOnly(json.paths) };
  const mark = `// ${createHash('sha256').update(JSON.stringify(document.paths)).digest('hex')}`;
  if (process.env.WRITE_API_TYPES !== undefined) writeFileSync(FILE, await typesOf(document, mark));
  expect(readFileSync(FILE, 'utf8').split('\n')[1]).toBe(mark);
}, 120_000);

/** Of answers the document says nothing, of most bodies nothing that a type could. */
function askedOnly(paths: Readonly<Record<string, Methods>>): Readonly<Record<string, Methods>> {
  const kept = Object.entries(paths)
    .filter(([path]) => path.startsWith('/api/'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, methods]) => {
      const asked = Object.entries(methods).filter(([method]) => METHODS.includes(method));
      return [
        path,
        Object.fromEntries(asked.map(([method, { parameters }]) => [method, { parameters, responses: {} }])),
      ];
    });
  return Object.fromEntries(kept);
}

/** Loaded here, for it takes longer to load than the test takes. */
async function typesOf(document: object, mark: string): Promise<string> {
  const { astToString, default: openapiTS } = await import('openapi-typescript');
  const types = withoutNothing(astToString(await openapiTS(document as never, { alphabetize: true })));
  return `/** What the server takes, made of its OpenAPI document by \`npm run api-types\`. */\n${mark}\n${types}`;
}

/** Most lines say that there is nothing; what is left of a method is one line, and so is what changes about it. */
const withoutNothing = (text: string): string =>
  text
    .replace(/^ +\w+\??: (never|unknown);\n/gm, '')
    .replace(/^ +(parameters|path|responses): \{\n? *\};\n/gm, '')
    .replace(/^ +\/\*\*.*?\*\/\n/gms, '')
    .replace(/^export type (webhooks|\$defs|operations) = .*\n/gm, '')
    .replace(/^export interface components \{.*?^\}\n/gms, '')
    .replaceAll('    ', '  ')
    .replace(/^ {4}\w+: \{\n.*?^ {4}\};\n/gms, (method) => `    ${method.trim().replace(/\s+/g, ' ')}\n`);
