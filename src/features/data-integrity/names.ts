import { badRequest } from '../../kernel/errors/index.js';
import type { IntegrityCheck } from './check.js';
import { CHECKS } from './checks/index.js';

const CODE = /^[A-Z0-9*-]+$/;

/** What a name stands for: a check, a code of one, or with `*` any number of them; `-` is as good as `_` (contract: data-admin.md §7.1). */
function matcher(name: string): (check: IntegrityCheck) => boolean {
  const pattern = (text: string, flags: string): RegExp =>
    new RegExp(`^${text.replace(/[^a-zA-Z0-9*_]/g, '\\$&').replaceAll('*', '.*')}$`, flags);
  const byName = pattern(name.replaceAll('-', '_'), 'i');
  if (!CODE.test(name)) return (check) => byName.test(check.name);
  const byCode = pattern(name, '');
  return (check) => byCode.test(check.code) || (name.includes('*') && byName.test(check.name));
}

/** The checks that a list of names means, each once; undefined when there are no names. Names that mean none are passed over. */
export function namedChecks(names: readonly string[] | undefined): readonly IntegrityCheck[] | undefined {
  const given = (names ?? []).map((name) => name.trim()).filter((name) => name !== '');
  if (given.length === 0) return undefined;
  const matchers = given.map(matcher);
  return CHECKS.filter((check) => matchers.some((matches) => matches(check)));
}

/** @throws OrderlyError 400 that lists the names that mean no check */
export function refuseUnknownChecks(names: readonly string[]): void {
  const unknown = names.filter((name) => name.trim() !== '' && !CHECKS.some(matcher(name.trim())));
  if (unknown.length > 0) throw badRequest(`There are no such checks: ${unknown.join(', ').slice(0, 500)}.`);
}

/** What a run does that names nothing. */
export const QUICK_CHECKS: readonly IntegrityCheck[] = CHECKS.filter(({ isSlow }) => !isSlow);
