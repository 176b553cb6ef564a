import { type Group, type Reach, receiversOf } from '../receivers.js';

/** Whom the findings of a template are for. */
export interface Circle {
  readonly reach: Reach;
  readonly groups: readonly Group[];
}

/** A finding's template and the path of its organisation unit. */
export interface Told {
  readonly templateId: number;
  readonly path: string;
}

/** Users who are told of the same findings. */
export interface Audience {
  /** uids */
  readonly users: readonly string[];
  /** Places of the findings. */
  readonly findings: readonly number[];
}

/** Users whom one finding is for, in order and each once. */
export const readersOf = ({ groups, reach }: Circle, path: string): readonly string[] =>
  [...new Set(groups.flatMap((group) => receiversOf(group, path, reach)))].toSorted();

/**
 * Users by what they are told of: those who are told of the same findings share one message, as in the peer. Users at the same places are told the same, so findings are
 * counted out by place and not user by user.
 */
export function audiencesOf(told: readonly Told[], circles: ReadonlyMap<number, Circle>): readonly Audience[] {
  const scopes = new Map<string, number[]>();
  for (const [index, { templateId, path }] of told.entries()) {
    const circle = circles.get(templateId);
    for (const place of circle?.reach === 'everyone' ? [''] : path.split('/').slice(1)) {
      const scope = `${templateId} ${place}`;
      const found = scopes.get(scope);
      if (found) found.push(index);
      else scopes.set(scope, [index]);
    }
  }
  const byContent = new Map<string, { readonly users: string[]; readonly findings: readonly number[] }>();
  for (const { users, scopes: names } of bySignature(scopes, circles)) {
    const findings = [...new Set(names.flatMap((name) => scopes.get(name) ?? []))].toSorted(
      (one, other) => one - other,
    );
    const content = findings.join(' ');
    const audience = byContent.get(content);
    if (audience) audience.users.push(...users);
    else byContent.set(content, { users: [...users], findings });
  }
  return [...byContent.values()].map(({ users, findings }) => ({ users: users.toSorted(), findings }));
}

/** Users by the scopes that they see, of those in which there is something. */
function bySignature(
  scopes: ReadonlyMap<string, unknown>,
  circles: ReadonlyMap<number, Circle>,
): Iterable<{ readonly users: readonly string[]; readonly scopes: readonly string[] }> {
  const seen = new Map<string, Set<string>>();
  const see = (users: readonly string[], scope: string): void => {
    if (!scopes.has(scope)) return;
    for (const user of users) {
      const own = seen.get(user);
      if (own) own.add(scope);
      else seen.set(user, new Set([scope]));
    }
  };
  for (const [templateId, { reach, groups }] of circles) {
    for (const group of groups) {
      if (reach === 'everyone') see(group.users, `${templateId} `);
      else for (const [unit, users] of group.at) see(users, `${templateId} ${unit}`);
    }
  }
  const signatures = new Map<string, { readonly users: string[]; readonly scopes: readonly string[] }>();
  for (const [user, own] of seen) {
    const names = [...own].toSorted();
    const signature = names.join('\n');
    const same = signatures.get(signature);
    if (same) same.users.push(user);
    else signatures.set(signature, { users: [user], scopes: names });
  }
  return signatures.values();
}
