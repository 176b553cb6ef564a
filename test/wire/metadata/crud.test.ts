import { describe, expect, it } from 'vitest';
import { STANDALONE_TYPES } from '../../../src/metadata/index.js';
import type { Property } from '../../../src/metadata/model/property.js';
import { typeNamed } from '../../../src/metadata/model/registry.js';
import type { MetadataObject, MetadataType } from '../../../src/metadata/model/type.js';
import { SampleObjects } from '../../support/minimal-objects.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });
const samples = new SampleObjects({ request: (...args) => server.request(...args) });

const UNKNOWN = 'Zz9Zz9Zz9Zz';
/** Owned properties that no preset shows. */
const HIDDEN = 'program,programStage';
const PATCH = { 'content-type': 'application/json-patch+json' };

const owned = async (type: MetadataType, uid: string): Promise<MetadataObject> => {
  const { status, json, text } = await server.request(`/api/${type.plural}/${uid}?fields=:owner,${HIDDEN}`);
  expect(status, text).toBe(200);
  return json;
};

/** What a payload said and what a reading says, where the two differ. */
function* differences(type: MetadataType, sent: MetadataObject, got: MetadataObject, path = ''): Generator<string> {
  for (const [name, value] of Object.entries(sent)) {
    const property = type.properties.get(name);
    if (!property) throw new Error(`${type.name} has no property ${name}`);
    if (property.kind === 'value' && property.secret === true) {
      if (name in got) yield `${path}${name} is shown`;
      continue;
    }
    yield* difference(property, value, got[name], `${path}${name}`);
  }
}

function* difference(property: Property, sent: unknown, got: unknown, path: string): Generator<string> {
  const part = 'to' in property && isPart(property) ? typeNamed(property.to) : undefined;
  if (part && got !== undefined && got !== null) {
    const [sentParts, gotParts] = [sent, got].map((list) => (Array.isArray(list) ? list : [list]));
    if (sentParts?.length !== gotParts?.length) yield `${path} has ${gotParts?.length} parts`;
    for (const [index, object] of (sentParts ?? []).entries())
      yield* differences(part, object, gotParts?.[index] ?? {}, `${path}[${index}].`);
    return;
  }
  const ordered = 'sort' in property && property.sort !== undefined;
  const texts = [sent, got].map((value) => said(value, ordered, 'to' in property));
  if (texts[0] !== texts[1]) yield `${path}: sent ${texts[0]}, got ${texts[1]}`;
}

const isPart = (property: Property): boolean =>
  property.kind === 'embedded' || ('embedded' in property && property.embedded === true);

/** A value as text; of references only whom they name, of lists without an order only what is in them. */
function said(value: unknown, ordered: boolean, references: boolean): string | undefined {
  if (!Array.isArray(value)) return JSON.stringify(references ? (value as { id?: string } | undefined)?.id : value);
  const texts = value.map((element) => said(element, ordered, references) ?? '');
  return `[${(ordered ? texts : texts.toSorted()).join()}]`;
}

/** Scalars that an update without them takes back to their default. */
function* optionals(type: MetadataType): Generator<readonly [string, unknown]> {
  for (const [name, property] of type.properties) {
    if (property.kind !== 'value' || !property.owner || property.readOnly === true || property.secret === true)
      continue;
    if (
      ['id', 'created', 'lastUpdated'].includes(name) ||
      (property.required === true && property.fallback === undefined)
    )
      continue;
    // An option combo without a name is called after its options.
    if (type.name === 'categoryOptionCombo' && name === 'name') continue;
    yield [name, property.fallback ?? undefined];
  }
}

describe.each(STANDALONE_TYPES.map((type) => [type.plural, type] as const))('%s', (plural, type) => {
  const post = (body: unknown) => server.request(`/api/${plural}`, { method: 'POST', body });
  const put = (uid: string, body: unknown, query = '') =>
    server.request(`/api/${plural}/${uid}${query}`, { method: 'PUT', body });
  const patch = (uid: string, body: unknown) =>
    server.request(`/api/${plural}/${uid}`, { method: 'PATCH', headers: PATCH, body: JSON.stringify(body) });
  const remove = (uid: string) => server.request(`/api/${plural}/${uid}`, { method: 'DELETE' });

  it('are made, read, replaced, merged, patched and deleted', async () => {
    const minimal = await samples.minimal(type);
    const created = await post(minimal);
    expect(created.status, created.text).toBe(201);
    const { uid } = created.json.response;
    expect(created.json).toEqual({
      httpStatus: 'Created',
      httpStatusCode: 201,
      status: 'OK',
      response: { responseType: 'ObjectReport', klass: type.klass, uid, errorReports: [] },
    });
    expect(created.headers.get('location')).toBe(`${server.url}/api/${plural}/${uid}`);
    expect([...differences(type, minimal, await owned(type, uid))]).toEqual([]);

    const again = await post({ ...(await samples.minimal(type)), id: uid });
    expect([again.status, again.json.response.errorReports[0].errorCode], again.text).toEqual([409, 'E5000']);

    const full = await samples.full(type);
    const replaced = await put(uid, full);
    expect([replaced.status, replaced.json?.response], replaced.text).toEqual([
      200,
      { responseType: 'ObjectReport', klass: type.klass, uid, errorReports: [] },
    ]);
    const afterFull = await owned(type, uid);
    expect([...differences(type, full, afterFull)]).toEqual([]);

    const merged = await put(uid, minimal, '?mergeMode=MERGE');
    expect(merged.status, merged.text).toBe(200);
    expect([...differences(type, { ...full, ...minimal }, await owned(type, uid))]).toEqual([]);

    expect((await put(uid, minimal)).status).toBe(200);
    const afterMinimal = await owned(type, uid);
    expect([...differences(type, minimal, afterMinimal)]).toEqual([]);
    for (const [name, fallback] of optionals(type))
      if (!(name in minimal)) expect(afterMinimal[name], `${name} after a full update`).toEqual(fallback);

    const removed = await remove(uid);
    expect([removed.status, removed.json?.response?.uid], removed.text).toEqual([200, uid]);
    const gone = await server.request(`/api/${plural}/${uid}`);
    expect([gone.status, gone.json]).toMatchObject([
      404,
      { errorCode: 'E1005', message: `${type.simpleName} with id ${uid} could not be found.` },
    ]);
  });

  it('are made with everything at once, and patched', async () => {
    const full = await samples.full(type);
    const created = await post(full);
    expect(created.status, created.text).toBe(201);
    const { uid } = created.json.response;
    const before = await owned(type, uid);
    expect([...differences(type, full, before)]).toEqual([]);

    const changed = await samples.full(type);
    const operations = Object.entries(changed).map(([name, value]) => ({ op: 'replace', path: `/${name}`, value }));
    const patched = await patch(uid, operations);
    expect(patched.status, patched.text).toBe(200);
    const afterReplace = await owned(type, uid);
    expect([...differences(type, changed, afterReplace)]).toEqual([]);

    const dropped = [...optionals(type)];
    const removal = await patch(
      uid,
      dropped.map(([name]) => ({ op: 'remove', path: `/${name}` })),
    );
    expect(removal.status, removal.text).toBe(200);
    const afterRemove = await owned(type, uid);
    for (const [name, fallback] of dropped) expect(afterRemove[name], `${name} after its removal`).toEqual(fallback);

    const added = await patch(
      uid,
      dropped.flatMap(([name]) => (name in full ? [{ op: 'add', path: `/${name}`, value: full[name] }] : [])),
    );
    expect(added.status, added.text).toBe(200);
    const sentAgain = Object.fromEntries(dropped.flatMap(([name]) => (name in full ? [[name, full[name]]] : [])));
    expect([...differences(type, sentAgain, await owned(type, uid))]).toEqual([]);
    expect((await remove(uid)).status).toBe(200);
  });

  it('that are not there are 404', async () => {
    const body = await samples.minimal(type);
    const answers = await Promise.all([
      server.request(`/api/${plural}/${UNKNOWN}`),
      put(UNKNOWN, body),
      put(UNKNOWN, body, '?mergeMode=MERGE'),
      patch(UNKNOWN, []),
      remove(UNKNOWN),
    ]);
    for (const answer of answers)
      expect([answer.status, answer.json], answer.text).toMatchObject([
        404,
        { errorCode: 'E1005', message: `${type.simpleName} with id ${UNKNOWN} could not be found.` },
      ]);
  });
});
