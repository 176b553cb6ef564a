import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { MetadataObject } from '../../model/type.js';
import { type BundleObject, isObject } from '../bundle.js';
import { elementsOf } from '../references.js';
import { type ErrorReport, errorReport } from '../report.js';
import type { TypeHook } from './hook.js';

const SECRETS = ['password', 'accessToken'] as const;
const LONGEST_NAME = 50;

/**
 * What an exchange needs, and the way into its target: the secrets are never shown, so that a payload which does not have them comes from a reading and means to keep them,
 * as long as they go to the same address.
 */
export const aggregateDataExchangeHook: TypeHook = {
  async check(objects, { db }) {
    const targets = await storedTargets(db, objects);
    for (const object of objects) {
      const { source, target } = object.source;
      object.errors.push(...noObjects(object, { source, target }));
      if (!isObject(source) || !isObject(target)) continue;
      const full = withSecrets(target, targets.get(object.uid));
      object.columns.target = full;
      object.errors.push(...sourceProblems(object, source), ...targetProblems(object, full));
    }
  },
};

async function storedTargets(db: Db, objects: readonly BundleObject[]): Promise<ReadonlyMap<string, MetadataObject>> {
  const { rows } = await sql<{ uid: string; target: MetadataObject }>`
    select exchange.uid, exchange.target from aggregatedataexchange as exchange
    where exchange.uid = any (${objects.map(({ uid }) => uid)}::text[])
  `.execute(db);
  return new Map(rows.map(({ uid, target }) => [uid, target]));
}

function withSecrets(target: MetadataObject, stored: MetadataObject | undefined): MetadataObject {
  const [api, before] = [target.api, stored?.api];
  if (!isObject(api) || !isObject(before) || api.url !== before.url) return target;
  const kept = SECRETS.filter((name) => isBlank(api[name]) && !isBlank(before[name]));
  // A new way in takes the place of the other one.
  const changes = SECRETS.some((name) => !isBlank(api[name]));
  if (changes) return target;
  return { ...target, api: { ...api, ...Object.fromEntries(kept.map((name) => [name, before[name]])) } };
}

const isBlank = (value: unknown): boolean => typeof value !== 'string' || value.trim() === '';

function report(
  { type, uid }: BundleObject,
  code: Parameters<typeof errorReport>[1],
  args: readonly (string | number)[],
  property: string,
): ErrorReport {
  return errorReport(type, code, args, { id: uid, property });
}

/** What is missing is refused for every type of object. */
function* noObjects(object: BundleObject, parts: MetadataObject): Generator<ErrorReport> {
  for (const [name, value] of Object.entries(parts)) {
    if (value !== undefined && value !== null && !isObject(value))
      yield report(object, 'E4027', [JSON.stringify(value).slice(0, 100), name], name);
  }
}

function* sourceProblems(object: BundleObject, source: MetadataObject): Generator<ErrorReport> {
  const requests = elementsOf(source.requests).filter(isObject);
  if (requests.length === 0) yield report(object, 'E6302', [object.uid], 'source');
  for (const request of requests) {
    const name = isBlank(request.name) ? '' : String(request.name);
    if (name === '') yield report(object, 'E4000', ['source.name'], 'source');
    if (name.length > LONGEST_NAME) yield report(object, 'E4001', ['source.name', LONGEST_NAME, name.length], 'source');
    if (['dx', 'pe', 'ou'].some((dimension) => elementsOf(request[dimension]).length === 0))
      yield report(object, 'E6303', [name], 'source');
  }
}

function* targetProblems(object: BundleObject, { type, api }: MetadataObject): Generator<ErrorReport> {
  if (isBlank(type)) yield report(object, 'E4000', ['target.type'], 'target');
  else if (type !== 'INTERNAL' && type !== 'EXTERNAL')
    yield report(object, 'E4027', [String(type), 'target.type'], 'target');
  if (type !== 'EXTERNAL') return;
  if (!isObject(api)) {
    yield report(object, 'E6304', [], 'target');
    return;
  }
  if (isBlank(api.url)) yield report(object, 'E4000', ['target.api.url'], 'target');
  else if (!isWebAddress(String(api.url)))
    yield report(object, 'E4004', ['target.api.url', String(api.url).slice(0, 200)], 'target');
  if (isBlank(api.accessToken) && (isBlank(api.username) || isBlank(api.password)))
    yield report(object, 'E6305', [], 'target');
}

/** Without credentials inside: those would be shown. */
function isWebAddress(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}
