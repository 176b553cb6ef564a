import type { Db } from '../../database/index.js';
import { type ErrorReport, type FaultyObject, type MetadataType, validateStored } from '../../metadata/index.js';
import { propertyKlass } from '../schemas/index.js';

/** What was found of one type. */
export interface TypeFindings {
  readonly type: MetadataType;
  readonly checked: number;
  /** Objects with errors, those that the limit leaves out included. */
  readonly faulty: number;
  /** Those within the limit. */
  readonly objects: readonly FaultyObject[];
}

export interface Findings {
  readonly types: readonly TypeFindings[];
  /** Error reports within the limit. */
  readonly shown: number;
  /** Error reports in all. */
  readonly total: number;
}

export interface ValidationOptions {
  readonly types: readonly MetadataType[];
  /** Most error reports; the rest is counted. */
  readonly limit: number;
  readonly signal: AbortSignal;
  /** Wraps the work on each type, e.g. as an item of a run. */
  readonly each?: (type: MetadataType, work: () => Promise<TypeFindings>) => Promise<TypeFindings>;
}

/**
 * Checks all stored objects of the types with the rules of the metadata import (contract: maintenance.md §7, data-admin.md §8). Holds one page of objects and `limit`
 * reports, however many objects there are.
 */
export async function validateMetadata(
  db: Db,
  { types, limit, signal, each = (_type, work) => work() }: ValidationOptions,
): Promise<Findings> {
  const findings: TypeFindings[] = [];
  let [shown, total] = [0, 0];
  for (const type of types) {
    const work = async (): Promise<TypeFindings> => {
      const objects: FaultyObject[] = [];
      let [checked, faulty] = [0, 0];
      for await (const page of validateStored(db, type)) {
        signal.throwIfAborted();
        checked += page.checked;
        faulty += page.faulty.length;
        for (const object of page.faulty) {
          total += object.errors.length;
          const errors = object.errors.slice(0, limit - shown).map((error) => withKlass(type, error));
          shown += errors.length;
          if (errors.length > 0) objects.push({ ...object, errors });
        }
      }
      return { type, checked, faulty, objects };
    };
    findings.push(await each(type, work));
  }
  return { types: findings, shown, total };
}

/** The peer names the class of the property that is wrong. */
function withKlass(type: MetadataType, error: ErrorReport): ErrorReport {
  if (error.errorKlass !== undefined || error.errorProperty === undefined) return error;
  const errorKlass = propertyKlass(type, error.errorProperty);
  return errorKlass === undefined ? error : { ...error, errorKlass };
}
