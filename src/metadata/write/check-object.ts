import { typeNamed } from '../model/registry.js';
import type { MetadataObject, MetadataType } from '../model/type.js';
import { type BundleObject, described, isObject } from './bundle.js';
import type { KnownObjects } from './known.js';
import { isPeriod } from './periods.js';
import { elementsOf, isEmbedded, isSingle, isWritable, referenceOf } from './references.js';
import { type ErrorReport, errorReport } from './report.js';
import { convert, textual } from './values.js';

/** What the columns of plain values take; as numbers, too, it is more than any of them is. */
const LONGEST_VALUE = 255;
const AUTHORSHIP = new Set(['createdBy', 'lastUpdatedBy']);

/** What is wrong with one object by itself and with what it refers to (contract: imports.md §8.5). */
export function checkObject(object: BundleObject, known: KnownObjects): readonly ErrorReport[] {
  return [...problems(object.type, object.source, object, known)];
}

function* problems(
  type: MetadataType,
  source: MetadataObject,
  owner: BundleObject,
  known: KnownObjects,
): Generator<ErrorReport> {
  const report = (code: Parameters<typeof errorReport>[1], args: readonly (string | number)[], property: string) =>
    errorReport(owner.type, code, args, { property, id: owner.uid });
  for (const [name, property] of type.properties) {
    if (type === owner.type && source === owner.source && owner.unstorable.has(name)) {
      yield report('E4027', [owner.unstorable.get(name) ?? '', name], name);
      continue;
    }
    if (property.readOnly === true || property.kind === 'computed' || property.kind === 'derivedRows') continue;
    const raw = source[name];
    const missing = isMissing(raw);
    if (missing && property.required === true) {
      if (!hasFallback(property)) yield report('E4000', [name], name);
      continue;
    }
    if (missing) continue;
    if (property.kind === 'value') {
      if (name === 'id' && type === owner.type && raw === owner.uid && owner.stored) continue;
      const converted = convert(name, property, raw);
      if ('problem' in converted) yield report(converted.problem.code, converted.problem.args, name);
    } else if (property.kind === 'periodType') {
      if (typeof raw !== 'string' || !known.periodTypes.has(raw)) yield report('E4027', [textual(raw), name], name);
    } else if (property.kind === 'values') {
      for (const element of elementsOf(raw)) {
        const converted = convert(name, { ...property, kind: 'value', max: LONGEST_VALUE }, element);
        if ('problem' in converted) yield report(converted.problem.code, converted.problem.args, name);
      }
    } else if (isEmbedded(property)) {
      for (const part of property.kind === 'embedded' ? [raw] : elementsOf(raw)) {
        if (isObject(part)) yield* problems(typeNamed(property.to), part, owner, known);
        else yield report('E4027', [textual(part), name], name);
      }
    } else if (isWritable(property) && !AUTHORSHIP.has(name)) {
      const elements = isSingle(property) ? [raw] : elementsOf(raw);
      yield* referenceProblems(name, typeNamed(property.to), elements, owner, known);
    }
  }
}

function* referenceProblems(
  name: string,
  target: MetadataType,
  elements: readonly unknown[],
  owner: BundleObject,
  known: KnownObjects,
): Generator<ErrorReport> {
  for (const element of elements) {
    const reference = referenceOf(element);
    const identifier = reference?.id ?? reference?.code ?? '';
    const found = target.name === 'period' ? isPeriod(identifier) : reference && known.find(target, reference);
    if (found) continue;
    const args = [`[${identifier}] (${target.simpleName})`, described(owner), name];
    yield errorReport(owner.type, 'E5002', args, { property: name, id: owner.uid, klass: target.klass });
  }
}

const isMissing = (raw: unknown): boolean =>
  raw === undefined ||
  raw === null ||
  (typeof raw === 'string' && raw.trim() === '') ||
  (Array.isArray(raw) && raw.length === 0);

const hasFallback = (property: { readonly kind: string }): boolean =>
  'fallback' in property && property.fallback !== undefined;
