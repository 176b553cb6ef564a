import type { Bundle, BundleObject } from './bundle.js';
import { DEFAULT_OPTIONS, type ImportOptions } from './options.js';
import { addStats, type ImportReport, NO_STATS, type ObjectReport, type Stats, type TypeReport } from './report.js';

/** What became of a bundle of which `taken` was stored, or would be (contract: imports.md §8.2). */
export function reportOn(
  bundle: Bundle,
  taken: ReadonlySet<BundleObject>,
  { importReportMode }: ImportOptions,
): ImportReport {
  const everything = importReportMode === 'FULL' || importReportMode === 'DEBUG';
  const typeReports = [...bundle].map(([type, objects]): TypeReport => {
    const reported = objects.filter((object) => everything || object.errors.length > 0);
    return { klass: type.klass, stats: statsOf(objects, taken), objectReports: reported.map(objectReport) };
  });
  const stats = typeReports.reduce((sum, report) => addStats(sum, report.stats), NO_STATS);
  const status = stats.ignored === 0 ? 'OK' : taken.size > 0 ? 'WARNING' : 'ERROR';
  return { responseType: 'ImportReport', status, stats, typeReports };
}

/** The report of an import of which nothing was taken and nothing can be said of single objects. */
export const ignoredReport = (bundle: Bundle): ImportReport => {
  const report = reportOn(bundle, new Set(), { ...DEFAULT_OPTIONS, importReportMode: 'ERRORS' });
  return { ...report, status: 'ERROR' };
};

function statsOf(objects: readonly BundleObject[], taken: ReadonlySet<BundleObject>): Stats {
  const count = (action: BundleObject['action']): number =>
    objects.filter((object) => taken.has(object) && object.action === action).length;
  const [created, updated, deleted] = [count('create'), count('update'), count('delete')];
  return { created, updated, deleted, ignored: objects.length - created - updated - deleted, total: objects.length };
}

const objectReport = (object: BundleObject): ObjectReport => ({
  klass: object.type.klass,
  index: object.index,
  uid: object.uid.slice(0, 255),
  ...(typeof object.source.name === 'string' && { displayName: object.source.name.slice(0, 255) }),
  errorReports: object.errors,
});
