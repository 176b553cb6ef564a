import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../support/server.js';
import { HRHIS4_OPERATIONS } from './hrhis4.js';
import { expectMadePart, table } from './made-part.js';

const server = testServer();

interface Operation {
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly schema: { readonly enum?: readonly string[] } }[];
}
interface OpenApi {
  readonly tags: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const HEAD = ['method', 'path', 'what it does'];
const AT_SCALE = 'AtScale';
let folded: OpenApi;
let whole: OpenApi;

beforeAll(async () => {
  folded = (await server.request('/docs/openapi.json')).json;
  whole = (await server.request('/api/openapi.json')).json;
});

/** Rows of the operations of a section; methods of one path that do the same share a row. */
function rowsOf(section: string): readonly (readonly string[])[] {
  const rows = new Map<string, { readonly methods: string[]; readonly path: string; readonly summary: string }>();
  for (const [path, item] of Object.entries(folded.paths))
    for (const [method, { summary, tags }] of Object.entries(item)) {
      if (!tags.includes(section)) continue;
      const key = `${path} ${summary}`;
      const row = rows.get(key) ?? { methods: [], path, summary };
      row.methods.push(method.toUpperCase());
      rows.set(key, row);
    }
  return [...rows.values()].map(({ methods, path, summary }) => [methods.join(', '), `\`${path}\``, summary]);
}

/** Names of the metadata types whose operations are told below `{type}`. */
const types = (): readonly string[] =>
  folded.paths['/api/{type}']?.get?.parameters?.find(({ name }) => name === 'type')?.schema.enum ?? [];

describe('the pages of the dialects', () => {
  it('has every operation of DHIS2', async () => {
    const sections = folded.tags
      .filter(({ name }) => name !== AT_SCALE)
      .map(({ name, description }) => `### ${name}\n\n${description}\n\n${table(HEAD, rowsOf(name))}`);
    const names = types().map((name) => `\`${name}\``);
    const text = `${sections.join('\n\n')}\n\n\`{type}\` is one of ${names.join(', ')}.`;
    await expectMadePart('dialects/dhis2.md', 'operations', text);
  });

  it('has every operation that HRHIS4 documents, and they are served', async () => {
    const rows = HRHIS4_OPERATIONS.map((line) => {
      const words = line.split(' ');
      const written = words.pop() ?? '';
      const path = written.replace('/api/jobConfiguration/', '/api/jobConfigurations/');
      const summaries = words.map((method) => whole.paths[path]?.[method.toLowerCase()]?.summary);
      expect(summaries, line).not.toContain(undefined);
      return [words.join(', '), `\`${written}\``, [...new Set(summaries)].join('; ')];
    });
    await expectMadePart('dialects/hrhis4.md', 'operations', table(HEAD, rows));
  });

  it('has every operation of AtScale', async () => {
    await expectMadePart('dialects/atscale.md', 'operations', table(HEAD, rowsOf(AT_SCALE)));
  });
});
