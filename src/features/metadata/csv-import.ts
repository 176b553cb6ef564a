import { type Db, transaction } from '../../database/index.js';
import { OrderlyError } from '../../kernel/errors/index.js';
import {
  changeCollection,
  findByPlural,
  type ImportContext,
  type ImportReport,
  isObject,
  type MetadataObject,
  type TypeReport,
} from '../../metadata/index.js';
import { SEE_REPORT } from './answers.js';
import { identifiersIn } from './bodies.js';

/**
 * Adds members to groups, as a membership file in CSV asks for: `{"<plural>": [{"id": …, "<list>": [{"id": …}]}]}`. What the groups have already stays. All of it
 * happens, or nothing.
 *
 * @throws OrderlyError 404 for an unknown group, 403 without the right to change it, 409 with the report for an unknown member
 */
export async function importMemberships(
  db: Db,
  payload: MetadataObject,
  context: ImportContext,
): Promise<ImportReport> {
  const [[plural, groups] = ['', []]] = Object.entries(payload);
  const type = findByPlural(plural);
  if (!type || !Array.isArray(groups)) throw new Error(`A membership file gave a payload of ${plural}.`);
  return await transaction(db, async (handle) => {
    const reports: TypeReport[] = [];
    for (const group of groups.filter(isObject)) {
      const { id, ...lists } = group;
      for (const [list, members] of Object.entries(lists)) {
        const additions = identifiersIn(members, list);
        reports.push(await changeCollection(handle, type, String(id), list, { additions, deletions: [] }, context));
      }
    }
    const report = merged(type.klass, reports);
    if (report.status === 'OK') return report;
    throw new OrderlyError(409, SEE_REPORT, { response: { ...report } });
  });
}

function merged(klass: string, reports: readonly TypeReport[]): ImportReport {
  const objectReports = reports.flatMap((report) => report.objectReports);
  const good = objectReports.length === 0;
  const total = reports.length;
  const stats = { created: 0, updated: good ? total : 0, deleted: 0, ignored: good ? 0 : total, total };
  return {
    responseType: 'ImportReport',
    status: good ? 'OK' : 'ERROR',
    stats,
    typeReports: [{ klass, stats, objectReports }],
  };
}
