import openapiTS, { astToString } from 'openapi-typescript';
import { expect, it } from 'vitest';
import { testServer } from '../support/server.js';

const server = testServer();

const HEAD = `/** What the server takes, made of its OpenAPI document by \`npm run api-types\`. */\n`;

it('the types of the console are those of the OpenAPI document', async () => {
  const { json } = await server.request('/api/openapi.json', { user: null });
  for (const methods of Object.values<Record<string, unknown>>(json.paths))
    for (const [method, operation] of Object.entries<Record<string, unknown>>(methods as never)) {
      if (method === 'parameters') continue;
      // The document says nothing of answers, and descriptions are for people.
      delete operation.responses;
      delete operation.description;
    }
  const text = `${HEAD}${astToString(await openapiTS(json, { alphabetize: true }))}`;
  await expect(text).toMatchFileSnapshot('../../console/src/api/schema.d.ts');
});
