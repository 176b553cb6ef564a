import type { MetadataType } from '../model/type.js';
import type { WriteAccess } from './access.js';
import { sharingFrom } from './access.js';
import { type BundleObject, described, isDefaultUid } from './bundle.js';
import type { ImportOptions } from './options.js';
import { type ErrorReport, errorReport } from './report.js';

/** Why the strategy or the user's rights forbid what an object of a payload asks for (contract: imports.md §8.5). */
export function* refusals(
  object: BundleObject,
  options: Pick<ImportOptions, 'importStrategy' | 'skipSharing'>,
  access: WriteAccess,
): Generator<ErrorReport> {
  const { type, stored, uid, action } = object;
  const { importStrategy } = options;
  const { username } = access.user;
  const report = (code: Parameters<typeof errorReport>[1], ...args: readonly string[]) =>
    errorReport(type, code, args, { id: uid });
  const sharing = stored?.sharing ?? null;
  if (stored && importStrategy === 'CREATE') yield report('E5000', `[${uid}]`, described(object));
  else if (!stored && (importStrategy === 'UPDATE' || importStrategy === 'DELETE'))
    yield report('E5001', `[${uid}]`, described(object));
  else if (isDefaultUid(uid)) yield report(action === 'delete' ? 'E3002' : 'E3001', username, described(object));
  else if (action === 'create' && !access.mayCreate(type)) yield report('E3000', username, type.simpleName);
  else if (action === 'update' && !access.mayUpdate(type, sharing)) yield report('E3001', username, described(object));
  else if (action === 'delete' && !access.mayDelete(type, sharing)) yield report('E3002', username, described(object));
  else if (action !== 'delete' && !options.skipSharing) yield* sharingProblems(object, access);
}

/** Nobody opens an object to everybody without the right to, and access strings have to be ones. */
function* sharingProblems({ type, source, stored, uid }: BundleObject, access: WriteAccess): Generator<ErrorReport> {
  if (!isShared(type) || source.sharing === undefined || source.sharing === null) return;
  const report = (code: Parameters<typeof errorReport>[1], ...args: readonly string[]) =>
    errorReport(type, code, args, { property: 'sharing', id: uid });
  const before = access.sharingBefore(type, stored?.sharing);
  const sharing = sharingFrom(source.sharing, type, before);
  if (!sharing) {
    yield report('E3010', JSON.stringify(source.sharing));
    return;
  }
  if (!access.mayShare(type, sharing, stored && before)) yield report('E3008', access.user.username, type.simpleName);
}

const isShared = (type: MetadataType): boolean => type.traits.has('sharing') || type.traits.has('dataSharing');
