import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { findByPlural } from '../../../src/metadata/index.js';
import { ATTRIBUTES, enrichMetadata } from '../../support/metadata-fixture.js';
import { fieldsText, type Question, queryOf, questionOf } from '../../support/metadata-oracle/arbitrary.js';
import { project } from '../../support/metadata-oracle/fields.js';
import { complies } from '../../support/metadata-oracle/filters.js';
import { sorted } from '../../support/metadata-oracle/order.js';
import { type Json, type MetadataType, World } from '../../support/metadata-oracle/world.js';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ demo: true });
const RUNS = 60;

let world: World;
let headers: Readonly<Record<string, string>>;

/** In a session, because every verification of a password writes the time of the login, which is among what is read. */
const get = (path: string) => server.request(path, { user: null, headers });

beforeAll(async () => {
  await enrichMetadata(server.db);
  headers = await makeUsers(server).enter('M5zQapPyTZI');
  world = await World.read(async (path) => (await get(path)).json as Json);
});

/** The answer by the contract's words, from the whole objects. */
function answer(type: MetadataType, { selection, conditions, junction, terms, page }: Question) {
  const found = world.all(type).filter((object) => {
    const results = conditions.map((condition) => complies(world, type, object, condition));
    if (results.length === 0) return true;
    return junction === 'AND' ? results.every(Boolean) : results.some(Boolean);
  });
  const ordered = sorted(type, found, terms);
  const part = page ? ordered.slice((page.number - 1) * page.size, page.number * page.size) : ordered;
  return { total: found.length, objects: part.map((object) => project(world, type, object, selection)) };
}

const TYPES = [
  'dataElements',
  'organisationUnits',
  'dataSets',
  'categoryCombos',
  'users',
  'userRoles',
  'optionSets',
  'validationRules',
  'programs',
  'sections',
];

function typeOf(plural: string): MetadataType {
  const type = findByPlural(plural);
  if (!type) throw new Error(`There are no ${plural}.`);
  return type;
}

describe('any list request gives what a naive reading of the whole objects gives', () => {
  it.each(TYPES)('%s', async (plural) => {
    const type = typeOf(plural);
    await fc.assert(
      fc.asyncProperty(questionOf(world, type, Object.values(ATTRIBUTES)), async (question) => {
        const { status, json, text } = await get(`/api/${plural}?${queryOf(question)}`);
        expect(status, text).toBe(200);
        const wanted = answer(type, question);
        expect(json[plural]).toEqual(wanted.objects);
        if (question.page) expect(json.pager.total).toBe(wanted.total);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('any request for one object gives the same', () => {
  it.each(TYPES)('%s', async (plural) => {
    const type = typeOf(plural);
    const objects = world.all(type);
    await fc.assert(
      fc.asyncProperty(questionOf(world, type, []), fc.nat(), async ({ selection }, seed) => {
        const object = objects[seed % objects.length] ?? {};
        const { status, json, text } = await get(
          `/api/${plural}/${object.id}?fields=${encodeURIComponent(fieldsText(selection))}`,
        );
        expect(status, text).toBe(200);
        expect(json).toEqual(project(world, type, object, selection));
      }),
      { numRuns: RUNS / 4 },
    );
  });
});
