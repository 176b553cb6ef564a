import openapiTS, { astToString } from 'openapi-typescript';
import { expect, it } from 'vitest';
import { testServer } from '../support/server.js';

const server = testServer();

const HEAD = `/** What the server takes, made of its OpenAPI document by \`npm run api-types\`. */\n`;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Most lines say that there is nothing. */
const withoutNothing = (text: string): string =>
  text
    .replace(/^ +\w+\??: (never|unknown);\n/gm, '')
    .replace(/^ +(parameters|path|responses): \{\n? *\};\n/gm, '')
    .replace(/^ +\/\*\*.*?\*\/\n/gms, '')
    .replace(/^export type (webhooks|\$defs|operations) = .*\n/gm, '')
    .replace(/^export interface components \{.*?^\}\n/gms, '')
    .replaceAll('    ', '  ')
    // A method is a line, and so is what changes about it.
    .replace(/^ {4}\w+: \{\n.*?^ {4}\};\n/gms, (method) => `    ${method.trim().replace(/\s+/g, ' ')}\n`);

it('the types of the console are those of the OpenAPI document', async () => {
  const { json } = await server.request('/api/openapi.json', { user: null });
  // Of answers the document says nothing, of most bodies nothing that a type could.
  const paths = Object.entries<Readonly<Record<string, { readonly parameters?: unknown }>>>(json.paths)
    .filter(([path]) => path.startsWith('/api/'))
    .map(([path, methods]) => {
      const asked = Object.entries(methods).filter(([method]) => METHODS.includes(method));
      return [
        path,
        Object.fromEntries(asked.map(([method, { parameters }]) => [method, { parameters, responses: {} }])),
      ];
    });
  const document = { ...json, paths: Object.fromEntries(paths) };
  const text = `${HEAD}${withoutNothing(astToString(await openapiTS(document, { alphabetize: true })))}`;
  await expect(text).toMatchFileSnapshot('../../console/src/api/schema.d.ts');
});
