import { badRequest } from '../../kernel/errors/index.js';
import type { IntegrityCheck } from './check.js';

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

/** The checks of a server: the shipped ones and its own. */
export class CheckList {
  readonly all: readonly IntegrityCheck[];
  /** What a run does that names nothing. */
  readonly quick: readonly IntegrityCheck[];
  readonly #byName: ReadonlyMap<string, IntegrityCheck>;

  constructor(checks: readonly IntegrityCheck[]) {
    this.all = checks;
    this.quick = checks.filter(({ isSlow }) => !isSlow);
    this.#byName = new Map(checks.map((check) => [check.name, check]));
  }

  /** By the whole name. */
  get(name: string): IntegrityCheck | undefined {
    return this.#byName.get(name);
  }

  /** The checks that a list of names means, each once; undefined when there are no names. Names that mean none are passed over. */
  named(names: readonly string[] | undefined): readonly IntegrityCheck[] | undefined {
    const given = (names ?? []).map((name) => name.trim()).filter((name) => name !== '');
    if (given.length === 0) return undefined;
    const matchers = given.map(matcher);
    return this.all.filter((check) => matchers.some((matches) => matches(check)));
  }

  /** The names that mean no check. */
  unknown(names: readonly string[]): readonly string[] {
    return names.filter((name) => name.trim() !== '' && !this.all.some(matcher(name.trim())));
  }

  /** @throws OrderlyError 400 that lists the names that mean no check */
  refuseUnknown(names: readonly string[]): void {
    const unknown = this.unknown(names);
    if (unknown.length > 0) throw badRequest(`There are no such checks: ${unknown.join(', ').slice(0, 500)}.`);
  }
}
