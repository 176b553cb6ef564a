import type { ErrorReport, ImportReport } from '../../metadata/index.js';
import type { Findings } from './validate.js';

/** `bare` is the only shape that the operation ever had; `import` that of a metadata import (contract: maintenance.md §7). */
export const FORMS = ['bare', 'import'] as const;
export type Form = (typeof FORMS)[number];

/** Every collection a key, below it the reports of each object by its uid; an empty object where all is well. */
export const bareAnswer = ({
  types,
}: Findings): Readonly<Record<string, Readonly<Record<string, readonly ErrorReport[]>>>> =>
  Object.fromEntries(
    types.map(({ type, objects }) => [
      type.plural,
      Object.fromEntries(objects.map(({ uid, errors }) => [uid, errors])),
    ]),
  );

/** The report of an import that would have stored nothing: objects with errors are those that it ignores. */
export function importAnswer({ types }: Findings): ImportReport {
  const statsOf = (total: number, ignored: number) => ({ created: 0, updated: 0, deleted: 0, ignored, total });
  const sum = (count: 'checked' | 'faulty'): number => types.reduce((all, type) => all + type[count], 0);
  return {
    responseType: 'ImportReport',
    status: sum('faulty') === 0 ? 'OK' : 'ERROR',
    stats: statsOf(sum('checked'), sum('faulty')),
    typeReports: types.map(({ type, checked, faulty, objects }) => ({
      klass: type.klass,
      stats: statsOf(checked, faulty),
      objectReports: objects.map(({ uid, name, index, errors }) => ({
        klass: type.klass,
        index,
        uid,
        ...(name !== undefined && { displayName: name }),
        errorReports: errors,
      })),
    })),
  };
}

export const answerAs = (form: Form, findings: Findings): Readonly<Record<string, unknown>> =>
  form === 'import' ? { ...importAnswer(findings) } : bareAnswer(findings);
